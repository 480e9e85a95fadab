/** The differences that a check of the counters found, one per row. */
import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { isExact, ORPHAN_LABEL, type Reconciled } from '../../shared/reconcile.ts';
import { STAGE_LABEL } from '../../shared/stages.ts';
import { count } from '../lib/format.ts';
import { batchPath, documentPath } from '../lib/routes.ts';
import { counterLabel } from '../text/labels.ts';

/** Documents without a job that are listed per batch; the rest are only counted. */
const SHOWN = 10;

type Named = Reconciled & { name: string };

export function Findings({ batches }: { batches: readonly Named[] }) {
  return (
    <Table aria-label="Differences">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Batch or document</Table.Th>
          <Table.Th>Difference</Table.Th>
          <Table.Th>Details</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>{batches.filter((batch) => !isExact(batch)).flatMap(rowsOf)}</Table.Tbody>
    </Table>
  );
}

function rowsOf(batch: Named): ReactNode[] {
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
          and {count(orphaned - SHOWN)} more in {name}
        </Table.Td>
      </Table.Tr>
    ),
    ending !== null && (
      <Table.Tr key={`${batchId} ending`} data-testid="figures-ending">
        <Table.Td>{link}</Table.Td>
        <Table.Td>{ORPHAN_LABEL[ending.cause]} (names of the whole batch)</Table.Td>
        <Table.Td className="breakable">{ending.detail}</Table.Td>
      </Table.Tr>
    ),
  ];
}
