/** Words that decide what kind of name a phrase is; lower case, without final periods. */

// cspell:ignore strasse straße sarl bvba aktiengesellschaft kabushiki kaisha
const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));
const phrases = (list: string): string[] =>
  list
    .trim()
    .split(/\s*\n\s*/)
    .flatMap((line) => line.split(/\s*,\s*/))
    .filter((phrase) => phrase !== '');

/** Forms of companies and firms. A name that ends in one is an organization. */
export const COMPANY_FORMS =
  words(`inc incorporated corp corporation co company llc llp lp plc ltd limited pllc pc pa na
  gmbh ag sa asa nv bv ab oy oyj spa srl sarl bvba kg lllp kabushiki kaisha aktiengesellschaft trust holdings group partners associates ventures capital industries
  enterprises technologies systems international foundation`);

/** Company forms that are ignored when two names are compared. */
export const DROPPED_FORMS =
  words(`inc incorporated corp corporation co company llc llp lp plc ltd limited pllc pc pa na
  gmbh ag sa nv bv ab oy spa srl sarl bvba kg lllp kabushiki kaisha aktiengesellschaft`);

/** A name with one of these words is an organization. */
export const ORGANIZATION_HEADS =
  words(`bank university college school hospital clinic department ministry bureau agency
  commission committee council court courts tribunal board authority administration office association society union
  institute church insurance assurance railroad railway airlines motors pharmaceuticals laboratories securities
  exchange fund funds federation league museum library press police congress senate parliament service services
  consulting logistics solutions properties realty estates energy petroleum oil electric power media communications
  networks software legislature academy government army navy corps bancorp savings mutual gas pipeline pipelines steel foods airways chemical chemicals resources underwriters brothers sons organization organisation chamber embassy gallery galleries congregation brigade alliance`);

/** Words in the names of statutes, documents and offices, which are not organizations. */
export const NEVER_ORGANIZATIONS =
  words(`act code rule rules regulation regulations statute amendment constitution
  directors trustees governors advisors advisers agreement contract lease plan policy treaty order motion section article chapter title protocol`);

/** Last words of street names and addresses. */
export const STREETS =
  words(`strasse straße street st avenue ave road rd boulevard blvd lane ln drive dr way place plaza square
  highway hwy suite floor building parkway terrace turnpike`);

/** Capitalized words that are not part of a name that follows them. */
export const LEADING_WORDS =
  words(`the a an in on at by for from to of and or but if when while as after before during
  since until under over with without this that these those it its he she they we you i his her their our your my
  plaintiff plaintiffs defendant defendants petitioner petitioners respondent respondents appellant appellants appellee
  appellees claimant debtor creditor trustee witness counsel attorney attorneys dear re subject date cc bcc sent received
  hereby whereas therefore however moreover furthermore accordingly pursuant notwithstanding exhibit section article
  paragraph page schedule appendix annex see also id accord compare cf between among regarding concerning about per via
  both each every all any some no not please thank thanks sincerely regards respectfully yours truly because although
  though here there then thus where who whom whose which what why how yes did does do is are was were be been has have
  had will shall may must can could would should might upon into within through against mr mrs ms miss dr prof honorable
  hon judge justice magistrate president chairman chairwoman chair director secretary treasurer manager partner
  associate paralegal officer detective sergeant captain agent special senior junior vice chief general deputy assistant
  executive managing professor reverend senator representative governor mayor commissioner inspector doctor nurse
  lessor lessee landlord tenant seller buyer purchaser borrower lender employer employee licensor licensee guarantor
  grantor grantee vendor contractor client party parties company agreement contract order motion complaint answer
  deposition testimony affidavit declaration memorandum brief notice letter email e-mail fax tel telephone phone
  address attn attention signed name title by-laws monday tuesday wednesday thursday friday saturday sunday january
  february march april june july august september october november december former current late proposed original
  many most another several certain numerous unnamed using per quoting citing under accord question answer q a re: fw fwd draft confidential privileged dated executed`);

/** Capitalized words that are not part of a name before them. */
export const TRAILING_WORDS =
  words(`plaintiff plaintiffs defendant defendants petitioner respondent appellant appellee
  esq esquire the and of for in on at to by from with is was has had will agreement contract order motion complaint
  subject date cc bcc to re sent page exhibit md phd cpa dds rn ceo cfo coo president director manager partner counsel
  no nos dep depo decl aff affid tr title name address telephone llp attorney counselor president's deposition testimony affidavit declaration`);

/** Small words at which a run of capitalized words may be split. */
export const JOINTS: ReadonlySet<string> = new Set(['and', '&', 'of', 'for']);

/** Small words inside a name. */
export const PARTICLES = words('de del della der di da du la le van von den bin al el y dos das ter ten st');

/** Generational endings of a person's name. */
export const NAME_ENDINGS = words('jr sr ii iii iv');

const STATE_NAMES =
  phrases(`Alabama, Alaska, Arizona, Arkansas, California, Colorado, Connecticut, Delaware, Florida, Georgia,
  Hawaii, Idaho, Illinois, Indiana, Iowa, Kansas, Kentucky, Louisiana, Maine, Maryland, Massachusetts, Michigan, Minnesota
  Mississippi, Missouri, Montana, Nebraska, Nevada, New Hampshire, New Jersey, New Mexico, New York, North Carolina
  North Dakota, Ohio, Oklahoma, Oregon, Pennsylvania, Rhode Island, South Carolina, South Dakota, Tennessee, Texas, Utah
  Vermont, Virginia, Washington, West Virginia, Wisconsin, Wyoming, District of Columbia, Puerto Rico`);
const STATE_CODES =
  `AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND
  OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR`
    .trim()
    .split(/\s+/);

export const STATES: ReadonlySet<string> = new Set(STATE_NAMES.map((s) => s.toLowerCase().trim()));
/** Matches the name of a state, or its postal code. */
export const STATE_PATTERN = `(?:${STATE_NAMES.map((s) => s.trim()).join('|')}|(?:${STATE_CODES.join('|')})(?![A-Za-z]))`;
