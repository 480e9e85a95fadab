/** A load file in a drop: what it lists, what is wrong with it, and how to take it. */
import { Button, Group, List, Paper, Radio, Spoiler, Stack, Text, Title } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useCallback, useId } from 'react';
import { csvFile } from '../../../shared/csv.ts';
import type { Drop } from '../../../shared/intake.ts';
import type { LoadFileProblem, LoadFileSummary } from '../../../shared/load-file-record.ts';
import { ErrorAlert } from '../../components/error-alert.tsx';
import { plural } from '../../lib/format.ts';
import { saveFile } from '../../lib/save-file.ts';
import { useAction } from '../../lib/use-action.ts';
import { useRequest } from '../../lib/use-request.ts';
import { useAppStore, useHostInfo } from '../../stores/use-app-store.ts';
import { LOAD_FILE_TEXT, loadFileNote, loadFileTitle, problemsTitle } from '../../text/load-file.ts';

const SHOWN = 50;
const PAGE = 500;

export function LoadFilePanel({ drop, loadFile }: { drop: Drop; loadFile: LoadFileSummary }) {
  const heading = useId();
  const { bridge, drops } = useAppStore();
  const take = useAction(
    useCallback(
      async (taken: boolean) => {
        drops.put(await bridge.request('intake.loadFile', { dropId: drop.id, taken }));
      },
      [bridge, drops, drop.id],
    ),
  );
  const tone = loadFile.contradictions > 0 ? '--rw-warn' : '--rw-ok';
  return (
    <Paper
      component="section"
      withBorder
      p="md"
      style={{ borderColor: 'var(--rw-line)', borderInlineStart: `3px solid var(${tone})` }}
      aria-labelledby={heading}
      data-testid="load-file"
    >
      <Stack gap="sm">
        <div>
          <Title order={3} id={heading} className="breakable">
            {loadFileTitle(loadFile)}
          </Title>
          <Text size="sm" className="muted">
            {loadFileNote(loadFile)}
          </Text>
        </div>
        <Radio.Group
          label={LOAD_FILE_TEXT.take}
          value={loadFile.taken ? 'production' : 'files'}
          onChange={(value) => void take.run(value === 'production')}
        >
          <Stack gap={6} mt={6}>
            {(['production', 'files'] as const).map((value) => (
              <Radio
                key={value}
                value={value}
                disabled={take.busy || drop.status !== 'ready'}
                label={LOAD_FILE_TEXT[value]}
                description={LOAD_FILE_TEXT[`${value}Hint`]}
                data-testid={`load-file-${value}`}
              />
            ))}
          </Stack>
        </Radio.Group>
        {loadFile.problems === 0 ? (
          <Text size="sm">{LOAD_FILE_TEXT.none}</Text>
        ) : (
          <Problems drop={drop} loadFile={loadFile} />
        )}
      </Stack>
    </Paper>
  );
}

function Problems({ drop: { id: dropId, name }, loadFile }: { drop: Drop; loadFile: LoadFileSummary }) {
  const { bridge } = useAppStore();
  const info = useHostInfo();
  const { value, error, reload } = useRequest(
    useCallback(
      () => bridge.request('intake.loadFileProblems', { dropId, cursor: null, limit: SHOWN }),
      [bridge, dropId],
    ),
  );
  const save = useAction(
    useCallback(async () => {
      const all: LoadFileProblem[] = [];
      let cursor: string | null = null;
      do {
        const page: { items: LoadFileProblem[]; next: string | null } = await bridge.request(
          'intake.loadFileProblems',
          { dropId, cursor, limit: PAGE },
        );
        all.push(...page.items);
        cursor = page.next;
      } while (cursor !== null);
      const rows = all.map(({ file, row, control, code, message }) => [
        file,
        String(row),
        control,
        code,
        message,
      ]);
      const head = ['File', 'Row', 'Control number', 'Kind', 'Problem'];
      saveFile(`${name} load file problems.csv`, [csvFile(head, rows)]);
    }, [bridge, dropId, name]),
  );
  if (error !== null) return <ErrorAlert error={error} retry={reload} />;
  const hidden = value === null ? 0 : value.total - value.items.length;
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {problemsTitle(loadFile)}
        </Text>
        {/* The app's own window refuses every download. */}
        {info?.capabilities.localPaths === false && (
          <Button
            size="xs"
            variant="default"
            loading={save.busy}
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => void save.run()}
            data-testid="load-file-export"
          >
            Export problems
          </Button>
        )}
      </Group>
      <Spoiler maxHeight={120} showLabel="Show more" hideLabel="Show fewer">
        <List size="sm" spacing={4} listStyleType="none">
          {value?.items.map(({ file, row, code, message }) => (
            <List.Item
              key={`${file}:${row}:${code}:${message}`}
              className="breakable"
              data-testid="load-file-problem"
            >
              {message}
            </List.Item>
          ))}
        </List>
        {hidden > 0 && <Text size="xs">And {plural(hidden, 'more problem')}.</Text>}
      </Spoiler>
    </div>
  );
}
