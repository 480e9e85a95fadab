/** A part of the rail beside the batches: a heading and its content, without a box. */
import { Title } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import classes from './overview.module.css';

interface Props {
  title: string;
  note?: string;
  testId: string;
  children: ReactNode;
}

export function RailSection({ title, note, testId, children }: Props) {
  const id = useId();
  return (
    <section className={classes.section} aria-labelledby={id} data-testid={testId}>
      <Title order={2} id={id} mb={note === undefined ? 6 : 0}>
        {title}
      </Title>
      {note !== undefined && (
        <div className={classes.small} style={{ marginBottom: 6 }}>
          {note}
        </div>
      )}
      {children}
    </section>
  );
}
