/** The menu that chooses the columns of a list and their order. */
import { ActionIcon, Button, Checkbox, Group, Popover, Stack } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';

interface Named {
  readonly id: string;
  readonly header: string;
  readonly hint?: string;
}

interface Props {
  /** Every column of the list; the first one is always shown. */
  all: readonly Named[];
  /** Ids of the columns that are shown, in their order. */
  shown: readonly string[];
  /** @param ids null: the default columns */
  onChoose(ids: readonly string[] | null): void;
}

export function ColumnChooser({ all, shown, onChoose }: Props) {
  const rest = all.filter(({ id }) => !shown.includes(id));
  const ordered = [...shown.flatMap((id) => all.find((column) => column.id === id) ?? []), ...rest];
  const move = (id: string, step: number): void => {
    const next = shown.filter((other) => other !== id);
    next.splice(shown.indexOf(id) + step, 0, id);
    onChoose(next);
  };
  return (
    <Popover width={280} position="bottom-end" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label="Columns" title="Columns" data-testid="columns">
          <IconColumns3 size={17} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="Columns of the list">
        <Stack gap={2} mah={420} style={{ overflowY: 'auto' }}>
          {ordered.map(({ id, header, hint }, place) => {
            const at = shown.indexOf(id);
            const isFirst = id === all[0]?.id;
            return (
              <Group key={id} gap={2} wrap="nowrap" justify="space-between" title={hint}>
                <Checkbox
                  size="xs"
                  py={4}
                  label={header}
                  checked={at >= 0}
                  disabled={isFirst}
                  onChange={() => onChoose(at >= 0 ? shown.filter((other) => other !== id) : [...shown, id])}
                  data-testid={`column-${id}`}
                />
                {at > 0 && (
                  <Group gap={0} wrap="nowrap">
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size="sm"
                      aria-label={`Move ${header} to the left`}
                      disabled={place <= 1}
                      onClick={() => move(id, -1)}
                      data-testid={`column-${id}-left`}
                    >
                      <IconArrowUp size={14} aria-hidden />
                    </ActionIcon>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size="sm"
                      aria-label={`Move ${header} to the right`}
                      disabled={at === shown.length - 1}
                      onClick={() => move(id, 1)}
                      data-testid={`column-${id}-right`}
                    >
                      <IconArrowDown size={14} aria-hidden />
                    </ActionIcon>
                  </Group>
                )}
              </Group>
            );
          })}
        </Stack>
        <Button
          mt="xs"
          size="compact-xs"
          variant="subtle"
          onClick={() => onChoose(null)}
          data-testid="columns-default"
        >
          Default columns
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}
