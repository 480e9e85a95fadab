/** The documents of a search, each with its hits in context. */
import { Badge, Group, Text } from '@mantine/core';
import { type KeyboardEvent, useRef } from 'react';
import { Link } from 'wouter';
import type { SearchHit } from '../../../shared/search.ts';
import { shownDay } from '../../../shared/search-dates.ts';
import { plural, splitPath } from '../../lib/format.ts';
import { TYPE_LABEL } from '../../text/labels.ts';
import { SEARCH_TEXT } from '../../text/search.ts';
import { hitPath, type SearchAddress } from './address.ts';
import { Marked } from './marked.tsx';
import classes from './search.module.css';

interface Props {
  hits: readonly SearchHit[];
  address: SearchAddress;
}

export function HitList({ hits, address }: Props) {
  const list = useRef<HTMLUListElement>(null);
  const onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const links = [...(list.current?.querySelectorAll<HTMLElement>('a[data-hit]') ?? [])];
    const next = links[links.findIndex((link) => link.matches(':focus')) + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };
  return (
    <ul
      ref={list}
      className={classes.hits}
      onKeyDown={onKey}
      aria-label="Documents"
      data-testid="search-hits"
    >
      {hits.map((hit) => (
        <Hit key={hit.documentId} hit={hit} address={address} />
      ))}
    </ul>
  );
}

function Hit({ hit, address }: { hit: SearchHit; address: SearchAddress }) {
  const { folder, name } = splitPath(hit.path);
  const about = [
    TYPE_LABEL[hit.type],
    hit.day === null ? null : shownDay(hit.day),
    hit.from,
    hit.batchName,
    hit.custodian === '' ? null : hit.custodian,
    hit.marks === 0 ? null : `${plural(hit.marks, 'hit')} in the text`,
  ].filter((part) => part !== null);
  return (
    <li className={classes.hit} data-testid="search-hit">
      <Group gap="xs" wrap="nowrap" justify="space-between" align="flex-start">
        <Link href={hitPath(hit.documentId, address)} className={classes.title} data-hit>
          {hit.subject ?? name}
        </Link>
        <Group gap={6} wrap="nowrap">
          {hit.status === 'duplicate' && (
            <Badge size="sm" variant="light" color="gray">
              Duplicate
            </Badge>
          )}
          {hit.warned && (
            <Badge size="sm" variant="light" color="orange">
              Warning
            </Badge>
          )}
        </Group>
      </Group>
      <Text size="xs" className="muted breakable">
        {about.join(' · ')}
      </Text>
      <Text size="xs" className="muted breakable">
        {hit.subject === null ? folder : hit.path}
      </Text>
      {hit.textCheck === 'differs' && <Text size="sm">{SEARCH_TEXT.noText}</Text>}
      {hit.fields.map(({ field, text, marks }) => (
        <p key={field} className={classes.excerpt}>
          <span className="muted">{field}: </span>
          <Marked text={text} marks={marks} />
        </p>
      ))}
      {hit.excerpts.map(({ start, text, marks, more }) => (
        <p key={start} className={classes.excerpt}>
          {start > 0 && '… '}
          <Marked text={text} marks={marks} />
          {more && ' …'}
        </p>
      ))}
    </li>
  );
}
