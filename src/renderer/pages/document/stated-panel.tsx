/** What the load file states that a document came with, and the text that came beside the one that Redwell read. */
import { Button, SimpleGrid, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useCallback } from 'react';
import type { DocumentDetail } from '../../../shared/documents.ts';
import { type DescriptionItem, DescriptionList } from '../../components/description-list.tsx';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { Panel } from '../../components/panel.tsx';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore } from '../../stores/use-app-store.ts';
import { comparisonSentence, LOAD_FILE_TEXT, originalNote } from '../../text/load-file.ts';

/** Texts are shown up to this length here; the rest is in the files. */
const MOST_SHOWN = 200_000;

/** Renders nothing for a document that came with no load file. */
export function StatedPanel({ document }: { document: DocumentDetail }) {
  const [opened, { toggle }] = useDisclosure(false);
  const { stated } = document;
  if (stated === undefined) return null;
  const { control, custodian, file, row, sha256, fields, textId, textColumn, comparison } = stated;
  const items: DescriptionItem[] = [
    ['Control number', control, 'text'],
    ...(custodian === '' ? [] : [['Custodian', custodian, 'text'] as const]),
    ['Load file', `${file}, row ${row}`, 'text'],
    ['SHA-256 of the load file', sha256, 'text'],
  ];
  const known = new Set(items.map(([name]) => name));
  for (const [name, value] of Object.entries(fields)) if (!known.has(name)) items.push([name, value, 'text']);
  const half = Math.ceil(items.length / 2);
  const notes = [originalNote(stated), comparisonSentence(comparison)].filter((note) => note !== '');
  return (
    <Panel title={LOAD_FILE_TEXT.stated} testId="stated">
      <Stack gap="sm">
        <Text size="sm" className="muted">
          {LOAD_FILE_TEXT.statedHint}
        </Text>
        {notes.map((note) => (
          <Text key={note} size="sm" data-testid="stated-note">
            {note}
          </Text>
        ))}
        {(textId !== null || textColumn !== null) && (
          <div>
            <Button
              size="xs"
              variant="default"
              onClick={toggle}
              aria-expanded={opened}
              data-testid="stated-compare"
            >
              {opened ? LOAD_FILE_TEXT.hide : LOAD_FILE_TEXT.compare}
            </Button>
          </div>
        )}
        {opened && <BothTexts document={document} />}
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
          <DescriptionList items={items.slice(0, half)} label={LOAD_FILE_TEXT.stated} />
          <DescriptionList items={items.slice(half)} label={`${LOAD_FILE_TEXT.stated}, continued`} />
        </SimpleGrid>
      </Stack>
    </Panel>
  );
}

function BothTexts({ document: { id: documentId, text } }: { document: DocumentDetail }) {
  const { bridge } = useAppStore();
  const { value, error, reload } = useRequest(
    useCallback(() => bridge.request('documents.statedText', { documentId }), [bridge, documentId]),
  );
  if (error !== null) return <ErrorAlert error={error} retry={reload} />;
  if (value === null) return null;
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
      <OneText
        title={LOAD_FILE_TEXT.theirs}
        text={value.text ?? LOAD_FILE_TEXT.gone}
        testId="stated-theirs"
      />
      <OneText title={LOAD_FILE_TEXT.ours} text={text ?? ''} testId="stated-ours" />
    </SimpleGrid>
  );
}

function OneText({ title, text, testId }: { title: string; text: string; testId: string }) {
  return (
    <div>
      <Text size="xs" fw={600} className="muted" mb={4}>
        {title}
      </Text>
      <Text
        component="pre"
        size="sm"
        tabIndex={0}
        role="region"
        aria-label={title}
        data-testid={testId}
        className="breakable"
        style={{ whiteSpace: 'pre-wrap', maxHeight: 360, overflow: 'auto', margin: 0 }}
      >
        {text.slice(0, MOST_SHOWN)}
      </Text>
    </div>
  );
}
