/** Follows the groups and controls of an RTF file and collects its texts. */
import type { DocumentMetadata } from '../../../documents/types.ts';
import { RtfFields } from './rtf-fields.ts';
import { RtfFonts } from './rtf-fonts.ts';
import { RtfText, type Sink, type Tracked } from './rtf-text.ts';
import {
  ASIDES,
  type Aside,
  BREAKS,
  CELLS,
  CHARACTER_SETS,
  CHARACTERS,
  DESTINATIONS,
  type Destination,
  PROPERTIES,
  SHOWN,
  SKIPPED,
} from './rtf-words.ts';

/** Token types of rtf-stream-parser, which exports them only as types. */
const GROUP_START = 0;
const GROUP_END = 1;
const CONTROL = 2;

export interface RtfToken {
  type: number;
  word?: string;
  param?: number;
  data?: Buffer;
}

interface State {
  destination: Destination;
  font: number | undefined;
  /** Characters after each Unicode character that stand for it in old programs. */
  substitutes: number;
  inserted: Tracked;
  deleted: Tracked;
  sink: Sink;
  /** Text of a destination that is not shown. */
  notes: { text: string };
  /** What the group starts, to be ended with it. */
  aside: Aside | null;
  collects: boolean;
  isField: boolean;
  isLabel: boolean;
  /** A `\*` before the next control. */
  isNew: boolean;
  /** Where text went outside the destination that is skipped. */
  outside: Destination;
}

const off = (): Tracked => ({ on: false, reviewer: 0, date: 0 });

