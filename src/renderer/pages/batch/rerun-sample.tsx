/** Shows, before a batch runs again, what would change in a sample of its documents. */
import { Button, Group, List, NativeSelect, Progress, Stack, Table, Text } from '@mantine/core';
import { IconFlask } from '@tabler/icons-react';
import { useState } from 'react';
import type { Sample } from '../../../shared/bridge-sample.ts';
import { RedwellError } from '../../../shared/errors.ts';
import { USUAL_SAMPLE } from '../../../shared/sample-size.ts';
import { sampleLimits, sampleSums } from '../../../shared/sample-sums.ts';
import { STAGE_LABEL, STAGES, type Stage } from '../../../shared/stages.ts';
import { DescriptionList } from '../../components/description-list.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { MiddleTruncate } from '../../components/middle-truncate.tsx';
import { SAMPLE_TEXT, sampledSentence, sampleFigures, sampleSentence } from '../../text/sample.ts';
import { useSample } from './use-sample.ts';

const SIZES = ['10', '20', '50', '100'];

export default function RerunSample({ batchId }: { batchId: string }) {
  const [stage, setStage] = useState<Stage>('ocr');
  const [size, setSize] = useState(String(USUAL_SAMPLE));
  const { sample, start, cancel, error } = useSample(batchId);
  const isRunning = sample?.state === 'running';
  return (
    <Stack gap="sm" mb="md" component="section" aria-label={SAMPLE_TEXT.title} data-testid="sample">
      <Text size="sm" className="muted">
        {SAMPLE_TEXT.hint}
      </Text>
      <Group gap="sm" align="flex-end">
        <NativeSelect
          size="xs"
          label={SAMPLE_TEXT.stage}
          value={stage}
          onChange={(event) => setStage(event.currentTarget.value as Stage)}
          data={STAGES.map((value) => ({ value, label: STAGE_LABEL[value] }))}
          disabled={isRunning}
          data-testid="sample-stage"
        />
        <NativeSelect
          size="xs"
          label={SAMPLE_TEXT.size}
          value={size}
          onChange={(event) => setSize(event.currentTarget.value)}
          data={SIZES}
          disabled={isRunning}
          data-testid="sample-size"
        />
        {isRunning ? (
          <Button
            size="xs"
            variant="default"
            loading={cancel.busy}
            onClick={() => void cancel.run(sample.id)}
            data-testid="sample-cancel"
          >
            {SAMPLE_TEXT.cancel}
          </Button>
        ) : (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconFlask size={15} aria-hidden />}
            loading={start.busy}
            onClick={() => void start.run(stage, Number(size))}
            data-testid="sample-start"
          >
            {sample === null ? SAMPLE_TEXT.start : SAMPLE_TEXT.again}
          </Button>
        )}
      </Group>
      {error !== null && <ErrorAlert error={error} />}
      {sample !== null && <Result sample={sample} />}
    </Stack>
  );
}

function Result({ sample }: { sample: Sample }) {
  const { state, documents, size, error } = sample;
  if (state === 'failed' && error !== null)
    return (
      <ErrorAlert
        error={
          new RedwellError('internal', error.message, error.action === null ? {} : { action: error.action })
        }
      />
    );
  if (state === 'running')
    return (
      <div>
        <Text size="sm" role="status" mb={4} data-testid="sample-state">
          {SAMPLE_TEXT.progress(sample)}
        </Text>
        <Progress value={(100 * documents.length) / size} aria-label={SAMPLE_TEXT.title} />
      </div>
    );
  if (state === 'canceled')
    return (
      <Text size="sm" role="status" data-testid="sample-state">
        {SAMPLE_TEXT.canceled}
      </Text>
    );
  const sums = sampleSums(sample);
  return (
    <>
      <Text size="sm" fw={600} role="status" data-testid="sample-state">
        {sampleSentence(sums)}
      </Text>
      <DescriptionList label={SAMPLE_TEXT.figures} items={sampleFigures(sums)} />
      <Differences sample={sample} />
      <div data-testid="sample-limits">
        <Text size="sm" fw={500}>
          {SAMPLE_TEXT.notSaid}
        </Text>
        <List size="sm" spacing={2}>
          {sampleLimits(sample).map((sentence) => (
            <List.Item key={sentence}>{sentence}</List.Item>
          ))}
        </List>
      </div>
    </>
  );
}

function Differences({ sample }: { sample: Sample }) {
  const rows = sample.documents.filter(({ outcome }) => outcome !== 'same');
  if (rows.length === 0) return null;
  return (
    <Table fz="sm" layout="fixed" aria-label={SAMPLE_TEXT.documents} data-testid="sample-documents">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Document</Table.Th>
          <Table.Th w="58%">What would change</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.documentId}>
            <Table.Td title={row.path}>
              <MiddleTruncate text={row.path} />
            </Table.Td>
            <Table.Td>{sampledSentence(row)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
