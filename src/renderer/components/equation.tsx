/** received = completed + duplicates + excluded + exceptions + pending, every term a way to its documents. */
import { Group, Text, Tooltip, UnstyledButton } from '@mantine/core';
import type { Batch, Equation as Terms } from '../../shared/batches.ts';
import { count } from '../lib/format.ts';
import classes from './equation.module.css';

export type Term = keyof Terms;

const TERMS: readonly { term: Term; label: string; tone: string; hint: string }[] = [
  { term: 'received', label: 'received', tone: 'plain', hint: 'Everything the manifest lists' },
  { term: 'completed', label: 'completed', tone: 'ok', hint: 'Passed all six stages' },
  {
    term: 'duplicates',
    label: 'duplicates',
    tone: 'plain',
    hint: 'Same content as a document that was processed',
  },
  {
    term: 'excluded',
    label: 'excluded',
    tone: 'plain',
    hint: 'System files, and documents of a canceled batch',
  },
  { term: 'exceptions', label: 'exceptions', tone: 'bad', hint: 'Could not be completed; somebody must act' },
  { term: 'pending', label: 'pending', tone: 'run', hint: 'Not at their end: waiting or running' },
];

interface Props {
  batch: Batch;
  size?: 'md' | 'sm';
  /** Without it the terms are plain figures. */
  onPick?: (term: Term) => void;
}

export function Equation({ batch, size = 'md', onPick }: Props) {
  return (
    <Group gap={size === 'md' ? 8 : 6} wrap="wrap" className={classes.equation} data-size={size}>
      {TERMS.map(({ term, label, tone, hint }, index) => {
        const value = batch.equation[term];
        const inner = (
          <>
            <Text span className={classes.value} data-tone={value === 0 ? 'zero' : tone}>
              {count(value)}
            </Text>
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
              <Tooltip label={`${hint}. Show them.`}>
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