export class RtfReader {
  readonly texts = new RtfText();
  readonly metadata: DocumentMetadata = {};
  readonly #fonts = new RtfFonts();
  readonly #fields = new RtfFields();
  readonly #stack: State[] = [];
  readonly #created: Record<string, number> = {};
  #state: State = {
    destination: 'skip',
    font: undefined,
    substitutes: 1,
    inserted: off(),
    deleted: off(),
    sink: this.texts.main,
    notes: { text: '' },
    aside: null,
    collects: false,
    isField: false,
    isLabel: false,
    isNew: false,
    outside: 'skip',
  };
  #defaultFont: number | undefined;
  #hasCodePage = false;
  #bytes: Buffer[] = [];
  #substitutes = 0;
  #shapeName = '';

  token(token: RtfToken): void {
    const { type, word = '', data } = token;
    if (type === GROUP_START || type === GROUP_END) {
      this.#flush();
      this.#substitutes = 0;
      if (type === GROUP_START) this.#openGroup();
      else this.#closeGroup();
    } else if (type !== CONTROL) this.#data(data ?? Buffer.alloc(0));
    else if (word === "'") this.#data(data ?? Buffer.alloc(0));
    else if (this.#substitutes > 0) this.#substitutes -= 1;
    else {
      this.#flush();
      this.#control(word, token.param);
    }
  }

  /** Ends the text where the file ends. */
  end(): void {
    this.#flush();
    this.texts.endItem();
  }

  /** What was not read, in words. */
  get unread(): string[] {
    return [
      ...this.#fields.unread,
      ...(this.#stack.length > 0 ? ['what follows the place where the file is cut off'] : []),
      ...(this.texts.lacksNumbers ? ['the automatic numbers of a list'] : []),
      ...(this.#fonts.guessed ? ['letters in a character set that is not known; they may be wrong'] : []),
    ];
  }

  #openGroup(): void {
    this.#stack.push(this.#state);
    this.#state = {
      ...this.#state,
      aside: null,
      collects: false,
      isField: false,
      isLabel: false,
      isNew: false,
    };
  }

  #closeGroup(): void {
    const before = this.#stack.pop();
    // A file may close more groups than it opened.
    if (before === undefined) return;
    const { aside, collects, destination, isField, notes, sink } = this.#state;
    this.#state = before;
    if (collects) this.#collected(destination, notes.text.trim());
    if (isField) this.#add(this.#fields.close(this.texts.written));
    if (aside !== null) this.texts.endAside(aside, sink, before.sink);
  }

  #control(word: string, value: number | undefined): void {
    const state = this.#state;
    const isNew = state.isNew;
    state.isNew = word === '*';
    if (word === '*') return;
    if (this.#openDestination(word, isNew)) return;
    const characters = CHARACTERS.get(word);
    if (state.destination === 'fonts') this.#fonts.define(word, value);
    else if (state.destination === 'created') this.#created[word] = value ?? 0;
    else if (word === 'ansicpg' || CHARACTER_SETS.has(word)) this.#characterSet(word, value);
    else if (word === 'deff') this.#defaultFont = value;
    else if (word === 'u') this.#unicode(value ?? 0);
    else if (word === 'uc') state.substitutes = Math.max(0, value ?? 1);
    else if (this.#fields.control(word, value)) return;
    else if (BREAKS.has(word)) {
      if (state.destination === 'text') this.texts.break(state);
    } else if (characters !== undefined) {
      this.#add(characters);
      if (CELLS.has(word)) this.texts.endItem();
    } else this.#format(word, value);
  }

  /** The code page of the file counts more than its character set. */
  #characterSet(word: string, value: number | undefined): void {
    if (word === 'ansicpg') this.#hasCodePage = true;
    else if (this.#hasCodePage) return;
    this.#fonts.setDefault(CHARACTER_SETS.get(word) ?? value);
  }

  #format(word: string, value: number | undefined): void {
    const state = this.#state;
    const { inserted, deleted } = state;
    if (word === 'f') state.font = value;
    else if (word === 'ls' || word === 'pard') this.texts.list(word === 'ls' && value !== 0);
    else if (word === 'ftnalt') state.sink.isEndnote = true;
    else if (word === 'plain') Object.assign(state, { font: undefined, inserted: off(), deleted: off() });
    else if (word === 'revised' || word === 'mvt') state.inserted = { ...inserted, on: value !== 0 };
    else if (word === 'deleted' || word === 'mvf') state.deleted = { ...deleted, on: value !== 0 };
    else if (word === 'revauth') state.inserted = { ...inserted, reviewer: value ?? 0 };
    else if (word === 'revdttm') state.inserted = { ...inserted, date: value ?? 0 };
    else if (word === 'revauthdel') state.deleted = { ...deleted, reviewer: value ?? 0 };
    else if (word === 'revdttmdel') state.deleted = { ...deleted, date: value ?? 0 };
    else if (word === 'mvauth' || word === 'mvdate') {
      const key = word === 'mvauth' ? 'reviewer' : 'date';
      state.inserted = { ...inserted, [key]: value ?? 0 };
      state.deleted = { ...deleted, [key]: value ?? 0 };
    }
  }

  /** Returns whether the control says where the text of its group goes. */
  #openDestination(word: string, isNew: boolean): boolean {
    const state = this.#state;
    const aside = ASIDES.get(word);
    const destination =
      DESTINATIONS.get(word) ?? (state.destination === 'info' ? PROPERTIES.get(word) : undefined);
    if (word === 'rtf' && state.destination === 'skip') state.destination = 'text';
    else if (word === 'ud') state.destination = state.outside;
    else if (state.destination === 'skip') return true;
    else if (word === 'field') {
      state.isField = true;
      this.#fields.open(this.texts.written);
    } else if (word === 'listtext' || word === 'pntext') state.isLabel = true;
    else if (aside !== undefined) {
      state.aside = aside;
      Object.assign(state, { destination: 'text', sink: { done: '', line: '', isEndnote: false } });
    } else if (destination !== undefined) this.#collect(destination);
    else if (SKIPPED.has(word) || (isNew && !SHOWN.has(word))) {
      state.outside = state.destination;
      state.destination = 'skip';
    } else return false;
    return true;
  }

  #collect(destination: Destination): void {
    Object.assign(this.#state, { destination, collects: true, notes: { text: '' } });
  }

  /** Uses what a destination held that is not shown itself. */
  #collected(destination: Destination, text: string): void {
    if (destination === 'reviewers') this.texts.setReviewers(text.split(';').map((name) => name.trim()));
    else if (destination === 'commentAuthor') this.texts.setCommentAuthor(text);
    else if (destination === 'commentDate') this.texts.setCommentDate(Number(text));
    else if (destination === 'instruction') this.#fields.instruct(text);
    else if (destination === 'entry') this.#fields.entry(text);
    else if (destination === 'shapeName') this.#shapeName = text;
    else if (destination === 'shapeValue' && this.#shapeName === 'gtextUNICODE')
      this.#state.sink.done += `${text}\n`;
    else if (destination === 'title' && text !== '') this.metadata.title = text;
    else if (destination === 'author' && text !== '') this.metadata.author = text;
    else if (destination === 'created') {
      const { yr = 0, mo = 1, dy = 1, hr = 0, min = 0 } = this.#created;
      if (yr > 0 && yr < 10_000)
        this.metadata.created = new Date(Date.UTC(yr, mo - 1, dy, hr, min)).toISOString();
    }
  }

  #data(data: Buffer): void {
    const skipped = Math.min(this.#substitutes, data.length);
    this.#substitutes -= skipped;
    if (skipped < data.length && this.#state.destination !== 'skip') this.#bytes.push(data.subarray(skipped));
  }

  /** Decodes the bytes since the last control together, because a character may have two. */
  #flush(): void {
    if (this.#bytes.length === 0) return;
    const bytes = this.#bytes.length === 1 ? this.#bytes[0] : Buffer.concat(this.#bytes);
    this.#bytes = [];
    if (this.#state.destination === 'fonts') this.#fonts.name((bytes ?? '').toString('latin1'));
    else this.#add(this.#fonts.decode(bytes ?? Buffer.alloc(0), this.#state.font ?? this.#defaultFont));
  }

  #unicode(value: number): void {
    const code = String.fromCharCode(value & 0xffff);
    if (this.#state.destination !== 'fonts')
      this.#add(this.#fonts.show(code, this.#state.font ?? this.#defaultFont));
    this.#substitutes = this.#state.substitutes;
  }

  #add(text: string): void {
    if (text === '') return;
    const { destination, notes } = this.#state;
    if (destination === 'text') this.texts.add(text, this.#state);
    else if (destination !== 'skip' && destination !== 'fonts') notes.text += text;
  }
}
