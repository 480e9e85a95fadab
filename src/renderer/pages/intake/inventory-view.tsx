/** The inventory of a drop, available before processing starts. */
import { Grid, Table, Text } from '@mantine/core';
import type { Inventory } from '../../../shared/intake.ts';
import { type DescriptionItem, DescriptionList } from '../../components/description-list.tsx';
import { Stat, StatGroup } from '../../components/stat.tsx';
import { bytes, count, plural, span } from '../../lib/format.ts';
import { INTAKE_TEXT } from '../../text/intake.ts';
import { TYPE_LABEL } from '../../text/labels.ts';

export function InventoryView({ inventory }: { inventory: Inventory }) {
  const { files, members, pages, pagesToOcr, predictedMs } = inventory;
  return (
    <div data-testid="inventory">
      <StatGroup>
        <Stat
          label="Documents"
          value={count(files + members)}
          note={
            members > 0
              ? `${count(files)} files, ${count(members)} in emails and archives`
              : plural(files, 'file')
          }
          testId="inventory-documents"
        />
        <Stat label="Volume" value={bytes(inventory.bytes)} />
        <Stat
          label="Pages"
          value={count(pages)}
          note={pagesToOcr > 0 ? `${plural(pagesToOcr, 'scanned page')}` : 'no scanned pages'}
          testId="inventory-pages"
        />
        <Stat
          label="Expected time"
          value={predictedMs === null ? 'Unknown' : `About ${span(predictedMs)}`}
          note={
            predictedMs === null
              ? 'Not enough earlier batches to estimate'
              : 'Based on earlier batches; less for files already read before'
          }
          testId="inventory-time"
        />
      </StatGroup>
      <Grid gap="xl" mt="md">
        <Grid.Col span={{ base: 12, sm: 6 }}>
          <Types inventory={inventory} />
        </Grid.Col>
        <Grid.Col span={{ base: 12, sm: 6 }}>
          <Text size="xs" fw={600} className="muted" mb={4}>
            {INTAKE_TEXT.aside}
          </Text>
          <DescriptionList items={asideItems(inventory)} label="Set aside" />
        </Grid.Col>
      </Grid>
    </div>
  );
}

const asideItems = (inventory: Inventory): readonly DescriptionItem[] => [
  ['Duplicates (processed once)', count(inventory.duplicates)],
  ['Excluded (system files)', count(inventory.excluded)],
  ['Encrypted (need a password)', count(inventory.encrypted)],
  ['Unsupported file types', count(inventory.unsupported)],
  ['Empty files', count(inventory.empty)],
  ['Could not be read', count(inventory.unreadable)],
];

function Types({ inventory }: { inventory: Inventory }) {
  const byCount = [...inventory.byType].sort((a, b) => b.count - a.count);
  return (
    <Table aria-label="File types" verticalSpacing={4} horizontalSpacing={0} data-testid="inventory-types">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Type</Table.Th>
          <Table.Th className="num">Documents</Table.Th>
          <Table.Th className="num">Size</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {byCount.map(({ type, count: number, bytes: size }) => (
          <Table.Tr key={type}>
            <Table.Td>{TYPE_LABEL[type]}</Table.Td>
            <Table.Td className="num">{count(number)}</Table.Td>
            <Table.Td className="num">{bytes(size)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
