/** Reads the text of a chart: its titles, and a table of its categories and series. */
import { GENERAL, shownNumber } from './cell-format.ts';
import { readXml } from './xml.ts';

/** A chart with more points repeats a table of the document; those beyond are counted, not listed. */
const MAX_POINTS = 1000;

type Field = 'title' | 'name' | 'categories' | 'values';
interface Points {
  texts: string[];
  /** Number of points that are not listed. */
  more: number;
}
interface Series {
  name: string;
  categories: Points;
  values: Points;
}

/** Elements that say what the text in them is; an element inside a title stays a title. */
const FIELDS: Readonly<Record<string, Field>> = {
  title: 'title',
  dLbl: 'title',
  tx: 'name',
  cat: 'categories',
  xVal: 'categories',
  val: 'values',
  yVal: 'values',
  // The newer kind of charts (chartex).
  txData: 'name',
  strDim: 'categories',
  numDim: 'values',
};
const SERIES = new Set(['ser', 'series', 'data']);

/**
 * Returns the lines of a chart: `[Chart]` with its titles and labels, a line of categories, and a line per series, with
 * tabs between the values. A chart without any text has none.
 */
export function chartLines(bytes: Buffer): string[] {
  const reader = new ChartReader();
  readXml(bytes, reader);
  return reader.done();
}

class ChartReader {
  readonly #titles = new Set<string>();
  readonly #series: Series[] = [];
  /** The open elements that say what text is, the innermost last. */
  readonly #fields: { element: string; field: Field }[] = [];
  #open: Series | null = null;
  #format = GENERAL;
  /** Whether the points are numbers; digits in a text stay as they are. */
  #isNumber = false;
  #pointFormat = '';
  #index = 0;
  #text = '';
  #listens = false;

  open(name: string, { idx, formatCode }: Readonly<Record<string, string>>): void {
    const field = this.#fields.some((f) => f.field === 'title') ? 'title' : FIELDS[name];
    if (field !== undefined && FIELDS[name] !== undefined) this.#fields.push({ element: name, field });
    if (SERIES.has(name)) this.#open = { name: '', categories: noPoints(), values: noPoints() };
    if (name === 'numCache' || name === 'numLit' || name === 'lvl') this.#format = formatCode ?? GENERAL;
    if (name === 'numCache' || name === 'numLit') this.#isNumber = true;
    if (name === 'strCache' || name === 'strLit') this.#isNumber = false;
    if (name === 'pt') [this.#index, this.#pointFormat] = [Number(idx ?? 0) || 0, formatCode ?? ''];
    // A paragraph has several runs of text. A point of a newer chart has its text without an element `v`.
    this.#listens = ['t', 'v', 'pt', 'formatCode'].includes(name);
    if (this.#listens && name !== 't') this.#text = '';
  }

  text(text: string): void {
    if (this.#listens) this.#text += text;
  }

  close(name: string): void {
    this.#listens = false;
    const last = this.#fields.at(-1);
    if (name === 'formatCode') this.#format = this.#text.trim() === '' ? GENERAL : this.#text;
    if (name === 'v' || name === 'pt') this.#place(last?.field);
    if (name === 'p') this.#place('title');
    if (['v', 'pt', 'formatCode', 'p'].includes(name)) this.#text = '';
    if (last?.element === name) this.#fields.pop();
    if (SERIES.has(name) && this.#open !== null) {
      this.#series.push(this.#open);
      this.#open = null;
    }
  }

  done(): string[] {
    const lines = [`[Chart] ${[...this.#titles].join('; ')}`.trim()];
    let shown = '';
    for (const { name, categories, values } of this.#series) {
      const head = pointLine(categories);
      if (head !== '' && head !== shown) lines.push(`\t${head}`);
      if (head !== '') shown = head;
      const line = `${name}\t${pointLine(values)}`.trimEnd();
      if (line !== '') lines.push(line);
    }
    return lines.length === 1 && this.#titles.size === 0 ? [] : lines;
  }

  #place(field: Field | undefined): void {
    const text = this.#text.replace(/\s+/g, ' ').trim();
    if (text === '') return;
    if (field === 'title') this.#titles.add(text);
    if (field === 'name' && this.#open !== null) this.#open.name = `${this.#open.name} ${text}`.trim();
    if ((field === 'categories' || field === 'values') && this.#open !== null)
      addPoint(this.#open[field], this.#index, this.#shown(text));
  }

  #shown(text: string): string {
    const number = Number(text);
    const code = this.#pointFormat === '' ? this.#format : this.#pointFormat;
    const isPlain = code === GENERAL && !this.#isNumber;
    return isPlain || !Number.isFinite(number) ? text : shownNumber(code, number);
  }
}

const noPoints = (): Points => ({ texts: [], more: 0 });

/** Adds a point. Levels of categories, such as a month in a year, share their place. */
function addPoint(points: Points, index: number, text: string): void {
  const { texts } = points;
  if (index < 0 || index >= MAX_POINTS) {
    points.more += 1;
    return;
  }
  while (texts.length <= index) texts.push('');
  texts[index] = texts[index] === '' ? text : `${text} ${texts[index]}`;
}

const pointLine = ({ texts, more }: Points): string =>
  texts.join('\t').trimEnd() + (more > 0 ? `\t[${more} more points]` : '');
