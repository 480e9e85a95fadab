/** Reads the mail in the English Web Treebank, labeled with names by Universal NER: mail from Enron, sentence by sentence. */
// cspell:ignore Treebank treebank newdoc enronsent conll
import type { Span } from '../entities/labeled.ts';
import type { LabeledText } from './conll.ts';

const KINDS: Readonly<Record<string, Span['kind']>> = {
  PER: 'person',
  ORG: 'organization',
  LOC: 'place',
};

/** Returns each mail of a file, with a sentence in a line. The treebank keeps no line ends. */
export const readMail = (file: string): LabeledText[] =>
  file
    .split(/^# newdoc id = /m)
    .filter((part) => part.startsWith('email-enronsent'))
    .map((part) => {
      const mail: LabeledText = { text: '', labels: [] };
      for (const sentence of part.split(/\n\n+/)) addSentence(mail, sentence);
      return mail;
    });

function addSentence(mail: LabeledText, sentence: string): void {
  const line = /^# text = (.*)$/m.exec(sentence)?.[1];
  if (line === undefined) return;
  const start = mail.text.length;
  mail.text += `${line}\n`;
  let at = start;
  let isOpen = false;
  for (const [, word = '', tag = ''] of sentence.matchAll(/^\d+\t([^\t]+)\t([^\t]+)/gm)) {
    const from = mail.text.indexOf(word, at);
    if (from < 0) throw new Error(`“${word}” is not in “${line}”.`);
    at = from + word.length;
    const kind = KINDS[tag.slice(2)];
    const last = mail.labels.at(-1);
    if (kind !== undefined && tag.startsWith('I-') && isOpen && last?.kind === kind) last.end = at;
    else if (kind !== undefined) mail.labels.push({ kind, start: from, end: at });
    isOpen = kind !== undefined;
  }
}

const HEADER = 'From: writer@example.com\nTo: reader@example.com\nSubject: Mail\n\n';

/** Returns each mail under a header without names, as a mail has one when it is read. */
export const withHeader = (mails: readonly LabeledText[]): LabeledText[] =>
  mails.map(({ text, labels }) => ({
    text: HEADER + text,
    labels: labels.map(({ kind, start, end }) => ({
      kind,
      start: start + HEADER.length,
      end: end + HEADER.length,
    })),
  }));
