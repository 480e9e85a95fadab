/** The saved views of a list as buttons above it. */
import { Group, UnstyledButton } from '@mantine/core';
import { IconStarFilled } from '@tabler/icons-react';
import type { ListView } from '../../shared/document-list.ts';
import classes from './view-tabs.module.css';

interface Props {
  /** What the list without a view is called, such as `All documents`. */
  allLabel: string;
  views: readonly ListView[];
  /** The name of the view that is shown; null: everything; undefined: something that is no view. */
  active: string | null | undefined;
  /** @param view null: everything */
  onView(view: ListView | null): void;
}

/** Takes no room before there is a view. */
export function ViewTabs({ allLabel, views, active, onView }: Props) {
  if (views.length === 0) return null;
  return (
    <Group gap={4} mb="sm" role="group" aria-label="Views" data-testid="views">
      <UnstyledButton
        className={classes.view}
        aria-pressed={active === null}
        onClick={() => onView(null)}
        data-testid="view-all"
      >
        {allLabel}
      </UnstyledButton>
      {views.map((view) => (
        <UnstyledButton
          key={view.name}
          className={classes.view}
          aria-pressed={active === view.name}
          onClick={() => onView(view)}
          {...(view.isDefault ? { title: 'The list opens with this view' } : {})}
          data-testid="view"
        >
          {view.isDefault && <IconStarFilled size={11} aria-hidden />}
          {view.name}
        </UnstyledButton>
      ))}
    </Group>
  );
}
