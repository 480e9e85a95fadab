/** What a check of batches' figures found, a line each. */
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { isExact, ORPHAN_LABEL, type Reconciled } from '../../shared/reconcile.ts';
import { STAGE_LABEL } from '../../shared/stages.ts';
import { count } from '../lib/format.ts';
import { counterLabel } from '../lib/labels.ts';
import { batchPath, documentPath } from '../lib/routes.ts';

/** Orphans shown of one batch; the others are counted. */
const SHOWN = 10;

type Named = Reconciled & { name: string };

export function Findings({ batches }: { batches: readonly Named[] }) {
  return (
    <Table aria-label="What differs">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Batch or document</Table.Th>
          <Table.Th>What differs</Table.Th>
          <Table.Th>Found</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{batches.filter((batch) => !isExact(batch)).flatMap(linesOf)}</Table.Tbody>
    </Table>
  );
}

function linesOf(batch: Named): ReactNode[] {
  const { batchId, name, drift, orphans, orphaned, ending } = batch;
  const link = (
    <Link href={batchPath(batchId)} className="link">
      {name}
    </Link>
  );
  return [
    ...drift.map(({ counter, stored, recomputed }) => (
      <Table.Tr key={`${batchId} ${counter}`}>
        <Table.Td>{link}</Table.Td>
        <Table.Td>{counterLabel(counter)}</Table.Td>
        <Table.Td>
          stored {count(stored)}, counted {count(recomputed)}
        </Table.Td>
      </Table.Tr>
    )),
    ...orphans.slice(0, SHOWN).map(({ documentId, stage, cause, detail }) => (
      <Table.Tr key={documentId} data-testid="figures-orphan">
        <Table.Td>
          <Link href={documentPath(documentId)} className="link breakable">
            {documentId}
          </Link>
        </Table.Td>
        <Table.Td>
          {ORPHAN_LABEL[cause]} ({STAGE_LABEL[stage]})
        </Table.Td>
        <Table.Td className="breakable">{detail}</Table.Td>
      </Table.Tr>
    )),
    orphaned > SHOWN && (
      <Table.Tr key={`${batchId} more`}>
        <Table.Td colSpan={3} className="muted">
          and {count(orphaned - SHOWN)} more of {name}
        </Table.Td>
      </Table.Tr>
    ),
    ending !== null && (
      <Table.Tr key={`${batchId} ending`} data-testid="figures-ending">
        <Table.Td>{link}</Table.Td>
        <Table.Td>{ORPHAN_LABEL[ending.cause]} (entities of the whole batch)</Table.Td>
        <Table.Td className="breakable">{ending.detail}</Table.Td>
      </Table.Tr>
    ),
  ];
}
