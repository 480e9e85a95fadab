/** Searches under a name, kept in Settings: all consoles on this data folder have them. */
import { ActionIcon, Button, Group, Popover, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { SavedSearch } from '../../../shared/search.ts';
import { useAction } from '../../lib/use-action.ts';
import { useAppStore, useSettings } from '../../stores/use-app-store.ts';
import classes from './search.module.css';

interface Props {
  /** The search on the page; empty: none. */
  query: string;
  onSearch(query: string): void;
}

export function SavedSearches({ query, onSearch }: Props) {
  const { bridge, settings } = useAppStore();
  const saved = useSettings().value?.savedSearches ?? [];
  const [opened, { toggle, close }] = useDisclosure(false);
  const [name, setName] = useState('');
  const { busy, run } = useAction(
    useCallback(
      async (change: (now: readonly SavedSearch[]) => SavedSearch[]) => {
        // Another window may have saved one meanwhile.
        const { savedSearches } = await bridge.request('settings.get', {});
        settings.put(await bridge.request('settings.set', { savedSearches: change(savedSearches) }));
      },
      [bridge, settings],
    ),
  );
  const add = async (): Promise<void> => {
    const one = { name: name.trim(), query };
    if (one.name === '') return;
    if (await run((now) => [...now.filter((other) => other.name !== one.name), one])) setName('');
  };
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && close()}
      width={340}
      position="bottom-end"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconBookmark size={16} aria-hidden />}
          onClick={toggle}
          data-testid="saved-searches"
        >
          Saved searches
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Saved searches">
        <Stack gap="xs">
          {saved.length === 0 && (
            <Text size="sm" className="muted">
              No searches are saved yet.
            </Text>
          )}
          {saved.map((one) => (
            <Group key={one.name} gap={4} wrap="nowrap">
              <UnstyledButton
                className={classes.facet}
                onClick={() => {
                  close();
                  onSearch(one.query);
                }}
                data-testid="saved-search"
              >
                <span>
                  {one.name}
                  <Text size="xs" className="muted breakable">
                    {one.query}
                  </Text>
                </span>
              </UnstyledButton>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={`Remove the saved search ${one.name}`}
                onClick={() => void run((now) => now.filter((other) => other.name !== one.name))}
              >
                <IconTrash size={16} aria-hidden />
              </ActionIcon>
            </Group>
          ))}
          {query !== '' && (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                void add();
              }}
            >
              <Group gap="xs" wrap="nowrap" align="flex-end">
                <TextInput
                  flex={1}
                  size="xs"
                  label="Save this search as"
                  value={name}
                  maxLength={100}
                  onChange={(event) => setName(event.currentTarget.value)}
                  data-testid="save-search-name"
                />
                <Button
                  type="submit"
                  size="xs"
                  loading={busy}
                  disabled={name.trim() === ''}
                  data-testid="save-search"
                >
                  Save
                </Button>
              </Group>
            </form>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
