/** Reads the text of OpenDocument content: paragraphs, lists, tables, frames, controls, and what stands beside them. */
import { Asides } from './odf-asides.ts';
import { FormControls } from './odf-forms.ts';
import { ListNumbers } from './odf-lists.ts';
import type { OdfStyles } from './odf-styles.ts';
import { TableRows } from './odf-table.ts';
import { cellValue } from './odf-value.ts';

export interface FlowOptions {
  kind: 'text' | 'sheets' | 'slides';
  styles: OdfStyles;
  /** Lines of the charts in the file, by the name of their folder. */
  charts: ReadonlyMap<string, readonly string[]>;
  /** Lines that a slide shows from its master page, by the master's name. */
  masters: ReadonlyMap<string, readonly string[]>;
  /** Characters that are read at most. */
  room: number;
}
type Attributes = Readonly<Record<string, string>>;

/** Shapes that lie on a sheet are anchored in a cell, but are no part of its value. */
const SHAPES = new Set(
  'frame custom-shape rect line ellipse circle polygon polyline path connector caption measure'.split(' '),
);
const ASIDES = new Set(['annotation', 'note', 'deletion', 'insertion', 'cell-content-change']);
/** Elements whose own text is no part of the paragraph around them, e.g. a picture's title or a note's number. */
const APART = new Set([...SHAPES, ...ASIDES, 'ruby-text', 'object', 'image']);
const DECLARATIONS = new Set(['footer-decl', 'header-decl', 'date-time-decl']);

export class FlowReader {
  readonly #options: FlowOptions;
  readonly #blocks: string[][] = [[]];
  /** Where finished paragraphs go: the block, a cell, a note. The innermost is last. */
  readonly #sinks: string[][] = [];
  /** The open paragraphs; null stands for an element that has its own. */
  readonly #paragraphs: (string | null)[] = [];
  readonly #tables: TableRows[] = [];
  readonly #cells: Attributes[] = [];
  readonly #asides = new Asides();
  readonly #controls = new FormControls();
  readonly #numbers: ListNumbers;
  readonly #declared = new Map<string, string>();
  readonly #mastersShown = new Set<string>();
  #page: Attributes = {};
  #declaration = '';
  #sheet = '';
  #drawn: string[] = [];
  #room: number;
  readonly warnings: string[] = [];

  constructor(options: FlowOptions) {
    this.#options = options;
    this.#room = options.room;
    this.#numbers = new ListNumbers(options.styles.lists);
  }

