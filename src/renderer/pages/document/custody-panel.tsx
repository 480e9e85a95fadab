/** How a document came here, and what happened to it: received, fingerprinted, processed, exported. */
import { Button, Group, Table, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { type ReactNode, useCallback, useState } from 'react';
import { Link } from 'wouter';
import type { DocumentDetail } from '../../../shared/documents.ts';
import type { Custody, OriginalCheck } from '../../../shared/review.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { bytes, zonedTime } from '../../lib/format.ts';
import { documentPath } from '../../lib/routes.ts';
import { useAction } from '../../lib/use-action.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { CHECK_TEXT, CUSTODY_TEXT, processedText } from '../../text/custody.ts';

export function CustodyPanel({ document }: { document: DocumentDetail }) {
  const { bridge } = useAppStore();
  const { id } = document;
  const { value, error, reload } = useRequest(
    useCallback(() => bridge.request('documents.custody', { documentId: id }), [bridge, id]),
  );
  return (
    <Panel title={CUSTODY_TEXT.title} testId="custody">
      {error !== null && value === null && <ErrorAlert error={error} retry={reload} />}
      {value !== null && (
        <Table aria-label={CUSTODY_TEXT.title} verticalSpacing={6} horizontalSpacing={0} withRowBorders>
          <Table.Tbody>
            <Step name={CUSTODY_TEXT.received}>
              <Received {...value} />
            </Step>
            <Step name={CUSTODY_TEXT.fingerprinted}>
              <Fingerprint documentId={id} {...value} />
            </Step>
            <Step name={CUSTODY_TEXT.processed}>
              {processedText(document.attempts, document.contentOf != null).map((line) => (
                <Text key={line} size="sm">
                  {line}
                </Text>
              ))}
            </Step>
            <Step name={CUSTODY_TEXT.exported}>
              <Exported batchId={document.batchId} />
            </Step>
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}

function Step({ name, children }: { name: string; children: ReactNode }) {
  return (
    <Table.Tr style={{ verticalAlign: 'top' }}>
      <Table.Th scope="row" fw={400} className="muted" w={130} style={{ paddingRight: 16 }}>
        {name}
      </Table.Th>
      <Table.Td className="breakable">{children}</Table.Td>
    </Table.Tr>
  );
}

function Received({ received: { drop, by, from, container } }: Custody) {
  return (
    <>
      <Text size="sm">
        {drop === null ? CUSTODY_TEXT.unknownDrop : CUSTODY_TEXT.addedAs(zonedTime(drop.at), drop.name)}
      </Text>
      {container !== null && (
        <Text size="sm">
          {CUSTODY_TEXT.inside}{' '}
          <Link href={documentPath(container.id)} className="link breakable">
            {container.path}
          </Link>
        </Text>
      )}
      <Text size="sm">
        {from !== null
          ? CUSTODY_TEXT.from(from)
          : by === 'upload'
            ? CUSTODY_TEXT.uploaded
            : CUSTODY_TEXT.unknownPlace}
      </Text>
    </>
  );
}

function Fingerprint({
  documentId,
  sha256,
  bytes: size,
  frozenAt,
  kept,
  readAt,
}: Custody & { documentId: string }) {
  if (sha256 === null) return <Text size="sm">{CUSTODY_TEXT.noFingerprint}</Text>;
  return (
    <>
      <Text size="sm" ff="monospace">
        SHA-256 {sha256}
      </Text>
      <Text size="sm">
        {bytes(size)}
        {kept === null ? '' : `, ${CUSTODY_TEXT.kept[kept]}`}
      </Text>
      <Text size="sm">
        {frozenAt === null
          ? CUSTODY_TEXT.noManifest
          : CUSTODY_TEXT.frozen[kept ?? 'vault'](zonedTime(frozenAt))}
      </Text>
      <Text size="sm">{readAt === null ? CUSTODY_TEXT.notRead : CUSTODY_TEXT.read(zonedTime(readAt))}</Text>
      <CheckNow documentId={documentId} />
    </>
  );
}

/** The exports of the batch that are whole, with what proves them. */
function Exported({ batchId }: { batchId: string }) {
  const { bridge } = useAppStore();
  const { value, error, reload } = useRequest(
    useCallback(() => bridge.request('handover.list', { batchId }), [bridge, batchId]),
  );
  if (value === null) return error === null ? null : <ErrorAlert error={error} retry={reload} />;
  const whole = value.filter(({ outcome }) => outcome === 'completed');
  if (whole.length === 0) return <Text size="sm">{CUSTODY_TEXT.noExports}</Text>;
  return (
    <>
      {whole.map((one) => (
        <div key={one.id}>
          <Text size="sm">{CUSTODY_TEXT.exportOf(one)}</Text>
          {one.rootHash !== null && (
            <Text size="sm" ff="monospace">
              {one.rootHash}
            </Text>
          )}
        </div>
      ))}
      <Text size="sm" className="muted">
        {CUSTODY_TEXT.inExport}
      </Text>
    </>
  );
}

/** Reads the original again when somebody wants to know whether it is still the one that was received. */
function CheckNow({ documentId }: { documentId: string }) {
  const { bridge } = useAppStore();
  const [found, setFound] = useState<OriginalCheck | null>(null);
  const { busy, run } = useAction(
    useCallback(
      async () => setFound(await bridge.request('documents.verify', { documentId })),
      [bridge, documentId],
    ),
  );
  return (
    <Group gap="sm" mt={6}>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconShieldCheck size={15} aria-hidden />}
        loading={busy}
        onClick={() => void run()}
        data-testid="check-original"
      >
        {CUSTODY_TEXT.check}
      </Button>
      <Text size="sm" role="status" data-testid="original-state" {...colorOf(found)}>
        {found === null ? '' : `${zonedTime(found.checkedAt)}: ${CHECK_TEXT[found.state]}`}
      </Text>
    </Group>
  );
}

const colorOf = (found: OriginalCheck | null) =>
  found === null || found.state === 'intact' ? {} : { c: 'var(--rw-bad)' };
