/** Reads the form controls that a sheet has in its old drawing part (VML): labels, and whether boxes are ticked. */
import { readXml } from './xml.ts';

const TICKED = '☒';
const OPEN = '☐';

/** Returns a line per control with a label or a state. Comments are in this part as well; they are read elsewhere. */
export function controlLines(bytes: Buffer): string[] {
  const lines: string[] = [];
  let label = '';
  let kind = '';
  let ticked = false;
  let inBox = false;
  let inState = false;
  readXml(bytes, {
    open(name, { ObjectType = '' }) {
      if (name === 'shape') [label, kind, ticked] = ['', '', false];
      if (name === 'textbox') inBox = true;
      if (name === 'ClientData') kind = ObjectType;
      inState = name === 'Checked';
    },
    text(text) {
      if (inBox) label += text;
      if (inState && text.trim() === '1') ticked = true;
    },
    close(name) {
      inState = false;
      if (name === 'textbox') inBox = false;
      if (name !== 'shape' || kind === 'Note') return;
      const mark = kind === 'Checkbox' || kind === 'Radio' ? (ticked ? TICKED : OPEN) : '';
      const line = `${mark} ${label.replace(/\s+/g, ' ').trim()}`.trim();
      if (line !== '') lines.push(line);
    },
  });
  return lines;
}
