/** received = completed + duplicates + excluded + exceptions + pending. A click on a term shows its documents. */
import { Group, Text, Tooltip, UnstyledButton } from '@mantine/core';
import type { Batch, Equation as Terms } from '../../shared/batches.ts';
import { count } from '../lib/format.ts';
import { TERM_TEXT } from '../text/batch.ts';
import classes from './equation.module.css';

export type Term = keyof Terms;

const TERMS: readonly { term: Term; tone: string }[] = [
  { term: 'received', tone: 'plain' },
  { term: 'completed', tone: 'ok' },
  { term: 'duplicates', tone: 'plain' },
  { term: 'excluded', tone: 'plain' },
  { term: 'exceptions', tone: 'bad' },
  { term: 'pending', tone: 'run' },
];

interface Props {
  batch: Batch;
  size?: 'md' | 'sm';
  /** Called with the clicked term; without it, the terms are plain text. */
  onPick?: (term: Term) => void;
}

export function Equation({ batch, size = 'md', onPick }: Props) {
  return (
    <Group gap={size === 'md' ? 8 : 6} wrap="wrap" className={classes.equation} data-size={size}>
      {TERMS.map(({ term, tone }, index) => {
        const { label, hint } = TERM_TEXT[term];
        const value = batch.equation[term];
        const inner = (
          <>
            <Text span className={classes.value} data-tone={value === 0 ? 'zero' : tone}>
              {count(value)}
            </Text>{' '}
            <Text span className={classes.label}>
              {label}
            </Text>
          </>
        );
        return (
          <Group gap={size === 'md' ? 8 : 6} key={term} wrap="nowrap">
            {index > 0 && (
              <Text span className={classes.sign} aria-hidden>
                {index === 1 ? '=' : '+'}
              </Text>
            )}
            {onPick === undefined ? (
              <span className={classes.term} data-testid={`equation-${term}`}>
                {inner}
              </span>
            ) : (
              <Tooltip label={`${hint}. Click to show them.`}>
                <UnstyledButton
                  className={classes.term}
                  onClick={() => onPick(term)}
                  data-testid={`equation-${term}`}
                >
                  {inner}
                </UnstyledButton>
              </Tooltip>
            )}
          </Group>
        );
      })}
    </Group>
  );
}
