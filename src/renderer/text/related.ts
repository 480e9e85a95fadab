/** How lists name documents that belong together. */
import { relationOf } from '../../shared/similar.ts';

/** The choices of the filter. */
export const RELATED_CHOICES = [
  { value: 'similar', label: 'With similar documents' },
  { value: 'thread', label: 'Mails of a thread' },
  { value: 'inclusive', label: 'Inclusive mails' },
] as const;

/** The family or the thread of one document, which only its own page leads to. */
export const relatedLabel = (related: string): string =>
  relationOf(related)?.kind === 'thread' ? 'One thread' : 'One family';

/** Returns the part of a sentence that follows “Only documents”. */
export function relatedSentence(related: string): string {
  const relation = relationOf(related);
  if (relation?.documentId != null)
    return relation.kind === 'thread' ? 'of one thread of mails' : 'that are similar to one document';
  if (relation?.kind === 'similar') return 'with similar documents';
  if (relation?.kind === 'thread') return 'that are mails of a thread';
  return 'that are inclusive mails of a thread';
}
