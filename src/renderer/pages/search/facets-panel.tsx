/** Counts of the whole result; choosing a value adds it to the search. */
import { Skeleton, Stack, Text, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { EXCEPTIONS, exceptionCodeSchema } from '../../../shared/exceptions.ts';
import { fileTypeSchema } from '../../../shared/file-types.ts';
import type { Facet } from '../../../shared/search.ts';
import { fieldText } from '../../../shared/search-print.ts';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../lib/format.ts';
import { TYPE_LABEL } from '../../text/labels.ts';
import { FACET_LABEL } from '../../text/search.ts';
import classes from './search.module.css';

/** Values shown before “Show all”. */
const FIRST = 6;

const FIELD: Readonly<Record<Facet['kind'], string>> = {
  type: 'type',
  custodian: 'custodian',
  matter: 'matter',
  batch: 'batch',
  year: 'date',
  person: 'entity',
  organization: 'entity',
  warning: 'has',
};

interface Props {
  /** Null while they are counted. */
  facets: readonly Facet[] | null;
  onChoose(filter: string): void;
}

export function FacetsPanel({ facets, onChoose }: Props) {
  return (
    <Panel title="Narrow down" testId="search-facets">
      {facets === null ? (
        <Stack gap={8} aria-busy="true">
          {[...FACET_SKELETON].map((width) => (
            <Skeleton key={width} height={14} width={`${width}%`} />
          ))}
        </Stack>
      ) : (
        <Stack gap="sm">
          {facets
            .filter(({ values }) => values.length > 0)
            .map((facet) => (
              <FacetGroup key={facet.kind} facet={facet} onChoose={onChoose} />
            ))}
        </Stack>
      )}
    </Panel>
  );
}

const FACET_SKELETON = [60, 90, 80, 70, 55, 85, 75];

function FacetGroup({ facet: { kind, values, more }, onChoose }: { facet: Facet } & Pick<Props, 'onChoose'>) {
  const [all, setAll] = useState(false);
  const shown = all ? values : values.slice(0, FIRST);
  const hidden = values.length - shown.length;
  return (
    <section aria-label={FACET_LABEL[kind]}>
      <Text size="xs" fw={600} className="muted" px={8} mb={2} component="h3">
        {FACET_LABEL[kind]}
      </Text>
      {shown.map(({ value, label, count: documents }) => (
        <UnstyledButton
          key={value}
          className={classes.facet}
          onClick={() => onChoose(fieldText(FIELD[kind], value))}
          data-testid={`facet-${kind}`}
        >
          <span>{labelOf(kind, value, label)}</span>
          <span className="muted tabular">{count(documents)}</span>
        </UnstyledButton>
      ))}
      {hidden > 0 && (
        <UnstyledButton className={classes.facet} onClick={() => setAll(true)}>
          <span className="muted">Show {count(hidden)} more</span>
        </UnstyledButton>
      )}
      {all && more !== 0 && (
        <Text size="xs" className="muted" px={8}>
          {more === null ? 'There are more.' : `${count(more)} more are not listed.`}
        </Text>
      )}
    </section>
  );
}

function labelOf(kind: Facet['kind'], value: string, label: string): string {
  const type = kind === 'type' ? fileTypeSchema.safeParse(value) : null;
  if (type?.success) return TYPE_LABEL[type.data];
  const code = kind === 'warning' ? exceptionCodeSchema.safeParse(value) : null;
  return code?.success ? EXCEPTIONS[code.data].label : label;
}
