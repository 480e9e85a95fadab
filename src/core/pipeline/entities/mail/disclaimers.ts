/** Finds the disclaimers that mail programs add, whose words name nobody in the matter. */
import type { EntityMatch } from '../match.ts';
import { COMPANY_FORMS } from '../names/lexicon.ts';

const START =
  /^(?:(?:(?:[A-Z]{2,15} ){0,3}CONFIDENTIAL(?:ITY)?(?: [A-Z]{2,15}){0,4}|DISCLAIMER|(?:IRS )?CIRCULAR 230(?: [A-Z]{2,15}){0,3}|(?:Confidentiality|Privileged|IRS Circular 230)[^\n:.]{0,40}):|(?:This|The information (?:contained )?in this) (?:e-?mail|message|communication|transmission)\b[^\n]{0,160}(?:confidential|privileged|intended|property of)|To ensure compliance with requirements imposed by the IRS)/gm;
const MAX_LENGTH = 4000;

/** Returns where each disclaimer starts and ends: at a blank line. */
export function findDisclaimers(lines: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const { index } of lines.matchAll(START)) {
    const blank = lines.slice(index, index + MAX_LENGTH).indexOf('\n\n');
    found.push({ start: index, end: blank < 0 ? Math.min(lines.length, index + MAX_LENGTH) : index + blank });
  }
  return found;
}

/** Returns the names without those in disclaimers. A company keeps its name there, because it says whose mail it is. */
export function outsideDisclaimers(
  names: readonly EntityMatch[],
  disclaimers: readonly { start: number; end: number }[],
  length: number,
): EntityMatch[] {
  if (disclaimers.length === 0) return [...names];
  const inside = new Uint8Array(length);
  for (const { start, end } of disclaimers) inside.fill(1, start, end);
  return names.filter(({ kind, start, normal }) => {
    const last =
      normal
        .toLowerCase()
        .replace(/\./g, '')
        .split(/[\s,]+/)
        .at(-1) ?? '';
    return inside[start] !== 1 || (kind === 'organization' && COMPANY_FORMS.has(last));
  });
}
