/** The fifth stage: finds the relationships between entities and the places in the text that state them. */
import type { Entity, Relationship } from '../../../shared/mentions.ts';
import type { EntityResolutionResult, OcrResult, RelationshipBuildingResult } from '../../documents/types.ts';
import { sentenceEvidence } from './evidence.ts';
import { layoutRelationships } from './layout-relationships.ts';
import { mailRelationships } from './mail-relationships.ts';
import { RelationshipSet } from './relationship-set.ts';
import { type Span, sentenceSpans } from './sentences.ts';
import { caseLine, statedRelationships, subjectOfficer } from './stated-relationships.ts';
import { structureOf } from './structure/original.ts';
import { structureRelationships } from './structure-relationships.ts';

/** Only the first people and organizations in a sentence are paired; a sentence with more is a service list. */
const MAX_PER_SENTENCE = 8;
/** A longer stretch without a period is a table or a list, not a sentence. */
const MAX_SENTENCE = 2000;

const NAMED: ReadonlySet<Entity['kind']> = new Set(['person', 'organization']);

/** Returns the relationships of a document, strongest first. Their number is limited. */
export function buildRelationships(
  ocr: Pick<OcrResult, 'text' | 'metadata'> & Partial<Pick<OcrResult, 'pages'>>,
  { entities }: Pick<EntityResolutionResult, 'entities'>,
): RelationshipBuildingResult {
  const set = new RelationshipSet();
  const bodyStart = mailRelationships(ocr, entities, set);
  const structure = structureOf(ocr);
  const { text } = ocr;
  const spans = sentenceSpans(text);
  const matter = structureRelationships(structure, entities, { text, spans }, set);
  layoutRelationships(text, entities, structure, matter, set);
  const blocks = [...structure.captions, ...structure.signatures, ...structure.judges].sort(
    (a, b) => a.start - b.start,
  );
  let block = 0;
  let subject: Entity | null = null;
  for (const [sentence, inside] of bySentence(spans, entities)) {
    if (sentence.start < bodyStart) continue;
    statedRelationships(text, sentence, inside, matter, set);
    if (structure.captions.length === 0) caseLine(text, sentence, inside, set);
    subjectOfficer(text, sentence, inside, subject, set);
    subject = inside[0]?.kind === 'organization' ? inside[0] : null;
    while ((blocks[block]?.end ?? Number.POSITIVE_INFINITY) <= sentence.start) block += 1;
    // Names in a caption or a signature block are in one place because of the layout, not of a sentence.
    if ((blocks[block]?.start ?? Number.POSITIVE_INFINITY) < sentence.end) continue;
    if (sentence.end - sentence.start > MAX_SENTENCE) continue;
    const named = firstOfEach(inside.filter((e) => NAMED.has(e.kind))).slice(0, MAX_PER_SENTENCE);
    for (const [i, a] of named.entries())
      for (const b of named.slice(i + 1)) {
        const [from, to] = a.canonical < b.canonical ? [a, b] : [b, a];
        const place = { start: a.start, end: Math.max(a.end, b.end) };
        set.add('appears_with', from, to, sentenceEvidence(text, sentence, place, a));
      }
  }
  return { relationships: set.strongest() satisfies Relationship[] };
}

const firstOfEach = (entities: readonly Entity[]): Entity[] =>
  [...new Map([...entities].reverse().map((e) => [`${e.kind}\0${e.canonical}`, e])).values()].sort(
    (a, b) => a.start - b.start,
  );

/** Yields each sentence that has entities. Both lists must be in text order. */
function* bySentence(spans: readonly Span[], entities: readonly Entity[]): Generator<[Span, Entity[]]> {
  let at = 0;
  for (const span of spans) {
    const inside: Entity[] = [];
    for (let next = entities[at]; next !== undefined && next.start < span.end; next = entities[at]) {
      inside.push(next);
      at += 1;
    }
    if (inside.length > 0) yield [span, inside];
  }
}
