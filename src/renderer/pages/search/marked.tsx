/** A text with its hits marked. */
import type { TextMark } from '../../../shared/search.ts';
import classes from './search.module.css';

interface Props {
  text: string;
  /** In order, none inside another. */
  marks: readonly TextMark[];
}

export function Marked({ text, marks }: Props) {
  const pieces = marks.flatMap(({ start, end }, i) => [
    text.slice(marks[i - 1]?.end ?? 0, start),
    <mark key={start} className={classes.mark}>
      {text.slice(start, end)}
    </mark>,
  ]);
  return (
    <>
      {pieces}
      {text.slice(marks.at(-1)?.end ?? 0)}
    </>
  );
}
