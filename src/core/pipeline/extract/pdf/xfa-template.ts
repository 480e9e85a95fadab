/** The blank of an XFA form: its printed words, and the captions and options of its fields. */
import { readXml } from '../office/xml.ts';

export interface TemplateField {
  caption: string;
  /** A check box; `on` is its value when ticked. */
  check: boolean;
  on: string;
  /** What the form shows for each stored value. */
  options: Map<string, string>;
}

export interface Template {
  words: string[];
  /** By name. Fields with the same name and another caption have none. */
  fields: Map<string, TemplateField>;
}

/** A field or a group of buttons that is being read. */
interface Draft {
  tag: string;
  name: string;
  caption: string;
  check: boolean;
  /** The texts of each list of items; the second list holds the stored values. */
  items: string[][];
}

/** Returns the blank; empty when there is none. @param xdp the whole form */
export function readTemplate(xdp: Buffer): Template {
  const template: Template = { words: [], fields: new Map() };
  const drafts: Draft[] = [];
  const path: string[] = [];
  let words = '';
  let inside = false;
  readXml(xdp, {
    open(name, attributes) {
      if (name === 'template') inside = true;
      if (!inside) return;
      path.push(name);
      const draft = drafts.at(-1);
      if (name === 'field' || name === 'exclGroup' || name === 'draw')
        drafts.push({ tag: name, name: attributes.name ?? '', caption: '', check: false, items: [] });
      else if (name === 'items') draft?.items.push([]);
      else if (name === 'checkButton' && draft !== undefined) draft.check = true;
      words = '';
    },
    text(text) {
      if (inside) words += text;
    },
    close(name) {
      if (!inside) return;
      path.pop();
      const draft = drafts.at(-1);
      if (draft !== undefined) take(draft, path, words);
      words = '';
      if (draft !== undefined && name === draft.tag) {
        drafts.pop();
        finish(draft, drafts.at(-1), template);
      }
      if (name === 'template') inside = false;
    },
  });
  return template;
}

/** Adds the text of an element that ends to the field around it. @param path the elements around it */
function take(draft: Draft, path: readonly string[], words: string): void {
  const text = words.replace(/\s+/g, ' ').trim();
  if (text === '' || path.includes('event') || path.includes('calculate') || path.includes('validate'))
    return;
  if (path.includes('items')) draft.items.at(-1)?.push(text);
  else if (path.includes('caption') || draft.tag === 'draw')
    draft.caption = `${draft.caption} ${text}`.trim();
}

function finish(draft: Draft, outer: Draft | undefined, { words, fields }: Template): void {
  const [first = [], saved = first] = draft.items;
  if (draft.tag === 'draw') {
    if (draft.caption !== '') words.push(draft.caption);
    return;
  }
  // The group stores the value of the chosen button, and the form shows its caption.
  if (outer?.tag === 'exclGroup') {
    outer.items[0] ??= [];
    outer.items[1] ??= [];
    outer.items[0].push(draft.caption || draft.name);
    outer.items[1].push(saved[0] ?? draft.name);
    return;
  }
  const known = fields.get(draft.name);
  if (known !== undefined && known.caption !== draft.caption) draft.caption = '';
  fields.set(draft.name, {
    caption: draft.caption,
    check: draft.tag === 'field' && draft.check,
    on: first[0] ?? '1',
    options: new Map(saved.map((value, i) => [value, first[i] ?? value])),
  });
}
