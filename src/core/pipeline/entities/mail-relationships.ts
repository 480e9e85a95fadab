import type { Entity, Relationship } from '../../../shared/mentions.ts';
import type { OcrResult } from '../../documents/types.ts';
import { type Addressee, readAddressees } from './mail/addressees.ts';
import { type FieldName, findMessages, type MailMessage, mayBeMail } from './mail/messages.ts';
import { addEmployers } from './mail/signatures.ts';
import { readingText } from './reading/reading-text.ts';
import type { RelationshipSet } from './relationship-set.ts';

/** Longer headers are shown by the recipient alone, in characters. */
const MOST_HEADER = 600;
/** `From: ` and quote marks. */
const MOST_LABEL = 40;

/** An entity in a header, with its address where the line gives one. */
interface Correspondent {
  entity: Entity;
  start: number;
  end: number;
}

/**
 * Adds the relationships from senders to recipients, of the e-mail and of the messages that it quotes, and from the
 * writers to the organizations in their signatures.
 * @returns where the body starts in the text; 0 when it is not an e-mail
 */
export function mailRelationships(
  ocr: Pick<OcrResult, 'text' | 'metadata'>,
  entities: readonly Entity[],
  set: RelationshipSet,
): number {
  const isMail = ocr.metadata.from !== undefined;
  if (!isMail && !mayBeMail(ocr.text)) return 0;
  const reading = readingText(ocr.text);
  const messages = findMessages(reading.lines).filter((message) => message.fields.length > 0);
  for (const message of messages) {
    const inField = (name: FieldName): Correspondent[] => correspondents(message, name, reading, entities);
    const senders = inField('from');
    const sender = senders.find(({ entity }) => entity.kind !== 'email') ?? senders[0];
    if (sender === undefined) continue;
    for (const { entity, start, end } of inField('to'))
      set.add('sent_to', sender.entity, entity, header(ocr.text, sender, { entity, start, end }));
    for (const { entity, start, end } of [...inField('cc'), ...inField('bcc')])
      set.add('copied_to', sender.entity, entity, header(ocr.text, sender, { entity, start, end }));
    const body = reading.original(message.bodyStart, Math.max(message.bodyStart + 1, message.bodyEnd));
    addEmployers(ocr.text, body, between(entities, body.start, body.end), sender.entity, set);
  }
  if (!isMail) return 0;
  const blank = ocr.text.indexOf('\n\n');
  return blank < 0 ? ocr.text.length : blank;
}

/** Returns the lines from the sender to the recipient, or the recipient alone when a long list is between them. */
function header(text: string, from: Correspondent, to: Correspondent): Relationship['evidence'][number] {
  const first = Math.min(from.start, to.start);
  const end = Math.max(from.end, to.end);
  const start = Math.max(text.lastIndexOf('\n', first - 1) + 1, first - MOST_LABEL);
  const whole = end - start <= MOST_HEADER ? { start, end } : { start: to.start, end: to.end };
  return { ...whole, page: to.entity.page };
}

/** Returns the people, organizations or addresses of a field. Of two lines with one name, that with more names counts. */
function correspondents(
  message: MailMessage,
  name: FieldName,
  { lines, original }: ReturnType<typeof readingText>,
  entities: readonly Entity[],
): Correspondent[] {
  let best: Correspondent[] = [];
  let named = -1;
  for (const field of message.fields) {
    if (field.name !== name || field.end <= field.start) continue;
    const span = original(field.start, field.end);
    const inside = between(entities, span.start, span.end);
    const found: Correspondent[] = [];
    let at = 0;
    for (const addressee of readAddressees(lines, field.start, field.end)) {
      const place = original(addressee.start, addressee.end);
      while (at < inside.length && (inside[at]?.end ?? 0) <= place.start) at += 1;
      const here: Entity[] = [];
      for (let i = at; (inside[i]?.start ?? Number.POSITIVE_INFINITY) < place.end; i += 1)
        here.push(...inside.slice(i, i + 1));
      const entity = entityOf(addressee, here);
      if (entity !== undefined) found.push({ entity, ...place });
    }
    const names = found.filter(({ entity }) => entity.kind !== 'email').length;
    if (names > named) {
      best = found;
      named = names;
    }
  }
  return best;
}

/** Returns the person or organization that an addressee names, otherwise the address itself. */
const entityOf = ({ name }: Addressee, here: readonly Entity[]): Entity | undefined =>
  (name === undefined ? undefined : here.find((e) => e.kind === 'person' || e.kind === 'organization')) ??
  here.find((e) => e.kind === 'email');

/** Returns the entities inside a span. They must be in text order. */
function between(entities: readonly Entity[], start: number, end: number): Entity[] {
  let low = 0;
  let high = entities.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((entities[middle]?.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  const inside: Entity[] = [];
  for (let i = low; i < entities.length; i += 1) {
    const entity = entities[i];
    if (entity === undefined || entity.start >= end) break;
    if (entity.end <= end) inside.push(entity);
  }
  return inside;
}
