/** Reads what was entered in an XFA form, whose pages only Adobe Acrobat can show (XFA 3.3). */
import { readXml } from '../office/xml.ts';
import { EMPTY_BOX, TICKED } from './fields.ts';
import { readTemplate, type Template, type TemplateField } from './xfa-template.ts';

export interface XfaForm {
  /** The words of the form and its entries, one a line. */
  text: string;
  /** What was entered, without the names of the fields. */
  values: string[];
}

/** Returns what a form says; both parts are empty when it says nothing. @param xdp the whole form */
export function readXfaForm(xdp: Buffer): XfaForm {
  const template = readTemplate(xdp);
  const entries = readEntries(xdp);
  const lines = entries.map(({ name, value }) => entryLine(name, value, template));
  return {
    text: [...template.words, ...lines.filter((line) => line !== '')].join('\n'),
    values: entries.map(({ value }) => value).filter((value) => value !== ''),
  };
}

interface Entry {
  name: string;
  value: string;
}

/** Further entries are ignored. */
const MAX_ENTRIES = 100_000;

/** Returns the entries in the order of the form: the elements of `datasets/data` that hold text. */
function readEntries(xdp: Buffer): Entry[] {
  const entries: Entry[] = [];
  const open: { name: string; text: string; parent: boolean; picture: boolean }[] = [];
  let depth = 0;
  let rich = 0;
  readXml(xdp, {
    open(name, attributes) {
      if (depth > 0) {
        depth += 1;
        // Formatted text is XHTML within the entry.
        if (rich > 0 || name === 'body') rich += 1;
        else {
          const outer = open.at(-1);
          if (outer !== undefined) outer.parent = true;
          const picture = (attributes.contentType ?? '').startsWith('image/');
          open.push({ name, text: '', parent: false, picture });
        }
      } else if (name === 'data') depth = 1;
    },
    text(text) {
      const entry = open.at(-1);
      if (entry !== undefined) entry.text += text;
    },
    close(name) {
      if (depth === 0) return;
      depth -= 1;
      if (rich > 0) {
        rich -= 1;
        const entry = open.at(-1);
        if (entry !== undefined && (name === 'p' || name === 'br')) entry.text += '\n';
        return;
      }
      const entry = open.pop();
      if (entry === undefined || entry.parent || entries.length >= MAX_ENTRIES) return;
      entries.push({ name: entry.name, value: entry.picture ? '[picture]' : entry.text.trim() });
    },
  });
  return entries;
}

function entryLine(name: string, value: string, template: Template): string {
  const field = template.fields.get(name);
  const label = (field?.caption || name.replace(/_/g, ' ')).replace(/:$/, '');
  if (field?.check) return `${value === field.on ? TICKED : EMPTY_BOX} ${label}`;
  if (value === '') return '';
  return `${label}: ${shown(value, field)}`;
}

/** Returns the words that the form shows for a stored value. */
function shown(value: string, field: TemplateField | undefined): string {
  return field?.options.get(value) ?? value;
}
