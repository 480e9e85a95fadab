/** Marks on the picture of a page: its names, the words of the last jump, and words that OCR was not sure of. */
import { useEffect, useMemo, useRef } from 'react';
import type { DocumentDetail } from '../../../shared/documents.ts';
import type { Entity } from '../../../shared/mentions.ts';
import type { LocatedWord } from '../../../shared/review.ts';
import type { TextMark } from '../../../shared/search.ts';
import { wordsOfEntities } from '../../lib/page-words.ts';
import { ENTITY_LABEL } from '../../text/labels.ts';
import { PAGE_TEXT } from '../../text/page.ts';
import type { Jump } from './jump.ts';
import classes from './page-panel.module.css';

/** Below this confidence a word is worth a look. */
const DOUBTFUL = 70;

interface Props {
  document: DocumentDetail;
  words: readonly LocatedWord[];
  hits: readonly TextMark[];
  jump: Jump | null;
  onJump(start: number, end: number): void;
}

/** The text beside it says the same, so that a screen reader need not read the marks. */
export function PageMarks({ document, words, hits, jump, onJump }: Props) {
  const current = useRef<HTMLSpanElement>(null);
  const marked = useMemo(() => wordsOfEntities(words, document.entityList), [words, document.entityList]);
  const first = jump === null ? undefined : words.find((word) => isIn(word, jump));
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new jump to the same word scrolls again
  useEffect(() => {
    current.current?.scrollIntoView({ block: 'center', inline: 'nearest' });
  }, [first, jump?.turn]);
  return (
    <div aria-hidden className={classes.marks}>
      {words.map((word) => {
        const entity = marked.get(word);
        const hit = hits.find(({ start, end }) => word.start < end && word.end > start);
        const here = jump !== null && isIn(word, jump);
        const doubtful = word.confidence !== null && word.confidence < DOUBTFUL;
        const { start, end } = hit ?? entity ?? word;
        return (
          // biome-ignore lint/a11y/noStaticElementInteractions: a shortcut for the mouse; keys use the list of names
          // biome-ignore lint/a11y/useKeyWithClickEvents: see above
          <span
            key={`${word.start}:${word.x}:${word.y}`}
            ref={word === first ? current : null}
            className={classes.word}
            data-kind={entity?.kind}
            data-hit={hit !== undefined || undefined}
            data-current={here || undefined}
            data-doubtful={doubtful || undefined}
            title={titleOf(document.text ?? '', word, entity)}
            style={place(word)}
            onClick={() => onJump(start, end)}
          />
        );
      })}
    </div>
  );
}

const isIn = (word: LocatedWord, { start, end }: Jump): boolean => word.start < end && word.end > start;

const place = ({ x, y, width, height }: LocatedWord) => ({
  left: `${x * 100}%`,
  top: `${y * 100}%`,
  width: `${width * 100}%`,
  height: `${height * 100}%`,
});

function titleOf(text: string, word: LocatedWord, entity: Entity | undefined): string {
  const parts = entity === undefined ? [] : [`${ENTITY_LABEL[entity.kind]}: ${entity.canonical}`];
  if (word.confidence !== null)
    parts.push(PAGE_TEXT.readAs(text.slice(word.start, word.end), word.confidence));
  return parts.join('\n');
}
