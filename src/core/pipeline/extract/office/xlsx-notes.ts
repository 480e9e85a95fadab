/** Reads the comments of a sheet: notes, and threads with their replies. */
import { readXml } from './xml.ts';

export interface Note {
  /** The cell; '' if the file does not say. */
  cell: string;
  author: string;
  /** ISO 8601 day; '' if the file does not say. */
  day: string;
  text: string;
}

/** Notes that Excel adds for older programs, with the text of a thread; the thread itself is read. */
const THREAD_COPY = /^tc=\{/;

/** Returns the notes of a comments part, in order. */
export function readNotes(bytes: Buffer): Note[] {
  const authors: string[] = [];
  const notes: Note[] = [];
  let author = '';
  let note: Note = { cell: '', author: '', day: '', text: '' };
  let into: 'author' | 'text' | null = null;
  let phonetic = false;
  readXml(bytes, {
    open(name, { ref = '', authorId = '' }) {
      if (name === 'comment')
        note = { cell: ref, author: authors[Number(authorId)] ?? '', day: '', text: '' };
      if (name === 'author') author = '';
      if (name === 'rPh') phonetic = true;
      into = name === 'author' ? 'author' : name === 't' && !phonetic ? 'text' : null;
    },
    text(piece) {
      if (into === 'author') author += piece;
      if (into === 'text') note.text += piece;
    },
    close(name) {
      into = null;
      if (name === 'rPh') phonetic = false;
      if (name === 'author') authors.push(author.trim());
      if (name === 'comment') notes.push(note);
    },
  });
  return notes;
}

/** Returns the comments of a threads part, with replies behind the comment that they answer. */
export function readThreads(bytes: Buffer, people: ReadonlyMap<string, string>): Note[] {
  const notes: Note[] = [];
  let note: Note | null = null;
  let inText = false;
  readXml(bytes, {
    open(name, { ref = '', personId = '', dT = '' }) {
      if (name === 'threadedComment')
        note = { cell: ref, author: people.get(personId) ?? '', day: dT.slice(0, 10), text: '' };
      inText = name === 'text';
    },
    text(piece) {
      if (inText && note !== null) note.text += piece;
    },
    close(name) {
      inText = false;
      if (name === 'threadedComment' && note !== null) notes.push(note);
    },
  });
  return notes;
}

/** Returns the names of the people who comment, by their ID. */
export function readPeople(parts: readonly Buffer[]): Map<string, string> {
  const people = new Map<string, string>();
  for (const part of parts)
    readXml(part, {
      open(name, { id = '', displayName = '' }) {
        if (name === 'person') people.set(id, displayName);
      },
    });
  return people;
}

/** Returns a line per comment, labeled with its author, cell and day. Copies of threads that were read are left out. */
export function noteLines(notes: readonly Note[], threads: readonly Note[]): string[] {
  const threaded = new Set(threads.map(({ cell }) => cell));
  const own = notes.filter(({ author, cell }) => !(THREAD_COPY.test(author) && threaded.has(cell)));
  return [...own, ...threads].filter(({ text }) => text.trim() !== '').map(noteLine);
}

function noteLine({ cell, author, day, text }: Note): string {
  const by = author === '' || THREAD_COPY.test(author) ? '' : ` by ${author}`;
  return `[Comment${by}${cell === '' ? '' : ` on ${cell}`}${day === '' ? '' : `, ${day}`}] ${text.trim()}`;
}
