/** The frame of a rendering. A click on a word is followed to the text, and a place of the text to its words. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RenderedWord } from '../../../shared/rendering.ts';
import type { TextMark } from '../../../shared/search.ts';
import { markWords, scrollToWords, wordAtPoint } from '../../lib/rendering-place.ts';
import { RENDERING_TEXT } from '../../text/page.ts';
import type { Jump } from './jump.ts';
import classes from './page-panel.module.css';

interface Props {
  html: string;
  words: readonly RenderedWord[];
  /** The fragment of the mark to show. */
  anchor: string | null;
  jump: Jump | null;
  /** A word was clicked. @param word its place in the document's text */
  onWord(word: TextMark): void;
}

export function RenderingFrame({ html, words, anchor, jump, onWord }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [loaded, setLoaded] = useState<Document | null>(null);
  /** Whether the next jump comes from here, where its words are in sight already. */
  const isOwn = useRef(false);
  useEffect(() => {
    if (loaded === null) return undefined;
    const onClick = (event: MouseEvent): void => {
      const word = wordAtPoint(loaded, event, words);
      // A drag over words selects them.
      if (word === null || loaded.getSelection()?.isCollapsed === false) return;
      isOwn.current = true;
      onWord(word);
    };
    loaded.addEventListener('click', onClick);
    return () => loaded.removeEventListener('click', onClick);
  }, [loaded, words, onWord]);
  useEffect(() => {
    const inside = frame.current?.contentWindow;
    if (jump === null || loaded === null || inside == null) return;
    const stays = isOwn.current;
    isOwn.current = false;
    // An address without a mark takes the outline from the one before, and scrolls nowhere.
    inside.location.replace(`about:srcdoc#${stays ? '-' : (anchor ?? '-')}`);
    markWords(loaded, words, jump);
    if (!stays && anchor === null) scrollToWords(loaded, words, jump);
  }, [anchor, jump, loaded, words]);
  return (
    <iframe
      ref={frame}
      // No script, no form, no navigation of other windows. The origin lets this page, and nothing in the frame, follow clicks.
      sandbox="allow-same-origin"
      srcDoc={html}
      title={RENDERING_TEXT.frame}
      referrerPolicy="no-referrer"
      className={classes.frame}
      onLoad={useCallback(() => setLoaded(frame.current?.contentDocument ?? null), [])}
      data-testid="rendering-frame"
    />
  );
}
