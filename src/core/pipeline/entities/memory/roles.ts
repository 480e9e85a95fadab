/** Words that name a party by its part in a document: `the Company`, `the Landlord`, `Plaintiffs`. Lower case. */
import type { EntityKind } from '../../../../shared/mentions.ts';

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/));

/** Parts that only an organization has. */
const OF_ORGANIZATIONS =
  words(`company corporation bank agency department firm partnership commission board authority
  union trust fund association university college hospital school district foundation insurer carrier subsidiary parent
  church museum society institute cooperative committee council bureau ministry exchange registrant issuer`);

/** Parts that only a person has. */
const OF_PEOPLE =
  words(`employee executive decedent officer director resident patient student witness affiant deponent
  declarant spouse husband wife father mother minor child testator testatrix settlor inmate optionee participant`);

/** Parts that a person or an organization has. */
const OF_BOTH =
  words(`seller buyer purchaser vendor vendee landlord tenant lessor lessee sublessor sublessee borrower lender
  employer licensor licensee franchisor franchisee guarantor grantor grantee assignor assignee mortgagor mortgagee
  pledgor pledgee obligor obligee creditor debtor plaintiff defendant petitioner respondent appellant appellee claimant
  intervenor movant relator cross-claimant counterclaimant counter-claimant cross-defendant counter-defendant client
  customer contractor subcontractor consultant advisor adviser agent broker distributor supplier manufacturer provider
  owner operator manager member shareholder stockholder investor trustee receiver executor executrix administrator
  indemnitor indemnitee insured beneficiary depositor promisor promisee holder maker payee payor publisher author
  developer architect engineer builder surveyor shipper consignee consignor charterer bailor bailee principal surety
  sponsor recipient discloser transferor transferee merchant retailer servicer sub-servicer underwriter representative
  city county town village state township borough commonwealth municipality government`);

/** Words for several, or for something shared. */
const COLLECTIVE = words('parties entities affiliates companies group children people individuals');

/** Returns true for a role that this kind of entity can have. @param word the last word of a term, lower case */
export function isRoleOf(word: string, kind: EntityKind): boolean {
  if (kind === 'organization') return OF_BOTH.has(word) || OF_ORGANIZATIONS.has(word);
  return kind === 'person' && (OF_BOTH.has(word) || OF_PEOPLE.has(word));
}

export const isRole = (word: string): boolean =>
  OF_BOTH.has(word) || OF_ORGANIZATIONS.has(word) || OF_PEOPLE.has(word) || word === 'party';

/** Returns true for `sellers` and `parties`, which name several. @param word the last word of a term, lower case */
export function isCollective(word: string): boolean {
  if (COLLECTIVE.has(word)) return true;
  const one = word.replace(/ies$/, 'y').replace(/(?<=ss|sh|ch)es$|s$/, '');
  return one !== word && isRole(one) && !isRole(word);
}
