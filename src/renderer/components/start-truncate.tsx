/** One line of text that is cut at the start, because names differ at the end: in a number, or in the folder. */
import classes from './start-truncate.module.css';

export function StartTruncate({ text }: { text: string }) {
  return (
    <span className={classes.line}>
      <bdi dir="ltr">{text}</bdi>
    </span>
  );
}
