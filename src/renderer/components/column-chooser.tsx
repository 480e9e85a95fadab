/** The menu that chooses the columns of a list and their order. */
import { ActionIcon, Button, Checkbox, Group, Popover, Stack } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconColumns3 } from '@tabler/icons-react';
import { useLayoutEffect, useRef } from 'react';

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
  const moved = useRef<HTMLElement | null>(null);
  // A row that the browser moves loses the focus.
  useLayoutEffect(() => {
    moved.current?.focus();
    moved.current = null;
  });
  const move = (id: string, step: number, button: HTMLElement): void => {
    const to = shown.indexOf(id) + step;
    if (to < 1 || to >= shown.length) return;
    const next = shown.filter((other) => other !== id);
    next.splice(to, 0, id);
    moved.current = button;
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
        <Stack gap={2} mah="min(420px, calc(60vh - 100px))" style={{ overflowY: 'auto' }}>
          {ordered.map((column) => {
            const { id, header, hint } = column;
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
                    <MoveButton
                      column={column}
                      side="left"
                      isAtEnd={at === 1}
                      onMove={(button) => move(id, -1, button)}
                    />
                    <MoveButton
                      column={column}
                      side="right"
                      isAtEnd={at === shown.length - 1}
                      onMove={(button) => move(id, 1, button)}
                    />
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

interface MoveProps {
  column: Named;
  side: 'left' | 'right';
  isAtEnd: boolean;
  onMove(button: HTMLElement): void;
}

/** At the end of its way the button does nothing. It stays enabled, because a disabled one loses the focus. */
function MoveButton({ column: { id, header }, side, isAtEnd, onMove }: MoveProps) {
  const Arrow = side === 'left' ? IconArrowUp : IconArrowDown;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={`Move ${header} to the ${side}`}
      aria-disabled={isAtEnd}
      onClick={({ currentTarget }) => onMove(currentTarget)}
      data-testid={`column-${id}-${side}`}
    >
      <Arrow size={14} aria-hidden opacity={isAtEnd ? 0.3 : 1} />
    </ActionIcon>
  );
}
