/** Reads the comments on slides, in the form before 2021 and the present one with replies. */
import { readXml } from './xml.ts';

/** Returns the names of the people who comment, by their ID. */
export function readAuthors(parts: readonly Buffer[]): Map<string, string> {
  const authors = new Map<string, string>();
  for (const part of parts)
    readXml(part, {
      open(name, attributes) {
        if (name === 'cmAuthor' || name === 'author') authors.set(attributes.id ?? '', attributes.name ?? '');
      },
    });
  return authors;
}

/** Returns a line per comment and reply, labeled with its author and day. */
export function commentLines(bytes: Buffer, authors: ReadonlyMap<string, string>): string[] {
  const lines: string[] = [];
  const open: { label: string; text: string }[] = [];
  let replies: string[] = [];
  let inText = false;
  readXml(bytes, {
    open(name, { authorId = '', dt = '', created = '' }) {
      inText = name === 't' || name === 'text';
      if (name !== 'cm' && name !== 'reply') return;
      const author = authors.get(authorId) ?? '';
      const day = (dt === '' ? created : dt).slice(0, 10);
      const label = `[Comment${author === '' ? '' : ` by ${author}`}${day === '' ? '' : `, ${day}`}]`;
      open.push({ label, text: '' });
    },
    text(piece) {
      const comment = open.at(-1);
      if (inText && comment !== undefined) comment.text += piece;
    },
    close(name) {
      inText = false;
      const comment = open.at(-1);
      if (name === 'p' && comment !== undefined) comment.text += ' ';
      if ((name !== 'cm' && name !== 'reply') || comment === undefined) return;
      open.pop();
      const text = comment.text.replace(/\s+/g, ' ').trim();
      const line = text === '' ? [] : [`${comment.label} ${text}`];
      // The file has the replies before the text that they answer.
      if (name === 'reply') replies.push(...line);
      else {
        lines.push(...line, ...replies);
        replies = [];
      }
    },
  });
  return lines;
}
