/** Tells what looks like an organization and names none: offices, forms of companies alone, ZIP codes, parts of courts. */
import { pattern } from '../letters.ts';
import { lookUp, titleCase } from './dictionary.ts';

/** One word that any company or agency is called by. */
const GENERIC =
  /^(?:the )?(?:L\.?L\.?[CP]|P\.?L\.?L\.?C|L\.?P|P\.?C|P\.?A|Inc|Corp|Ltd|Co|Commission|Board|Department|Court|Committee|Bureau|Agency|Company|Corporation|Bank|Judge|(?:Circuit|District|Magistrate|Senior|Chief) Judge|Series LLC|Limited Liability|JJ|[CP]\.?J|J)\.?$/i;
/** What somebody is, and not where. */
const OFFICE =
  /^(?:(?:Lead|Trial|Prosecuting|Assistant|Deputy|Senior|Special|Staff|Chief|District|County|City|State|United States|U\.S\.) ){1,3}(?:Attorney|Counsel|Defender|Solicitor|Corporation)$|^(?:Head|Reporter|Clerk|Chief|Member|Director|Secretary|Chair|Chairman|President|Warden|Commissioner) of |^Entered for |^States (?:District|Bankruptcy|Court|Department)|^(?:Opinion|Order|Judgment|Decision|Clerk) (?:of|by) (?:the )?Court$/i;
/** `Founder & CEO` is a title, and `Services and Deliverables` is what is delivered. */
const TITLE = pattern(
  String.raw`(?:^|[ &/])(?:CEO|CFO|COO|CTO)$|^(?:Services|Products|Goods|Software) and \p{Lu}\p{Ll}+s$`,
  'u',
);
/** `a Chinese Corporation` tells where a company is from. */
const NATIONAL =
  /^(?:Chinese|Japanese|Korean|German|French|Italian|Spanish|Dutch|Swiss|Swedish|Canadian|Mexican|Israeli|Indian|Irish|British|English|Russian|Brazilian|Australian) (?:Corporation|Company|Partnership|Limited)$/i;
/** A part of whatever company is meant: `Attn: Legal Department`. */
const PART =
  /^(?:the )?(?:Legal|Law|Treasury|Finance|Accounting|Accounts (?:Payable|Receivable)|Human Resources|HR|IT|Information Technology|Marketing|Sales|Credit|Compliance|Collections?|Operations|Purchasing|Procurement|Real Estate|Tax|Litigation|Claims|Payroll|Security|Engineering|Customer Service|Corporate Trust) (?:Department|Dept\.?|Division|Group|Team|Office|Administration)$/i;
/** What belongs to whatever fund, board or company is meant: `Expenses of the Fund`, `Chairperson of the Board`. */
const BELONGING = pattern(
  String.raw`^[\p{L} -]+ (?:of|for|by|to) (?:(?:the|each|such|any|this|our|its) )?(?:(?:above|other) )?(?:Funds?|Boards?|Trust|Company|Companies|Corporation|Partnership|Association|Bank|Agency|Commission|Committee|Department|Court|Exchange|Group)$`,
  'iu',
);
/** Words that could mean many companies: `A DEVELOPMENT STAGE COMPANY`, `Subject Company`. Target and Shell are names. */
const ANY_OF_A_KIND = pattern(
  String.raw`^an? [\p{L} -]+ company$|^(?:Subject|Named|Public|Registered|Reporting|Acquired|Acquiring|Parent|Issuing|Covered|Listed|Self[ -]Regulatory|Business|Development Stage|Investment|Portfolio|Affiliated|Predecessor|Blank Check) (?:Company|Companies|Corporation|Corporations|Organizations?|Partnership|Trust)$`,
  'iu',
);
const ZIP = /^[A-Z]{2},? \d{5}(?:-\d{4})?$/;
/** `Pittsburgh, PA` is a place; `Baker & Hill, PA` is a firm. */
const IN_STATE = pattern(String.raw`^([\p{L} .]{3,30}), (?:PA|NA|SA|CO|LA)$`, 'u');

/** Returns true for a name that is none of an organization. */
export function isNoOrganization(name: string): boolean {
  const city = IN_STATE.exec(name)?.[1];
  return (
    GENERIC.test(name) ||
    OFFICE.test(name) ||
    TITLE.test(name) ||
    NATIONAL.test(name) ||
    PART.test(name) ||
    ZIP.test(name) ||
    BELONGING.test(name) ||
    ANY_OF_A_KIND.test(name) ||
    (city !== undefined && lookUp(titleCase(city)).place)
  );
}
