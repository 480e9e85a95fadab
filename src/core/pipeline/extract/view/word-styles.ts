/** Reads which paragraph styles of a Word document are headings. */
import { integer, readXml } from '../office/xml.ts';

/** Levels by ID of the style, 1 is the highest. */
export type WordStyles = ReadonlyMap<string, number>;

const HEADING = /^heading ?([1-9])$/i;
const LOWEST = 6;
/** No document has longer chains of styles; a longer one is a circle. */
const MAX_CHAIN = 50;

export function readWordStyles(bytes: Buffer | undefined): WordStyles {
  const own = new Map<string, number>();
  const based = new Map<string, string>();
  let style = '';
  if (bytes !== undefined)
    readXml(bytes, {
      open(name, { val = '', styleId = '', type }) {
        if (name === 'style') style = type === 'paragraph' ? styleId : '';
        else if (style === '') return;
        else if (name === 'basedOn') based.set(style, val);
        else if (name === 'outlineLvl') setLevel(style, (integer(val) ?? LOWEST) + 1);
        else if (name === 'name')
          setLevel(style, /^title$/i.test(val) ? 1 : Number(HEADING.exec(val)?.[1] ?? 0));
      },
    });
  function setLevel(id: string, level: number): void {
    if (level >= 1 && level <= 9) own.set(id, Math.min(LOWEST, level));
  }
  const levels = new Map<string, number>(own);
  for (const id of based.keys()) {
    let from = id;
    for (let step = 0; step < MAX_CHAIN && !own.has(from) && based.has(from); step += 1)
      from = based.get(from) ?? '';
    const level = own.get(from);
    if (level !== undefined) levels.set(id, level);
  }
  return levels;
}
