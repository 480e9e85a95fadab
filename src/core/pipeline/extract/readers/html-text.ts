/** Converts HTML to the text a reader sees. */
import { convert, type FormatCallback, type SelectorDefinition } from 'html-to-text';
import { tableText } from './html-table.ts';

/** Stands where the converter stops because elements are nested deeper than in any real document. */
export const TOO_DEEP = '[More text is nested too deep to be read]';
/** A longer page is cut off. */
export const MAX_HTML_CHARACTERS = 64 * 1024 * 1024;
const LIMITS = {
  maxDepth: 1000,
  maxChildNodes: 200_000,
  maxInputLength: MAX_HTML_CHARACTERS,
  ellipsis: TOO_DEEP,
};
/** A page inside a page is read to this depth. */
const MAX_FRAMES = 3;

const NOT_SHOWN = ['title', 'script', 'style', 'template', 'datalist', '[hidden]', 'input[type=hidden]'];
/** Elements that begin on a line of their own. */
const BLOCKS =
  'dl dt dd figure figcaption fieldset legend address details summary dialog center option optgroup caption tr textarea noframes';
const HIDDEN = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)/i;
/** An alternative text that is only the name of a file says nothing. */
const FILE_NAME = /^\S+\.(?:png|jpe?g|gif|webp|svg|bmp)$/i;

/** Returns the text of a page. Links appear by their text, pictures by their alternative text. */
export function htmlToText(html: string, frames = 0): string {
  return convert(withoutHugeSpans(html), {
    wordwrap: false,
    limits: LIMITS,
    // Programs append text after the end of the body, such as notices under a mail.
    baseElements: { selectors: [], returnDomByDefault: true },
    formatters: {
      ifVisible,
      table,
      checkbox,
      alternative,
      struck,
      quoted,
      value: (elem, _walk, builder) => builder.addInline(` ${elem.attribs.value ?? ''} `),
      options: selectedOption,
      frame: (elem, _walk, builder) => {
        if (frames >= MAX_FRAMES) return;
        builder.openBlock({ leadingLineBreaks: 1 });
        builder.addLiteral(htmlToText(elem.attribs.srcdoc ?? '', frames + 1));
        builder.closeBlock({ trailingLineBreaks: 1 });
      },
    },
    selectors: SELECTORS,
  });
}

const SELECTORS: SelectorDefinition[] = [
  { selector: 'a', options: { ignoreHref: true } },
  { selector: '[style]', format: 'ifVisible' },
  { selector: 'img', format: 'alternative' },
  { selector: 'input', format: 'value' },
  { selector: 'input[type=checkbox]', format: 'checkbox' },
  { selector: 'input[type=radio]', format: 'checkbox' },
  { selector: 'select', format: 'options' },
  { selector: 'iframe[srcdoc]', format: 'frame' },
  { selector: 'table', format: 'table' },
  { selector: 'q', format: 'quoted' },
  ...['del', 's', 'strike'].map((selector) => ({ selector, format: 'struck' })),
  ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  { selector: 'ul', options: { itemPrefix: '- ' } },
  ...BLOCKS.split(' ').map((selector) => ({
    selector,
    format: 'block',
    options: { leadingLineBreaks: 1, trailingLineBreaks: 1 },
  })),
  ...NOT_SHOWN.map((selector) => ({ selector, format: 'skip' })),
];

type Element = Parameters<FormatCallback>[0];
type Children = Element['children'];

const isHidden = (elem: Element): boolean => HIDDEN.test(elem.attribs?.style ?? '');

const ifVisible: FormatCallback = (elem, walk, builder) => {
  if (isHidden(elem)) return;
  // Without its style, the element goes to the format of its name.
  const { style: _style, ...others } = elem.attribs as Record<string, string>;
  elem.attribs = others;
  walk([elem], builder);
};

const table: FormatCallback = (elem, walk, builder) => {
  const rows: Element[] = [];
  const others: Element[] = [];
  const sort = (children: Children): void => {
    for (const child of children) {
      if (/^(?:thead|tbody|tfoot|center|form)$/.test(child.name ?? '')) sort(child.children);
      else if (child.name === 'tr') rows.push(child);
      else others.push(child);
    }
  };
  sort(elem.children);
  // Captions, and what damaged pages have between the rows.
  walk(others, builder);
  builder.openTable();
  for (const row of rows) {
    if (isHidden(row)) continue;
    builder.openTableRow();
    for (const cell of row.children) {
      if (cell.name !== 'td' && cell.name !== 'th') continue;
      builder.openTableCell();
      if (!isHidden(cell)) walk(cell.children, builder);
      builder.closeTableCell({ colspan: spanOf(cell, 'colspan'), rowspan: spanOf(cell, 'rowspan') });
    }
    builder.closeTableRow();
  }
  builder.closeTable({ tableToString: tableText, leadingLineBreaks: 1, trailingLineBreaks: 1 });
};

const spanOf = (cell: Element, name: string): number => Number.parseInt(cell.attribs?.[name] ?? '', 10) || 1;

const checkbox: FormatCallback = (elem, _walk, builder) =>
  builder.addInline(elem.attribs.checked === undefined ? ' ☐ ' : ' ☒ ');

const alternative: FormatCallback = (elem, _walk, builder) => {
  const alt = String(elem.attribs.alt ?? '').trim();
  if (alt === '' || FILE_NAME.test(alt)) return;
  // Mail programs write an emoji as a picture of it.
  builder.addInline(/\p{L}|\p{N}/u.test(alt) ? `[${alt}]` : alt);
};

const struck: FormatCallback = (elem, walk, builder) => {
  builder.addInline('[struck out: ');
  walk(elem.children, builder);
  builder.addInline(']');
};

const quoted: FormatCallback = (elem, walk, builder) => {
  builder.addInline('“');
  walk(elem.children, builder);
  builder.addInline('”');
};

/** A list shows its chosen entries, or its first one. */
const selectedOption: FormatCallback = (elem, walk, builder) => {
  const all: Children = elem.children.flatMap((child: Element) =>
    child.name === 'optgroup' ? child.children : [child],
  );
  const options = all.filter((child: Element) => child.name === 'option');
  const chosen = options.filter((option: Element) => option.attribs.selected !== undefined);
  const shown = chosen.length > 0 || elem.attribs.multiple !== undefined ? chosen : options.slice(0, 1);
  builder.addInline(' ');
  for (const option of shown) walk(option.children, builder);
  builder.addInline(' ');
};

/** The converter keeps a table's cells by position, so a span of a billion would take a billion cells. */
const withoutHugeSpans = (html: string): string =>
  html.replace(/<t[dh]\b[^<>]*>/gi, (tag) =>
    tag.replace(/((?:col|row)span\s*=\s*["']?\s*)\d{4,}/gi, (_span, before: string) => `${before}1`),
  );
