/** Tells the numbers of courts from those of invoices, bills and licenses, by the words before `No.` */
import { isOrdinary } from '../names/common-words.ts';

/** Words before `No.` that make any number one of a court or an agency. */
const COURT =
  /(?<![\w.])(?:Case|Docket|Civil|Criminal|Cause|Index|Indictment|Ind\.|Appeals?|Appellate|Bankr\.|Bankruptcy|Bk\.|Bky\.|Adv\.|Adversary|MDL|Civ\.|Cv\.|Cr\.|Crim\.|App\.|(?<!\b(?:Commission|Comm'n|SEC|our|your|claim|insurer|client|personnel|SEC's|registration) )File|Action|Inv\.|Investigation|Petition|Proceeding|Proc\.|Pro\.|C\. ?A\.|D\. ?C\.|USDC|U\.S\.D\.C\.|Dist\. Ct\.|Agency|BIA|BAP|B\.A\.P\.|LC|L\.C\.|L\. ?T\.|Tribunal|Court|Ct\.|(?<!\bmedical )Record|Rec\.|Misc\.|A\. ?D\.|AG|C\. ?P\. ?C\.|C\.P\.|ASBCA|CBCA|PSBCA|GSBCA|ACM|NMCCA|FERC|Opposition|Cancellation|Motion|Below|Tr\. Ct\.)(?:\(s\))? ?$/i;

/** Things that have numbers, but no docket: `Order No. 21-1180`. */
const OTHER =
  /(?<!\w)(?:invoice|inv(?=\. no)|order|policy|account|acct\.?|check|cheque|claim|patent|pat\.|model|serial|part|item|exhibit|ex\.|exh\.|document|doc\.|dkt\.|entry|ecf|dkt|tracking|confirmation|reference|ref\.|licen[cs]e|lic\.|bar|sbn|wsba|[a-z]{1,2}sb[an]?|[a-z]{2}ba|bbo|bpr|permit|release|rel\.|resolution|res\.|bill|l\.|law|act|reg\.|regulation|tel\.|phone|telephone|fax|cell|employee|customer|member|membership|contract|loan|agreement|ordinance|ord\.|rule|lot|batch|bates|report|rep\.|standard|opinion|op\.|registration|purchase|vehicle|parcel|unit|room|suite|h\. ?r\.|s\.|h\.j\.|assembly|senate|house|public|pub\.|p\.l\.|stat\.|amendment|amend\.|local|form|page|line|box|flight|route|vin|badge|juris|firm|attorney|atty\.?|ardc|attorney code|attorney id|atty\.? id|bar id|tax id|taxpayer id|employee id|routing|aba|tax|i\. ?d\.|identification|security|memo\.|memorandum|notice|bulletin|publication|pub|proposition|question|interrogatory|request|count|instruction|schedule|certificate|cert\.|cusip|isin|sku|po|p\.o\.|product|catalog|style|volume|vol\.|issue|application|appl\.|deed|book|instrument|plat|block|tract|map|station|plan|project|job|work|ticket|receipt|transaction|wire|seal|passport|visa|alien|inmate|prisoner|register|reg|commission file|comm'n file|sec file|our file|your file|claim file|client file|insurer file|district|precinct|ward|chapter|article|section|table|figure|fig\.|attachment|appendix|tab|paragraph|para\.) $/i;

const COURT_WORDS =
  /\b(?:court|courts|appeals?|appell(?:ant|ee|ate)s?|petitioners?|respondents?|plaintiffs?|defendants?|tribunal|debtors?)\b|\bv\. |, C\. ?J\.|\bJs\./i;

/** A thing that has numbers is named directly before `No.` These words are none. */
const BEFORE_BARE =
  /^(?:in|and|or|see|also|under|from|to|by|of|with|as|is|was|at|on|for|than|not|that|the|its|this|numbered|docketed|captioned|styled|filed|accord|compare|granted|denied|below|cir|circuit|division|district|county|term|calendar|below|reported|unpublished|consolidated|related|reversing|affirming|vacating|original)$/i;

/** `thing` for the number of what an ordinary word names: `Requisition No. 5`. Sure forms are docket numbers there, too. */
export type NumberKind = 'court' | 'other' | 'thing' | 'bare';

/** Returns what the words before `No.` at this place say about the number after it. */
export function kindOfNumber(text: string, at: number): NumberKind {
  const before = text.slice(Math.max(0, at - 40), at).replace(/\s$/, ' ');
  if (
    /(?<!\w)(?:attorney|atty\.?|document|docket entry|dkt\.?|order in|proof of) (?:case|file|docket|court|record) ?$/i.test(
      before,
    )
  )
    return 'other';
  if (COURT.test(before)) return 'court';
  if (OTHER.test(before.endsWith(' ') ? before : `${before} `)) return 'other';
  const [, noun = ''] = /(?:^|[^A-Za-z])([A-Z]?[a-z]{3,}) $/.exec(before) ?? [];
  const isThing =
    noun !== '' && isOrdinary(noun.toLowerCase()) && !BEFORE_BARE.test(noun) && !COURT_WORDS.test(noun);
  return isThing ? 'thing' : 'bare';
}

/** Returns true where the text around a place reads like a caption or an opinion. */
export const isCourtPaper = (text: string, at: number): boolean =>
  COURT_WORDS.test(text.slice(Math.max(0, at - 300), at + 200));
