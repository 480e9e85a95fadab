/** Reads the page styles of OpenDocument: headers and footers, and what every slide shows from its master page. */
import { type FlowOptions, FlowReader } from './odf-flow.ts';
import { readXml } from './xml.ts';

export interface PageStyles {
  /** Each different header and footer once, with its label. */
  headers: string[];
  /** Lines of the shapes on each master page, by its name. Placeholders are left out. */
  masters: Map<string, string[]>;
}

const REGION = /^(header|footer)(?:-left|-first)?$/;
const PAGE_FIELD = /^page-(?:number|count)$/;

/** Returns the headers, footers and masters in the styles part. */
export function readPageStyles(part: Buffer | undefined, options: FlowOptions): PageStyles {
  const found: PageStyles = { headers: [], masters: new Map() };
  if (part === undefined) return found;
  let inMasters = false;
  let master = '';
  let label = '';
  let skipped = 0;
  let reader: FlowReader | null = null;
  const start = (): FlowReader => new FlowReader({ ...options, kind: 'text' });
  const finish = (): string[] => {
    const lines = (reader?.done().join('\n') ?? '').split('\n').filter(hasWords);
    reader = null;
    return lines;
  };
  readXml(part, {
    open(name, attributes) {
      if (name === 'master-styles') inMasters = true;
      if (!inMasters) return;
      const region = REGION.exec(name)?.[1];
      if (name === 'master-page') {
        master = attributes.name ?? '';
        reader = options.kind === 'slides' ? start() : null;
      } else if (region !== undefined && options.kind !== 'slides' && attributes.display !== 'false') {
        label = region === 'header' ? '[Header]' : '[Footer]';
        reader = start();
      } else if (skipped > 0 || isSkipped(name, attributes)) skipped += 1;
      else if (PAGE_FIELD.test(name)) {
        reader?.text('#');
        skipped = 1;
      } else reader?.open(name, attributes);
    },
    text(text) {
      if (skipped === 0) reader?.text(text);
    },
    close(name) {
      if (name === 'master-styles') inMasters = false;
      if (skipped > 0) skipped -= 1;
      else if (name === 'master-page' && reader !== null) found.masters.set(master, finish());
      else if (REGION.test(name) && options.kind !== 'slides') {
        const text = finish().join('\t');
        if (text !== '') found.headers.push(`${label} ${text}`);
      } else reader?.close(name);
    },
  });
  found.headers = [...new Set(found.headers)];
  return found;
}

/** Returns whether an element on a master page is only a sample, or belongs to the notes. */
const isSkipped = (name: string, attributes: Readonly<Record<string, string>>): boolean =>
  name === 'notes' ||
  (name === 'frame' && attributes.placeholder === 'true') ||
  attributes.display === 'false';

const hasWords = (line: string): boolean =>
  /\p{L}/u.test(line.replace(/<[^>]*>/g, '')) && !/^(?:page )?#(?: (?:of|\/) #)?$/i.test(line.trim());
