/** Finds forces, services and agencies that are known by one name or by their letters. */

/** Forces and services of the United States. */
export const SERVICE =
  /\b(?:(?:United States |U\. ?S\. )(?:Army|Navy|Marines|Attorney['’]s Office|Customs|Probation Office|Trustee['’]s Office)(?: (?:Reserve|National Guard|Corps of Engineers))?|(?:United States |U\. ?S\. )?(?:Army (?:Reserve|National Guard|Corps of Engineers)|Air Force|Marine Corps|Coast Guard|National Guard|Armed Forces|Secret Service|Postal Service|Customs Service|Border Patrol|Marshals Service|Forest Service|National Park Service|Fish and Wildlife Service|Parole Commission|Sentencing Commission|Patent and Trademark Office|Copyright Office|Census Bureau|Veterans Administration|Immigration and Naturalization Service|Citizenship and Immigration Services|Immigration and Customs Enforcement|Customs and Border Protection|Occupational Safety and Health Administration|National Labor Relations Board|Merit Systems Protection Board|Board of Immigration Appeals|Federal Reserve(?: Board| System)?|General Accounting Office|Government Accountability Office|(?:State|Justice|Treasury|Defense|Commerce|Labor|Energy|Interior|Agriculture|Education|Transportation|War) Department|White House))\b(?! (?:Base|Station|Academy|Act|Ship|Officer|Sergeant|Captain))/g;
// cspell:disable
/** Agencies, unions and associations whose letters stand for nothing else in legal text. */
export const ACRONYM = new RegExp(
  String.raw`(?<![\w.])(?:${`FBI SEC IRS EPA FTC FDA DOJ EEOC OSHA FINRA FDIC NLRB USPTO CIA NSA DEA ICE USCIS ACLU NAACP FCC FERC
  CFTC CFPB FAA FEMA FHWA FHFA GAO GSA HHS HUD DHS DOD DOL DOT USDA USPS NASA NHTSA NIH NOAA NTSB OFAC PBGC PTAB TSA
  CBP BOP DMV CDC CPSC FMCSA MSHA NMFS NRC OCC OIG SBA USAID USCG USFS UAW SEIU AFSCME AFL-CIO NCAA NRA PCAOB
  NASD NYSE AMEX MSRB WTO IMF NATO UNESCO UNICEF IAEA ERCOT CAISO PJM NYISO NERC CPUC TVA BNSF`
    .split(/\s+/)
    .join('|')})(?![\w@])(?! (?:Employer|Form|Rate)\b)`,
  'g',
);
// cspell:enable
