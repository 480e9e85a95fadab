/** One item of the palette. The focus stays in the field, which names the selected option to a screen reader. */
import { Highlight } from '@mantine/core';
import type { PaletteItem } from './items.ts';
import classes from './palette.module.css';
import { optionId } from './use-selection.ts';

interface Props {
  item: PaletteItem;
  selected: boolean;
  /** What was typed; its words are marked. */
  typed: string;
  open: (item: PaletteItem) => void;
}

/** A mark that keeps the color of the text. */
const MARK = { background: 'none', color: 'inherit', fontWeight: 700, textDecoration: 'underline' } as const;

export function Option({ item, selected, typed, open }: Props) {
  const { label, about, icon: Shape, refused } = item;
  const words = refused === undefined ? typed.split(/\s+/).filter((word) => word.length > 1) : [];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above handles the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field (aria-activedescendant)
    <div
      id={optionId(item)}
      role="option"
      aria-selected={selected}
      {...(refused === undefined ? {} : { 'aria-disabled': true })}
      className={classes.option}
      // The field keeps the focus.
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => open(item)}
      data-testid="palette-option"
    >
      <Shape size={18} stroke={1.6} aria-hidden />
      <div className={classes.words}>
        <Highlight component="div" size="sm" highlight={words} highlightStyles={MARK}>
          {label}
        </Highlight>
        {about !== undefined && about !== '' && (
          <Highlight component="div" className={classes.about ?? ''} highlight={words} highlightStyles={MARK}>
            {about}
          </Highlight>
        )}
      </div>
    </div>
  );
}
