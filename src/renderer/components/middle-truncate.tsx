/** One line of text that is cut in the middle: names begin with what they are and end with a number and an extension. */
import { cutPoint } from '../lib/cut-point.ts';
import classes from './middle-truncate.module.css';

interface Props {
  text: string;
  /** Characters at the end that always stay visible. */
  tail?: number;
  /** Of the line. */
  className?: string | undefined;
}

export function MiddleTruncate({ text, tail = 12, className = '' }: Props) {
  const at = cutPoint(text, tail);
  if (at === text.length)
    return (
      <bdi dir="ltr" className={`${classes.whole} ${className}`}>
        {text}
      </bdi>
    );
  return (
    <span className={`${classes.line} ${className}`}>
      <bdi dir="ltr" className={classes.head}>
        {text.slice(0, at)}
      </bdi>
      <bdi dir="ltr" className={classes.tail}>
        {text.slice(at)}
      </bdi>
    </span>
  );
}