  open(name: string, attributes: Attributes): void {
    this.#controls.open(name, attributes);
    const cell = this.#options.kind === 'sheets' ? (this.#tables[0]?.place() ?? '') : '';
    const aside = this.#asides.openElement(name, attributes, cell);
    if (aside !== null) this.#sinks.push(aside.lines);
    if (APART.has(name)) this.#paragraphs.push(null);
    if (this.#isOnSheet(name)) this.#sinks.push(this.#drawn);
    if (DECLARATIONS.has(name)) this.#declaration = attributes.name ?? '';
    switch (name) {
      case 'page':
        if (this.#options.kind === 'slides') this.#openSlide(attributes);
        break;
      case 'object':
        this.#sink().push(...(this.#options.charts.get((attributes.href ?? '').replace(/^\.\//, '')) ?? []));
        break;
      case 'control':
        this.#placeControl(attributes.control ?? '');
        break;
      case 'list':
        this.#numbers.openList(attributes);
        break;
      case 'list-item':
        this.#numbers.openItem(attributes);
        break;
      case 'h':
      case 'p':
        this.#paragraphs.push(this.#label(name, attributes));
        break;
      case 's':
        this.#add(' '.repeat(Math.min(100, Number(attributes.c ?? 1) || 1)));
        break;
      case 'tab':
        this.#add('\t');
        break;
      case 'line-break':
        this.#add('\n');
        break;
      default:
        if (name.startsWith('table') || name === 'covered-table-cell') this.#openTablePart(name, attributes);
    }
  }

  text(text: string): void {
    if (typeof this.#paragraphs.at(-1) === 'string') this.#add(text.replace(/\s+/g, ' '));
    else if (this.#declaration !== '')
      this.#declared.set(this.#declaration, (this.#declared.get(this.#declaration) ?? '') + text);
    else this.#asides.detail(text);
  }

  close(name: string): void {
    this.#controls.close(name);
    this.#asides.endField();
    if (APART.has(name)) this.#paragraphs.pop();
    if (this.#isOnSheet(name)) this.#sinks.pop();
    if (ASIDES.has(name)) {
      this.#asides.close();
      this.#sinks.pop();
    }
    if (DECLARATIONS.has(name)) this.#declaration = '';
    switch (name) {
      case 'p':
      case 'h':
        this.#closeParagraph();
        break;
      case 'list':
        this.#numbers.closeList();
        break;
      case 'page':
        if (this.#options.kind === 'slides') this.#closeSlide();
        break;
      default:
        if (name.startsWith('table') || name === 'covered-table-cell') this.#closeTablePart(name);
    }
  }

  /** Returns the blocks of text: one per slide or sheet, or the text and what stands beside it. */
  done(): string[] {
    const blocks = this.#blocks.map((lines) => lines.join('\n'));
    const beside = this.#asides.takeLines();
    if (this.#options.kind !== 'slides') return [...blocks, ...beside].filter((block) => block !== '');
    const rest = [blocks.pop() ?? '', ...beside].filter((block) => block !== '').join('\n');
    return rest === '' ? blocks : [...blocks, rest];
  }

  #isOnSheet(name: string): boolean {
    return this.#options.kind === 'sheets' && this.#tables.length > 0 && SHAPES.has(name);
  }

  #openTablePart(name: string, attributes: Attributes): void {
    const table = this.#tables.at(-1);
    if (name === 'table') this.#openTable(attributes);
    else if (name === 'table-column') table?.openColumn(attributes);
    else if (name === 'table-row') table?.openRow(attributes);
    else if (name === 'table-cell' || name === 'covered-table-cell') {
      table?.openCell(attributes);
      this.#cells.push(attributes);
      this.#sinks.push([]);
      this.#paragraphs.push(null);
    }
  }

  #openTable(attributes: Attributes): void {
    if (this.#tables.length === 0 && this.#options.kind === 'sheets') {
      this.#sheet = attributes.name ?? '';
      const hidden = this.#options.styles.hidden.has(attributes['style-name'] ?? '');
      if (this.#sheet !== '') this.#block().push(hidden ? `${this.#sheet} [hidden sheet]` : this.#sheet);
    }
    this.#tables.push(new TableRows());
  }

  #closeTablePart(name: string): void {
    const table = this.#tables.at(-1);
    if (table === undefined) return;
    if (name === 'table') this.#closeTable(table);
    else if (name === 'table-row') {
      for (const line of table.closeRow(this.#room)) {
        this.#sink().push(line);
        this.#room -= line.length + 1;
      }
    } else if (name === 'table-cell' || name === 'covered-table-cell') {
      this.#paragraphs.pop();
      const shown = (this.#sinks.pop() ?? []).join(' ').trim();
      const text = shown === '' ? cellValue(this.#cells.at(-1) ?? {}) : shown;
      this.#cells.pop();
      table.closeCell(this.#room < 0 ? '' : text, this.#room);
    }
  }

  #closeTable(table: TableRows): void {
    this.#tables.pop();
    if (table.notRepeated > 0)
      this.warnings.push(
        `Equal cells or rows${this.#sheet === '' ? '' : ` on the sheet "${this.#sheet}"`} fill the rest of the sheet; the text has them once`,
      );
    if (this.#tables.length > 0 || this.#options.kind !== 'sheets') return;
    this.#block().push(...table.hiddenColumns(), ...this.#drawn, ...this.#asides.takeLines());
    this.#drawn = [];
    this.#blocks.push([]);
  }

  #openSlide(attributes: Attributes): void {
    this.#page = attributes;
    if (this.#options.styles.hidden.has(attributes['style-name'] ?? '')) this.#block().push('[Hidden slide]');
  }

  #closeSlide(): void {
    const master = this.#page['master-page-name'] ?? '';
    const declared = (['header', 'footer', 'date-time'] as const).flatMap((part) => {
      const text = this.#declared.get(this.#page[`use-${part}-name`] ?? '')?.trim() ?? '';
      return text === '' ? [] : [`[${part === 'header' ? 'Header' : 'Footer'}] ${text}`];
    });
    const lines = this.#mastersShown.has(master) ? [] : (this.#options.masters.get(master) ?? []);
    this.#mastersShown.add(master);
    this.#block().push(...declared, ...lines, ...this.#asides.takeLines());
    this.#blocks.push([]);
  }

  #label(name: string, attributes: Attributes): string {
    const label = this.#numbers.takeLabel();
    if (label !== '' || name === 'p' || attributes['is-list-header'] === 'true') return label;
    return this.#numbers.heading(Number(attributes['outline-level'] ?? 1) || 1);
  }

  #closeParagraph(): void {
    const text = this.#paragraphs.pop() ?? '';
    if (text.trim() !== '') this.#sink().push(text.trimEnd());
    this.#asides.bodyText(' ');
  }

  #placeControl(id: string): void {
    const shown = this.#controls.shown(id);
    if (typeof this.#paragraphs.at(-1) === 'string') this.#add(shown);
    else if (shown !== '') this.#sink().push(shown);
  }

  #add(text: string): void {
    const last = this.#paragraphs.length - 1;
    const before = this.#paragraphs[last];
    if (typeof before !== 'string') return;
    this.#paragraphs[last] = before + text;
    this.#asides.bodyText(text);
  }

  #sink(): string[] {
    return this.#sinks.at(-1) ?? this.#block();
  }

  #block(): string[] {
    return this.#blocks.at(-1) ?? [];
  }
}
