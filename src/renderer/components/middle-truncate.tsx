/** One line of text that is cut in the middle, because names differ at the end: in a number, or in the folder. */
import classes from './middle-truncate.module.css';

/** Characters at the end that stay visible. */
const TAIL = 14;

export function MiddleTruncate({ text }: { text: string }) {
  const at = text.length - TAIL;
  // A short name fits into its column, so it needs no split.
  if (at < TAIL) return <span className={classes.whole}>{text}</span>;
  return (
    <span className={classes.line}>
      <span className={classes.head}>{text.slice(0, at)}</span>
      <span className={classes.tail}>{text.slice(at)}</span>
    </span>
  );
}
