/** Sender and recipients of a mail, from its header block. */
import type { Entity } from '../../../shared/documents.ts';
import type { MailAddress, OcrResult } from '../types.ts';
import type { RelationshipSet } from './relationship-set.ts';

/** @returns where the mail's body begins in the text; 0 for what is no mail */
export function mailRelationships(
  ocr: Pick<OcrResult, 'text' | 'metadata'>,
  entities: readonly Entity[],
  set: RelationshipSet,
): number {
  const { from, to, cc, bcc } = ocr.metadata;
  if (from === undefined) return 0;
  const blank = ocr.text.indexOf('\n\n');
  const bodyStart = blank < 0 ? ocr.text.length : blank;
  const header = entities.filter((e) => e.end <= bodyStart);
  const lines = headerLines(ocr.text.slice(0, bodyStart));
  const inLine = (name: string): Entity[] => {
    const line = lines.get(name);
    return line === undefined ? [] : header.filter((e) => e.start >= line.start && e.end <= line.end);
  };
  const [sender] = from.flatMap((address) => entityOf(address, inLine('From')));
  if (sender === undefined) return bodyStart;
  const link = (
    kind: 'sent_to' | 'copied_to',
    line: string,
    addresses: readonly MailAddress[] = [],
  ): void => {
    const there = inLine(line);
    for (const address of addresses)
      for (const entity of entityOf(address, there))
        set.add(kind, sender, entity, { start: entity.start, end: entity.end, page: entity.page });
  };
  link('sent_to', 'To', to);
  link('copied_to', 'Cc', cc);
  link('copied_to', 'Bcc', bcc);
  return bodyStart;
}

/** The named person or organisation of an address, else the address itself. */
function entityOf({ name, address }: MailAddress, entities: readonly Entity[]): Entity[] {
  const named = entities.find((e) => e.kind !== 'email' && name !== '' && name.includes(e.text));
  const plain = entities.find((e) => e.kind === 'email' && e.canonical === address.toLowerCase());
  const found = named ?? plain;
  return found === undefined ? [] : [found];
}

function headerLines(header: string): Map<string, { start: number; end: number }> {
  const lines = new Map<string, { start: number; end: number }>();
  for (const line of header.matchAll(/^(From|To|Cc|Bcc): .*$/gm))
    lines.set(line[1] ?? '', { start: line.index, end: line.index + line[0].length });
  return lines;
}
