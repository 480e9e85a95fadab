import type { Entity } from '../../../shared/documents.ts';
import type { MailAddress, OcrResult } from '../../documents/types.ts';
import type { RelationshipSet } from './relationship-set.ts';

/**
 * Adds the relationships from sender to recipients.
 * @returns where the body starts in the text; 0 when it is not an e-mail
 */
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
  const inLine = (name: string): LineEntities => {
    const line = lines.get(name);
    return lineEntities(
      line === undefined ? [] : header.filter((e) => e.start >= line.start && e.end <= line.end),
    );
  };
  const inFrom = inLine('From');
  const [sender] = from.flatMap((address) => entityOf(address, inFrom));
  if (sender === undefined) return bodyStart;
  const link = (
    kind: 'sent_to' | 'copied_to',
    line: string,
    addresses: readonly MailAddress[] = [],
  ): void => {
    const inRecipients = inLine(line);
    for (const address of addresses)
      for (const entity of entityOf(address, inRecipients))
        set.add(kind, sender, entity, { start: entity.start, end: entity.end, page: entity.page });
  };
  link('sent_to', 'To', to);
  link('copied_to', 'Cc', cc);
  link('copied_to', 'Bcc', bcc);
  return bodyStart;
}

interface LineEntities {
  named: Entity[];
  /** The first entity of each address, by address, because a circular can have tens of thousands of recipients. */
  addresses: Map<string, Entity>;
}

function lineEntities(entities: readonly Entity[]): LineEntities {
  const addresses = new Map<string, Entity>();
  for (const e of entities)
    if (e.kind === 'email' && !addresses.has(e.canonical)) addresses.set(e.canonical, e);
  return { named: entities.filter((e) => e.kind !== 'email'), addresses };
}

/** Returns the person or organization that an address names, otherwise the address itself. */
function entityOf({ name, address }: MailAddress, inLine: LineEntities): Entity[] {
  const named = name === '' ? undefined : inLine.named.find((e) => name.includes(e.text));
  const found = named ?? inLine.addresses.get(address.toLowerCase());
  return found === undefined ? [] : [found];
}

function headerLines(header: string): Map<string, { start: number; end: number }> {
  const lines = new Map<string, { start: number; end: number }>();
  for (const line of header.matchAll(/^(From|To|Cc|Bcc): .*$/gm))
    lines.set(line[1] ?? '', { start: line.index, end: line.index + line[0].length });
  return lines;
}
