/**
 * Writes a rendering as the page of a sandboxed frame. All text and attributes are escaped, elements come out of a list,
 * and the frame's own policy allows pictures inside the page and nothing else, whatever the tokens hold.
 */
import type { Entity } from '../../shared/mentions.ts';
import type { RenderedWord, RenderingToken, RenderingView } from '../../shared/rendering.ts';
import type { TextMark } from '../../shared/search.ts';
import { markNames, type WordMark } from './rendering-marks.ts';

const POLICY =
  "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

/** Paper is white in every theme, and so are the tones of the marks those of the light theme. */
const STYLE = `
html{background:#fff;color:#1f2328;font:15px/1.55 "Segoe UI",system-ui,-apple-system,"Helvetica Neue",Arial,sans-serif}
body{margin:0;padding:20px 24px 40px;overflow-wrap:anywhere}
h1,h2,h3,h4,h5,h6{line-height:1.3;margin:1.1em 0 .4em}h1{font-size:1.5em}h2{font-size:1.25em}h3{font-size:1.1em}h4,h5,h6{font-size:1em}
p{margin:.5em 0;white-space:pre-wrap;tab-size:8}pre{margin:.5em 0;font:inherit;white-space:pre-wrap;tab-size:8}
code{font-family:ui-monospace,Consolas,monospace;font-size:.93em}blockquote{margin:.6em 0;padding-left:12px;border-left:3px solid #afb8c1}
table{border-collapse:collapse;margin:.7em 0;max-width:100%}td,th{border:1px solid #c4cbd3;padding:3px 8px;text-align:left;vertical-align:top;overflow-wrap:normal}
th{background:#f3f5f7;font-weight:600}td>p:only-child{margin:0}img{max-width:100%;height:auto}hr{border:0;border-top:1px solid #c4cbd3;margin:1em 0}
small{display:block;color:#57606a}sup,sub{line-height:0}ins{color:#1a6b2d}del{color:#a8342b}
mark{color:inherit;background:color-mix(in srgb,var(--tone) 14%,transparent);border-bottom:2px solid var(--tone);border-radius:2px;scroll-margin:40vh 0}
mark{--tone:#3563b0}mark[data-kind=organization]{--tone:#7a3ea8}mark[data-kind=place]{--tone:#1c7c6b}mark[data-kind=date]{--tone:#8a6100}
mark[data-kind=money]{--tone:#3d7a1f}mark[data-kind=case_citation],mark[data-kind=statute],mark[data-kind=docket_number]{--tone:#a8342b}
mark[data-kind=email],mark[data-kind=phone]{--tone:#0b7285}
mark[data-hit]{--tone:#8a6100;background:#ffe58a;border-bottom-style:double;border-bottom-width:3px}
::highlight(here){background:#ffe58a;color:#1f2328;text-decoration:underline 2px #0550ae}
mark:target,mark[data-hit]:target{outline:2px solid #0550ae;outline-offset:1px}
@media print{body{padding:0}}`;

/** Marks what is found in the text of the document. */
export interface RenderingMarks {
  entities: readonly Entity[];
  hits: readonly TextMark[];
}

export interface RenderingPage {
  html: string;
  /** The fragment of each mark, by the place in the document's text where it begins. */
  anchors: ReadonlyMap<number, string>;
}

/** @param language of the text, ISO 639-3; undefined if unknown */
export function renderingPage(
  view: RenderingView,
  marks: RenderingMarks,
  language: string | undefined,
): RenderingPage {
  const named = markNames(view.words, marks);
  const anchors = new Map<number, string>();
  const byToken = new Map<number, RenderedWord[]>();
  for (const word of view.words) {
    const list = byToken.get(word[0]);
    if (list === undefined) byToken.set(word[0], [word]);
    else list.push(word);
  }
  const open: string[] = [];
  let html = '';
  view.tokens.forEach((token, index) => {
    if (typeof token === 'string') {
      const words = byToken.get(index) ?? [];
      const text = markedText(token, words, named, anchors);
      // The number of the token, so that a click and a place of the text are joined with its words.
      html += words.length === 0 ? text : `<span data-t="${index}">${text}</span>`;
    } else html += element(token, open);
  });
  for (const tag of open.reverse()) html += `</${tag}>`;
  const lang = language === undefined ? '' : ` lang="${escaped(language)}"`;
  return {
    html: `<!doctype html><html${lang}><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>Document</title><style>${STYLE}</style></head><body>${html}</body></html>`,
    anchors,
  };
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

function element(token: Exclude<RenderingToken, string>, open: string[]): string {
  if ('single' in token) return `<${token.single}>`;
  if ('image' in token)
    return `<img src="data:image/webp;base64,${escaped(token.image)}" alt="${escaped(token.alt)}" width="${Number(token.width)}">`;
  if ('close' in token) {
    const at = open.lastIndexOf(token.close);
    if (at < 0) return '';
    return open
      .splice(at)
      .reverse()
      .map((tag) => `</${tag}>`)
      .join('');
  }
  const { open: tag, columns, rows, align, start, title } = token;
  open.push(tag);
  const attributes = [
    ['colspan', columns],
    ['rowspan', rows],
    ['start', start],
    ['title', title],
    ['style', align === undefined ? undefined : `text-align:${align}`],
  ] as const;
  const written = attributes.map(([name, value]) =>
    value === undefined ? '' : ` ${name}="${escaped(String(value))}"`,
  );
  return `<${tag}${written.join('')}>`;
}

/** Writes a text with its marks. Words of the same mark are marked together, with what stands between them. */
function markedText(
  text: string,
  words: readonly RenderedWord[],
  named: ReadonlyMap<RenderedWord, WordMark>,
  anchors: Map<number, string>,
): string {
  let html = '';
  let at = 0;
  for (let i = 0; i < words.length; ) {
    const word = words[i];
    const mark = word === undefined ? undefined : named.get(word);
    if (word === undefined || mark === undefined) {
      i += 1;
      continue;
    }
    let last = i;
    while (last + 1 < words.length && named.get(words[last + 1] ?? word) === mark) last += 1;
    const [from, to] = edges(word, words[last] ?? word, mark);
    const before = escaped(text.slice(at, from));
    html += `${before}${opened(mark, anchors)}${escaped(text.slice(from, to))}</mark>`;
    at = to;
    i = last + 1;
  }
  return html + escaped(text.slice(at));
}

/** A word may have signs around it that are no part of the mark, such as a comma. */
function edges(first: RenderedWord, last: RenderedWord, mark: WordMark): [from: number, to: number] {
  const isExact = ([, from, to, start, end]: RenderedWord): boolean => to - from === end - start;
  const before = isExact(first) ? Math.max(0, mark.start - first[3]) : 0;
  const after = isExact(last) ? Math.max(0, last[4] - mark.end) : 0;
  return [first[1] + before, Math.max(first[1] + before + 1, last[2] - after)];
}

/** The first piece of a mark is its anchor; a mark that is broken over a line of a table or a bold word has several. */
function opened({ start, kind, isHit, title }: WordMark, anchors: Map<number, string>): string {
  const isFirst = !anchors.has(start);
  const id = `m${start}`;
  if (isFirst) anchors.set(start, id);
  return `<mark${isFirst ? ` id="${id}"` : ''}${isHit ? ' data-hit' : ''}${kind === null ? '' : ` data-kind="${escaped(kind)}"`} title="${escaped(title)}">`;
}
