/** The dialog that lists the keyboard shortcuts. */
import { Group, Kbd, Modal, Stack, Table, Title } from '@mantine/core';
import { NAV_ITEMS } from '../lib/routes.ts';

type Row = readonly [keys: readonly string[], effect: string];

/** The shortcuts by the place where they work. */
const GROUPS: readonly (readonly [place: string, rows: readonly Row[]])[] = [
  [
    'Everywhere',
    [
      [['Ctrl', 'K'], 'Find a batch, a document, a page or an action'],
      [['/'], 'The same'],
      [['Tab'], 'Next control; the first one skips to the content, and a table is one control'],
      [['Esc'], 'Close a dialog'],
      [['?'], 'Show this list'],
    ],
  ],
  ['Go to a page', NAV_ITEMS.map(({ key, label }) => [['g', key], `Go to ${label}`] as const)],
  [
    'In a table',
    [
      [['↑', '↓'], 'Previous and next row'],
      [['Page Up', 'Page Down'], 'A screen up and down'],
      [['Home', 'End'], 'First and last loaded row'],
      [['Enter'], 'Open the row'],
    ],
  ],
  [
    'In a list with boxes',
    [
      [['Space'], 'Select the row, or not'],
      [['Shift', '↑', 'or', '↓'], 'Select more or fewer rows'],
      [['Ctrl', 'A'], 'Select all that match'],
      [['Esc'], 'Select none'],
    ],
  ],
  [
    'On a document',
    [
      [[']', 'or', 'j', 'or', 'Alt', '↓'], 'Next one in the list'],
      [['[', 'or', 'k', 'or', 'Alt', '↑'], 'Previous one in the list'],
      [['u'], 'Back to the list'],
      [['n', 'or', 'p'], 'Next and previous hit of a search'],
    ],
  ],
];

export function ShortcutsDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="Keyboard" centered size="lg" data-testid="shortcuts-dialog">
      <Stack gap="md">
        {GROUPS.map(([place, rows]) => (
          <section key={place}>
            <Title order={3} mb={4}>
              {place}
            </Title>
            <Table aria-label={`Keyboard shortcuts: ${place}`}>
              <Table.Tbody>
                {rows.map(([keys, effect]) => (
                  <Table.Tr key={effect}>
                    <Table.Td>{effect}</Table.Td>
                    <Table.Td>
                      <Keys keys={keys} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </section>
        ))}
      </Stack>
    </Modal>
  );
}

function Keys({ keys }: { keys: readonly string[] }) {
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      {keys.map((key, index) =>
        key === 'or' ? (
          // The same word may stand twice in a row of keys that never changes.
          <span key={`or-${keys[index + 1]}`}>or</span>
        ) : (
          <Kbd key={key}>{key}</Kbd>
        ),
      )}
    </Group>
  );
}
