/** Words that show that capitalized words are a label, a concept or a thing, and no name. Lower case, without periods. */

// cspell:ignore affiants sayeth
const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/**
 * Latin of the law, abbreviations of citations, and parts of documents. No person has one of
 * them in a name, except as a known surname after a known given name: `Hannah Price`.
 */
export const NEVER_PEOPLE =
  words(`certiorari cert amicus amici curiae habeas corpus mandamus supersedeas curiam hac sua sponte voir dire ibid
  supra infra subpoena duces tecum nolo contendere mens actus reus judicata stare decisis syllabus mandate limine
  banc prima facie bono quantum meruit ultra vires forum conveniens lis pendens ad litem affidavit affidavits exhibit
  exhibits plaintiff plaintiffs defendant defendants petitioner petitioners respondent respondents appellant appellants
  appellee appellees claimant claimants debtor debtors creditor creditors borrower borrowers lender lenders lessor
  lessors lessee lessees landlord landlords tenant tenants licensor licensee licensors licensees franchisor franchisors franchisee franchisees distributor distributors
  consultant consultants subcontractor subcontractors supplier suppliers mortgagor mortgagee assignor assignee obligor obligee
  indemnitor indemnitee sublessee sublessor optionee insured insurer employer employee employees purchaser
  purchasers guarantor guarantors trustee trustees shareholder shareholders stockholder stockholders company companies
  corporation subsidiary subsidiaries affiliate affiliates parties
  court courts judge judges justice justices counsel attorney attorneys clerk opinion dissent dissenting
  concurring affiant affiants sayeth saith naught deponent evidentiary procedural per cite cited section sections article articles paragraph paragraphs appendix annex footnote chapter clause
  supp rev rep rptr ct educ stat stats reg regs cty assn dist dept bd univ commn natl intl admin proc evid civ crim bankr app pet
  aff tr br memo dep depo decl affid
  maritime marine freight cargo logistics industrial dental
  amendment amendments agreement agreements contract contracts act acts statute statutes code codes laws rule rules
  regulation regulations constitution treaty order orders motion motions complaint answer notice report reports
  policy policies plan program programs form forms note notes bond bonds stock share shares option options
  warrant warrants certificate certificates schedule schedules
  date dates period price value amount rate term terms event events loan loans debt lease default interest payment
  payments purchase closing effective title address telephone facsimile fax email attention name
  january february september october november december monday tuesday wednesday thursday friday saturday sunday
  american african british canadian mexican german danish prussian french italian spanish indian chinese japanese
  russian european asian irish scottish hispanic latino caucasian negro jewish catholic protestant
  muslim hindu islamic arab turkish dutch swedish norwegian polish greek roman swiss austrian australian israeli
  iranian iraqi korean vietnamese brazilian cuban haitian
  cup trophy award awards prize tower towers auditorium hotel theater theatre hall stadium arena river
  mountain mountains island islands county parish province district village township city valley creek bay ocean sea
  avenue road highway boulevard railroad university college school hospital bank museum library
  times herald tribune gazette journal magazine album song songs edition series show tour league cup championship
  championships olympics festival party parties movement revolution wikipedia internet`);

/** A last word that makes the words before it a thing: `Alfred Phillips House`. */
export const THINGS =
  words(`ward room elementary lounge ballroom house center building park square plaza place field gardens estate mill mills club
  studio studios records band orchestra team project system network index method test memo memorandum letter
  doctrine standard privilege material materials decision ruling hearing warning warnings rights trial case litigation settlement
  claim claims defense defenses factor factors analysis list game games war battle reserve portfolio`);

/** Words that an organization's name does not start with, when a small word follows: `Opinion of the Court`. */
export const DOCUMENT_PARTS =
  words(`opinion opinions order orders judgment decision decisions writ certiorari appeal appeals
  petition petitions clerk clerks notice application rule rules reporter syllabus docket transcript brief briefs motion
  complaint approval jurisdiction member members meeting meetings officer officers employee employees minutes
  resolution resolutions secretary chairman chair president director directors report reports agent agents law laws
  production copy part version terms conditions summary statement statements review history role power powers
  independence interest interests attention unfortunately fortunately`);

/** Heads that name something only beside a word that is no ordinary word: `Securities Account`, `Registered Organization`. */
export const WEAK_HEADS = words(`organization association society office school council committee board
  authority administration power media energy electric oil properties estates software systems services service fund
  funds securities exchange insurance assurance trust partners associates group capital international press police
  chamber division agency company corporation limited bank court courts gas pipeline pipelines steel foods airways chemical
  chemicals resources`);

/** Words that tell which organization is meant, though they are ordinary words. */
export const TELLING =
  words(`national american federal first second third fourth fifth international state united
  north south east west northern southern eastern western central atlantic pacific general standard continental
  commonwealth republic metropolitan royal global world universal community citizens farmers merchants`);

/** Small words that no name has inside when they are capitalized; a heading has them. */
export const BREAKS =
  words(`the to be is are was were or with from by as that this these it its if when how why what who
  does did can shall must has have had not but because`);
