/** One line of text that is cut in the middle: names begin with what they are and end with a number and an extension. */
import { cutPoint } from '../lib/cut-point.ts';
import classes from './middle-truncate.module.css';

/** @param props.tail characters at the end that always stay visible */
export function MiddleTruncate({ text, tail = 12 }: { text: string; tail?: number }) {
  const at = cutPoint(text, tail);
  return (
    <span className={classes.line}>
      <bdi dir="ltr" className={classes.head}>
        {text.slice(0, at)}
      </bdi>
      {at < text.length && (
        <bdi dir="ltr" className={classes.tail}>
          {text.slice(at)}
        </bdi>
      )}
    </span>
  );
}
