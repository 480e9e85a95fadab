/** Finds forces, services and agencies that are known by one name or by their letters. */
import { pattern } from '../letters.ts';

// cspell:ignore Treadway Rulemaking

/** Forces and services of the United States. */
export const SERVICE = pattern(
  String.raw`\b(?:(?:United States |U\. ?S\. )(?:Army|Navy|Marines|Attorney['’]s Office|Customs|Probation Office|Trustee['’]s Office)(?: (?:Reserve|National Guard|Corps of Engineers))?|(?:United States |U\. ?S\. )?(?:Army (?:Reserve|National Guard|Corps of Engineers)|Air Force|Marine Corps|Coast Guard|National Guard|Armed Forces|Secret Service|Postal Service|Customs Service|Border Patrol|Marshals Service|Forest Service|National Park Service|Fish and Wildlife Service|Parole Commission|Sentencing Commission|Patent and Trademark Office|Copyright Office|Census Bureau|Veterans Administration|Immigration and Naturalization Service|Citizenship and Immigration Services|Immigration and Customs Enforcement|Customs and Border Protection|Occupational Safety and Health Administration|National Labor Relations Board|Merit Systems Protection Board|Board of Immigration Appeals|Federal Reserve(?: Board| System)?|General Accounting Office|Government Accountability Office|(?:State|Justice|Treasury|Defense|Commerce|Labor|Energy|Interior|Agriculture|Education|Transportation|War) Department|White House)|(?:Patent|Copyright|Land|Budget) Office|(?:\p{Lu}\p{Ll}+ )?State Fire Marshal|United States Trustee|Secret Service|Fraternal Order of Police(?: Union)?)\b(?! (?:Base|Station|Academy|Act|Ship|Officer|Sergeant|Captain))`,
  'gu',
);
/** Bodies whose names hold that of another kind of organization: `Public Company`, `Treadway Commission`. */
export const NAMED_BODY =
  /\b(?:Public Company Accounting Oversight Board|(?:Financial|Governmental|International) Accounting Standards Board|Municipal Securities Rulemaking Board|Financial Industry Regulatory Authority|Committee of Sponsoring Organizations of the Treadway Commission|Depository Trust (?:&|and) Clearing Corporation)\b/g;
/** `Bay Conservation and Development Commission`. */
export const JOINT_AGENCY = pattern(
  String.raw`(?<![\p{L}])(?:\p{Lu}\p{Ll}+ ){1,3}and \p{Lu}\p{Ll}+ (?:Commission|Authority|Agency)(?![\p{L}])`,
  'gu',
);
/** Unions and their locals: `International Brotherhood of Teamsters, Local 70`. */
export const UNION = pattern(
  String.raw`(?<![\p{L}])(?:(?:International|National|United|American|Amalgamated|Service|Communications|Transport) (?:\p{Lu}\p{Ll}+ ){0,3}(?:Brotherhood|Union|Federation|Workers|Teamsters|Steelworkers)(?: (?:of|for) (?:the )?\p{Lu}\p{Ll}+(?:(?:,? and|,| of|)(?: (?!Local)\p{Lu}\p{Ll}+)){0,5})?(?:,? Local (?:Union )?(?:No\. )?\d{1,5})?|(?:(?:Teamsters|[A-Z]{3,6}|\p{Lu}\p{Ll}+ Workers),? )?Local (?:Union )?(?:No\. )?\d{1,5})(?![\p{L}\d-]|\(|\.\d)`,
  'gu',
);
// cspell:disable
/** Agencies, unions and associations whose letters stand for nothing else in legal text. */
export const ACRONYM = new RegExp(
  String.raw`(?<![\w.])(?:${`FBI SEC IRS EPA FTC FDA DOJ EEOC OSHA FINRA FDIC NLRB USPTO CIA NSA DEA ICE USCIS ACLU NAACP FCC FERC
  CFTC CFPB FAA FEMA FHWA FHFA GAO GSA HHS HUD DHS DOD DOL DOT USDA USPS NASA NHTSA NIH NOAA NTSB OFAC PBGC PTAB TSA
  CBP BOP DMV CDC CPSC FMCSA MSHA NMFS NRC OCC OIG SBA USAID USCG USFS UAW SEIU AFSCME AFL-CIO NCAA NRA PCAOB
  NSC DoD DoJ CENTCOM UNHCR UNSC ISAF ASEAN OPEC
  NASD NYSE AMEX MSRB FASB GASB IASB DTCC WTO IMF NATO UNESCO UNICEF IAEA ERCOT CAISO PJM NYISO NERC CPUC TVA BNSF`
    .split(/\s+/)
    .join('|')})(?![\w@])(?! (?:Employer|Form|Rate)\b)`,
  'g',
);
// cspell:enable
