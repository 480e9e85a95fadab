/** The dialog that lists the keyboard shortcuts. */
import { Group, Kbd, Modal, Table } from '@mantine/core';
import { NAV_ITEMS } from '../lib/routes.ts';

const ROWS: readonly (readonly [keys: readonly string[], effect: string])[] = [
  ...NAV_ITEMS.map(({ key, label }) => [['g', key], `Go to ${label}`] as const),
  [['Ctrl', 'K'], 'Find a page, a batch or a command'],
  [['/'], 'The same'],
  [['Tab'], 'Next control; the first one skips to the content'],
  [['Esc'], 'Close a dialog'],
  [['?'], 'Show this list'],
];

export function ShortcutsDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="Keyboard" centered data-testid="shortcuts-dialog">
      <Table aria-label="Keyboard shortcuts">
        <Table.Tbody>
          {ROWS.map(([keys, effect]) => (
            <Table.Tr key={effect}>
              <Table.Td>{effect}</Table.Td>
              <Table.Td>
                <Group gap={4} justify="flex-end" wrap="nowrap">
                  {keys.map((key) => (
                    <Kbd key={key}>{key}</Kbd>
                  ))}
                </Group>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Modal>
  );
}
