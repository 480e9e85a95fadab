/** Finds the pictures in the parts of an office file, and writes words at their places. */

/** A picture in the text of a part. */
export interface Place {
  /** Offset in the text of the part, before the element that shows the picture. */
  at: number;
  /** ID of the relationship, or in OpenDocument the name of the part. */
  picture: string;
  /** The picture shows what an embedded object looks like, and the object itself is a document. */
  preview: boolean;
}

/** How the words of a picture are written so that the reader of the part finds them. */
export type Writer = (lines: readonly string[], xml: string, at: number) => string;

interface Grammar {
  /** Matches the reference to a picture; its first group is the picture. */
  reference: RegExp;
  /** Matches the start of an element that may show a picture. */
  shows: RegExp;
  /** The name, without prefix, of an element whose pictures are previews when it holds `object`. */
  preview: RegExp | null;
  write: Writer;
}

/** The attributes of an element, as far as they are well-formed. */
const ATTRIBUTES = '(?:[^<>"\']|"[^"]*"|\'[^\']*\')*?';

const REFERENCE = new RegExp(
  `<(?:\\w+:)?(?:blip\\b${ATTRIBUTES}\\s(?:\\w+:)?embed|imagedata\\b${ATTRIBUTES}\\s(?:r:id|o:relid))\\s*=\\s*["']([^"']+)["']`,
  'g',
);

const escaped = (text: string): string =>
  text
    .replace(/(?![\t\n])\p{Cc}/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');

/** In a run, between line breaks. */
const writeInRun: Writer = (lines) =>
  `<w:br/>${lines.map((line) => `<w:t xml:space="preserve">${escaped(line)}</w:t><w:br/>`).join('')}`;

/** As a shape with the place and size of the picture. */
const writeAsShape: Writer = (lines, xml, at) => {
  const frame = /<a:xfrm\b.{0,500}?<\/a:xfrm>/s.exec(xml.slice(at, at + 5000))?.[0] ?? '';
  const paragraphs = lines.map((line) => `<a:p><a:r><a:t>${escaped(line)}</a:t></a:r></a:p>`);
  return `<p:sp><p:spPr>${frame}</p:spPr><p:txBody>${paragraphs.join('')}</p:txBody></p:sp>`;
};

const writeOdf: Writer = (lines, xml, at) => {
  const text = `<text:line-break/>${lines.map((line) => `${escaped(line)}<text:line-break/>`).join('')}`;
  return isInParagraph(xml, at) ? text : `<text:p>${text}</text:p>`;
};

function isInParagraph(xml: string, at: number): boolean {
  const last = (...tags: string[]): number => Math.max(...tags.map((tag) => xml.lastIndexOf(tag, at - 1)));
  return last('<text:p>', '<text:p ', '<text:h>', '<text:h ') > last('</text:p>', '</text:h>');
}

const WORD: Grammar = {
  reference: REFERENCE,
  shows: /<(?:\w+:)?(?:drawing|pict|object)\b/g,
  preview: /<(?:\w+:)?object\b/,
  write: writeInRun,
};
const SLIDES: Grammar = {
  reference: REFERENCE,
  shows: /<(?:\w+:)?(?:pic|sp|bg|graphicFrame)\b/g,
  preview: null,
  write: writeAsShape,
};
const OPEN: Grammar = {
  reference: new RegExp(
    `<draw:image\\b${ATTRIBUTES}\\sxlink:href\\s*=\\s*["'](?:\\./)?(Pictures/[^"']+)["']`,
    'g',
  ),
  shows: /<draw:frame\b/g,
  preview: null,
  write: writeOdf,
};

export const grammarOf = (part: string): Grammar | null => {
  if (/^ppt\//i.test(part)) return SLIDES;
  if (/^xl\//i.test(part)) return null;
  return /^(?:content|styles)\.xml$/.test(part) ? OPEN : WORD;
};

/** Returns the pictures of a part in order. */
export function findPlaces(xml: string, { reference, shows, preview }: Grammar): Place[] {
  const starts = [...xml.matchAll(shows)].map(({ index }) => index);
  const places: Place[] = [];
  let next = 0;
  let at = -1;
  for (const match of xml.matchAll(reference)) {
    while ((starts[next] ?? Number.POSITIVE_INFINITY) < match.index) {
      at = starts[next] ?? at;
      next += 1;
    }
    if (at < 0) continue;
    const before = xml.slice(at, match.index);
    places.push({
      at,
      picture: match[1] ?? '',
      preview: (preview?.test(before.slice(0, 40)) ?? false) || isInObject(xml, match.index),
    });
  }
  return places;
}

/** Returns whether an embedded object on a slide is open at the offset. */
function isInObject(xml: string, at: number): boolean {
  const open = xml.lastIndexOf('<p:oleObj', at);
  return open >= 0 && xml.lastIndexOf('</p:oleObj>', at) < open;
}

const writeParagraph = (lines: readonly string[]): string =>
  `<w:p><w:r>${writeInRun(lines, '', 0)}</w:r></w:p>`;

const writeRows = (lines: readonly string[]): string =>
  lines
    .map((line) => `<row><c t="inlineStr"><is><t xml:space="preserve">${escaped(line)}</t></is></c></row>`)
    .join('');

/** The elements at whose end the words go of a picture that has no place of its own. */
const ENDS: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  body: writeParagraph,
  hdr: writeParagraph,
  ftr: writeParagraph,
  spTree: (lines) => writeAsShape(lines, '', 0),
  sheetData: writeRows,
};

/** Returns the part with words at its end, or null when the part has no end that is known. */
export function atEnd(xml: string, lines: readonly string[]): string | null {
  const whole = xml.replace(/<((?:\w+:)?sheetData)\s*\/>/, '<$1></$1>');
  const end = [...whole.matchAll(/<\/(?:\w+:)?(body|hdr|ftr|spTree|sheetData)>/g)].at(-1);
  const write = ENDS[end?.[1] ?? ''];
  return end === undefined || write === undefined
    ? null
    : whole.slice(0, end.index) + write(lines) + whole.slice(end.index);
}

/** Returns the part with the words of its pictures. @param words by place, as in the part */
export function withWords(
  xml: string,
  { write }: Grammar,
  words: readonly (readonly [Place, string])[],
): string {
  let text = xml;
  for (const [{ at }, said] of [...words].sort(([a], [b]) => b.at - a.at))
    text =
      text.slice(0, at) +
      write(
        said.split('\n').filter((line) => line.trim() !== ''),
        text,
        at,
      ) +
      text.slice(at);
  return text;
}
