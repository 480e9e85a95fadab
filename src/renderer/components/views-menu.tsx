/** The menu that saves what a list shows as a view, and renames, removes and chooses views. */
import { ActionIcon, Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { IconLayoutList, IconStar, IconStarFilled, IconTrash } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { ListView } from '../../shared/document-list.ts';
import type { Views } from '../lib/use-views.ts';

interface Props extends Views {
  /** What the list shows now. */
  current: Pick<ListView, 'query' | 'columns'>;
}

export function ViewsMenu({ current, ...views }: Props) {
  return (
    <Popover width={340} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={30} aria-label="Views" title="Views" data-testid="views-menu">
          <IconLayoutList size={17} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label="Saved views">
        <Stack gap="xs">
          {views.views?.length === 0 && (
            <Text size="sm" className="muted">
              A view keeps the filters, the order and the columns of this list under a name.
            </Text>
          )}
          {views.views?.map((view, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: views keep their places, and a new name must not cost the focus
            <ViewRow key={place} view={view} {...views} />
          ))}
          <SaveForm current={current} {...views} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A view whose name can be typed over. */
function ViewRow({ view, rename, remove, setDefault }: { view: ListView } & Views) {
  const { name, isDefault } = view;
  const [typed, setTyped] = useState(name);
  useEffect(() => setTyped(name), [name]);
  const finish = async (): Promise<void> => {
    const to = typed.trim();
    if (to === name || rename.busy) return;
    if (to === '' || !(await rename.run(name, to))) setTyped(name);
  };
  const Star = isDefault ? IconStarFilled : IconStar;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void finish();
      }}
    >
      <Group gap={4} wrap="nowrap">
        <TextInput
          flex={1}
          size="xs"
          aria-label={`Name of the view ${name}`}
          value={typed}
          maxLength={60}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => void finish()}
          data-testid="view-name"
        />
        <ActionIcon
          variant="subtle"
          color={isDefault ? 'ink' : 'gray'}
          aria-pressed={isDefault}
          aria-label={`Open the list with ${name}`}
          title={isDefault ? 'The list opens with this view' : 'Open the list with this view'}
          onClick={() => void setDefault.run(isDefault ? null : name)}
          data-testid="view-default"
        >
          <Star size={16} aria-hidden />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove the view ${name}`}
          title="Remove this view"
          onClick={() => void remove.run(name)}
          data-testid="view-remove"
        >
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </Group>
    </form>
  );
}

function SaveForm({ current, save, views }: Props) {
  const [name, setName] = useState('');
  const trimmed = name.trim();
  const old = views?.find((view) => view.name === trimmed);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (trimmed === '') return;
        void save
          .run({ ...current, name: trimmed, isDefault: old?.isDefault ?? false })
          .then((saved) => saved && setName(''));
      }}
    >
      <Group gap="xs" wrap="nowrap" align="flex-end">
        <TextInput
          flex={1}
          size="xs"
          label="Save what the list shows now as"
          value={name}
          maxLength={60}
          onChange={(event) => setName(event.currentTarget.value)}
          data-testid="save-view-name"
        />
        <Button type="submit" size="xs" loading={save.busy} disabled={trimmed === ''} data-testid="save-view">
          {old === undefined ? 'Save' : 'Replace'}
        </Button>
      </Group>
    </form>
  );
}
