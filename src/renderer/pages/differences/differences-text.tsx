/** One text with the words marked that only one of two texts has. What both have is folded when it is long. */
import { Box, Button, Group } from '@mantine/core';
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react';
import { useMemo, useRef, useState } from 'react';
import type { DifferencePiece } from '../../../shared/differences.ts';
import { DIFFERENCES_TEXT } from '../../text/differences.ts';
import classes from './differences.module.css';
import { type Folded, foldedPieces } from './fold.ts';

/** Pieces that are drawn at once. More would take a browser long to lay out. */
const STEP = 500;

export function DifferencesText({ pieces }: { pieces: readonly DifferencePiece[] }) {
  const text = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState(STEP);
  const folded = useMemo(() => foldedPieces(pieces), [pieces]);
  const current = useRef(-1);
  const go = (step: 1 | -1): void => {
    const marks = text.current?.querySelectorAll<HTMLElement>('ins, del') ?? [];
    if (marks.length === 0) return;
    current.current = (current.current + step + marks.length) % marks.length;
    for (const mark of marks) delete mark.dataset.current;
    const mark = marks[current.current];
    if (mark === undefined) return;
    mark.dataset.current = 'true';
    mark.scrollIntoView({ block: 'center' });
  };
  return (
    <>
      <Group gap="xs" px="md" pb="xs">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconArrowUp size={15} aria-hidden />}
          onClick={() => go(-1)}
        >
          {DIFFERENCES_TEXT.previous}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconArrowDown size={15} aria-hidden />}
          onClick={() => go(1)}
          data-testid="differences-next"
        >
          {DIFFERENCES_TEXT.next}
        </Button>
      </Group>
      <Box
        component="section"
        ref={text}
        className={classes.text}
        tabIndex={0}
        aria-label={DIFFERENCES_TEXT.region}
      >
        {folded.slice(0, shown).map((piece) => (
          <Piece key={piece.key} piece={piece} />
        ))}
        {folded.length > shown && (
          <Button variant="default" size="xs" m="md" onClick={() => setShown(shown + STEP)}>
            {DIFFERENCES_TEXT.more(folded.length - shown)}
          </Button>
        )}
      </Box>
    </>
  );
}

function Piece({ piece: { kind, text, hidden, hiddenWords } }: { piece: Folded }) {
  const [isOpen, setOpen] = useState(false);
  // The blanks before a word are not marked: struck through, they look like a sign.
  const word = text.trimStart();
  const blanks = text.slice(0, text.length - word.length);
  const Mark = kind === 'added' ? 'ins' : 'del';
  if (kind !== 'same')
    return (
      <>
        {blanks}
        <Mark className={classes[kind]}>{word}</Mark>
      </>
    );
  if (hidden === '') return <span>{text}</span>;
  if (isOpen) return <span>{hidden}</span>;
  return (
    <Button variant="subtle" size="compact-xs" className={classes.fold ?? ''} onClick={() => setOpen(true)}>
      {DIFFERENCES_TEXT.folded(hiddenWords)}
    </Button>
  );
}
