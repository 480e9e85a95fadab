/** The inventory of a drop, available before processing starts. */
import { Grid, Text } from '@mantine/core';
import type { Inventory } from '../../../shared/intake.ts';
import { type DescriptionItem, DescriptionList } from '../../components/description-list.tsx';
import { Stat, StatGroup } from '../../components/stat.tsx';
import { bytes, count, plural, span } from '../../lib/format.ts';
import { INTAKE_TEXT } from '../../text/intake.ts';
import { TypesTable } from './types-table.tsx';
import type { Edits } from './use-edits.ts';

export function InventoryView({ inventory, edits }: { inventory: Inventory; edits: Edits }) {
  const { files, members, companions = 0, pages, pagesToOcr, predictedMs } = inventory;
  return (
    <div data-testid="inventory">
      <StatGroup>
        <Stat
          label="Documents"
          value={count(files + members - companions)}
          note={
            companions > 0
              ? `and ${plural(companions, 'text or page image', 'texts and page images')} of theirs`
              : members > 0
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
          <TypesTable choices={inventory.choices ?? []} edits={edits} />
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
  ['Left out by you', count(inventory.leftOut?.documents ?? 0)],
  [
    'System files',
    count(inventory.excluded - (inventory.leftOut?.documents ?? 0) - (inventory.companions ?? 0)),
  ],
  ['Encrypted (need a password)', count(inventory.encrypted)],
  ['Unsupported file types', count(inventory.unsupported)],
  ['Empty files', count(inventory.empty)],
  ['Could not be read', count(inventory.unreadable)],
];
