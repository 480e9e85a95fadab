/**
 * Frequent names in the census of the United States of 1990, which is in the public domain. Lower case.
 * `scripts/make-census-names.mjs` writes this file.
 */

/** Surnames that are also ordinary words: `Robert Post`. */
export const SURNAMES_AS_WORDS: ReadonlySet<string> = new Set(
  `baker ball barber barker bass bates beach bean beard beck bell bender berg berry bird bishop black booth bowers
  bowman bray brewer bridges bright brooks brown browning buck bullock burns bush butler cannon carpenter carver
  chambers chandler chase clay collier colon combs cook cooper cote cotton cox craft crane cross curry dale
  davenport day dean downs drake duke dyer farmer fields fisher flowers ford foster fox frank franks freeman
  french frost fry fuller gamble garner garrison gates gay gentry gill glass golden grant graves gray green
  griffin grimes gross guy hale hall hardy hart hays head heath herring hicks hill hogan hood hopper horn huff
  hull hunt hunter johns king knight lamb leach lee levy love lynch madden manning marsh martin mason mayo
  meadows miles miller mills moody moon morrow moss newton noble noel pace park parks parsons pate peck peters
  petty pierce pope porter potter powers price ray reed reeves rich riddle rivers roach rogers roman rose rush
  sanders sawyer sears sexton shepherd shields sims singleton smith snider snow sparks spears stark stein stokes
  stone stout summers tanner terry tucker turner valentine wade walker wall walls ward ware warren waters watts
  weaver weeks wells west wheeler white wilder winters wolf wood woods wright`.split(/\s+/),
);

/** Given names that are also ordinary words: `Lee Tate`. */
export const GIVEN_NAMES_AS_WORDS: ReadonlySet<string> = new Set(
  `august autumn basil beau berry bill brandy brooks bud carmine charity chi cliff coy daisy dawn dean dolly dusty
  earl earnest ebony eddy eve faith fanny fern frank freeman gay gene ginger guy hazel holly hope hunter iris
  ivory ivy jarred jasmine jay jewel joy junior kitty lee lily mason melody miles misty newton olive opal pansy
  patsy pearl randy ray reed rich robin rocky rod rose ruby rusty sandy sonny sterling summer tad viola violet
  walker ward warren will`.split(/\s+/),
);

/** Given names that the lexicon of compromise does not have. */
export const GIVEN_NAMES: ReadonlySet<string> = new Set(
  `aldo alfonzo alfreda alva alyce amado amparo angelita anibal antone antwan araceli arline arnulfo arron aurelio
  aurora berta bradly brant buford burl carmelo chadwick chasity chauncey christoper concetta cornell danial
  dannie delmar delmer derick dewitt diann dino dollie donn earle earlene earline earnestine edgardo elba eliseo
  eloy elvia emory erna essie eugenio everette fannie faustino florine flossie fredric freida genaro heriberto
  herminia herschel hershel hilario hiram hollis ina isidro jacklyn jamaal jamar jame jamel janell janna jannie
  jefferey jerold jerrod jerrold jewell judson kareem katheryn katina kennith kieth kory lakeisha lakisha lanny
  lauri lavern lavonne lawanda lazaro lelia lemuel lenard leonor leopoldo lesa lessie leta letha linwood lon
  lourdes loyd lucio lyman mac mamie marcelino margarito maricela marietta marquita marva maryanne maryellen
  mauro melba melva milford millard mitchel nannie nelda nestor neva nola nona norberto normand odell odis olen
  olin orval pasquale pearlie porfirio randell raymundo reinaldo reva rigoberto robt rodrick rolland rosendo
  saundra sheree socorro tameka thanh theron thurman tory trinidad twila tyree valarie vilma virgie vito vonda
  waldo weldon wilburn wilda wilford wilmer wilton winfred`.split(/\s+/),
);
