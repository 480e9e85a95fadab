/** Reads the codes of a printed header or footer (ECMA-376, part 1, 18.3.1.46). */

export interface HeaderText {
  kind: 'Header' | 'Footer';
  text: string;
}

/** What stands for a value that is known only when the sheet is printed. */
const FIELDS: Readonly<Record<string, string>> = {
  P: '#',
  N: '#',
  D: '[date]',
  T: '[time]',
  F: '[file name]',
  Z: '',
  G: '',
};
const CODE = /&(?:"[^"]*"|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|\d{1,3}|[\s\S])/g;

/**
 * Returns the left, center and right parts with tabs between them; '' if they have only page numbers and the name of
 * the sheet, as many programs write unasked.
 */
export function headerText(codes: string, sheet: string): string {
  const parts: string[] = [''];
  let from = 0;
  const add = (text: string): void => {
    parts[parts.length - 1] += text;
  };
  for (const { 0: code, index } of codes.matchAll(CODE)) {
    add(codes.slice(from, index));
    from = index + code.length;
    const letter = code.slice(1);
    if (/^[LCR]$/i.test(letter)) parts.push('');
    else if (letter === '&') add('&');
    else if (letter.toUpperCase() === 'A') add(sheet);
    else add(FIELDS[letter.toUpperCase()] ?? '');
  }
  add(codes.slice(from));
  const words = parts
    .map((part) => part.replace(/\s+/g, ' ').trim())
    .filter((part) => part !== '' && !/^(?:page )?[-– ]*#[-– ]*(?:(?:of|\/) ?#)?$/i.test(part));
  return words.every((part) => part === sheet) ? '' : words.join('\t');
}
