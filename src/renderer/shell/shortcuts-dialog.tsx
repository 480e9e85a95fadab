/** The dialog that lists the keyboard shortcuts. */
import { Group, Kbd, Modal, Table } from '@mantine/core';
import { NAV_ITEMS } from '../lib/routes.ts';

const ROWS: readonly (readonly [keys: readonly string[], effect: string])[] = [
  ...NAV_ITEMS.map(({ key, label }) => [['g', key], `Go to ${label}`] as const),
  [['Ctrl', 'K'], 'Find a page, a batch or a command'],
  [['/'], 'The same'],
  [['Tab'], 'Next control; the first one skips to the content, and the rows of a table are one control'],
  [['↑', '↓'], 'In a table: previous and next row'],
  [['Home', 'End'], 'In a table: first and last loaded row'],
  [['Page Up', 'Page Down'], 'In a table: a screen up and down'],
  [['Enter'], 'In a table: open the row'],
  [['Space'], 'In a list: select the row, or not'],
  [['Shift', '↑', 'or', '↓'], 'In a list: select more or fewer rows'],
  [['Ctrl', 'A'], 'In a list: select all that match'],
  [['Esc'], 'In a list: select none'],
  [[']', 'or', 'j', 'or', 'Alt', '↓'], 'On a document: next one in the list'],
  [['[', 'or', 'k', 'or', 'Alt', '↑'], 'On a document: previous one in the list'],
  [['u'], 'On a document: back to the list'],
  [['Esc'], 'Close a dialog'],
  [['?'], 'Show this list'],
];

export function ShortcutsDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="Keyboard" centered size="lg" data-testid="shortcuts-dialog">
      <Table aria-label="Keyboard shortcuts">
        <Table.Tbody>
          {ROWS.map(([keys, effect]) => (
            <Table.Tr key={effect}>
              <Table.Td>{effect}</Table.Td>
              <Table.Td>
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
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
