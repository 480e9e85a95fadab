/** Word documents written part by part. */
import { zipOf } from './zip-writer.ts';

const R = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const NAMES = `xmlns:w="w" xmlns:w14="w14" xmlns:r="${R}" xmlns:mc="mc" xmlns:v="v" xmlns:c="c" xmlns:dgm="dgm" xmlns:a="a"`;

/** Each a type of relationship, the ID, the part's name in `word/`, and its content. */
export type WordPart = readonly [type: string, id: string, name: string, content: string | Buffer];

/** Returns a Word document with a body and parts that it refers to. */
export const wordFile = (body: string, parts: readonly WordPart[] = []): Buffer =>
  zipOf({
    'word/document.xml': `<w:document ${NAMES}><w:body>${body}</w:body></w:document>`,
    'word/_rels/document.xml.rels': `<Relationships>${parts
      .map(([type, id, name]) => `<Relationship Id="${id}" Type="${R}/${type}" Target="${name}"/>`)
      .join('')}</Relationships>`,
    ...Object.fromEntries(parts.map(([, , name, content]) => [`word/${name}`, content])),
  });

export const run = (text: string): string => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
export const paragraph = (content: string, properties = ''): string =>
  `<w:p><w:pPr>${properties}</w:pPr>${content}</w:p>`;

/** Returns a paragraph in a list. */
export const item = (list: number, level: number, text: string, extra = ''): string =>
  paragraph(
    text === '' ? '' : run(text),
    `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>${extra}`,
  );

/** Returns one level of a list: its format, its text, and further properties. */
export const level = (index: number, format: string, text: string, extra = '<w:start w:val="1"/>'): string =>
  `<w:lvl w:ilvl="${index}">${extra}<w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`;

export const numbering = (content: string): WordPart => [
  'numbering',
  'n1',
  'numbering.xml',
  `<w:numbering ${NAMES}>${content}</w:numbering>`,
];
export const styles = (content: string): WordPart => [
  'styles',
  's1',
  'styles.xml',
  `<w:styles ${NAMES}>${content}</w:styles>`,
];
export const abstract = (id: number, content: string): string =>
  `<w:abstractNum w:abstractNumId="${id}">${content}</w:abstractNum>`;
export const list = (id: number, of: number, content = ''): string =>
  `<w:num w:numId="${id}"><w:abstractNumId w:val="${of}"/>${content}</w:num>`;
