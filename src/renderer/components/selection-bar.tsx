/** The bar over the end of a list that says how many rows are selected and what can be done with them. */
import { CloseButton, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { count } from '../lib/format.ts';
import type { RowSelection } from '../lib/use-row-selection.ts';
import classes from './selection-bar.module.css';

interface Props {
  selection: RowSelection;
  /** The actions. */
  children: ReactNode;
}

export function SelectionBar({ selection: { selected, clear }, children }: Props) {
  // The status stays on the page, because a screen reader reads only what changes in it.
  return (
    <>
      <span className={classes.spoken} role="status" data-testid="selected-count">
        {selected.size === 0 ? '' : `${count(selected.size)} selected`}
      </span>
      <div className={classes.place}>
        {selected.size > 0 && (
          <Group
            className={classes.bar}
            gap="xs"
            role="toolbar"
            aria-label="Selected documents"
            onKeyDown={(event) => {
              // A menu of the bar closes first.
              if (event.key === 'Escape' && !event.defaultPrevented) clear();
            }}
            data-testid="selection-bar"
          >
            <Text size="sm" fw={600} className="tabular" aria-hidden>
              {count(selected.size)} selected
            </Text>
            {children}
            <CloseButton aria-label="Clear the selection" onClick={clear} data-testid="selection-clear" />
          </Group>
        )}
      </div>
    </>
  );
}
