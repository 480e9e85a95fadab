/** Puts a tag on the selected documents, or takes one from them. */
import { Autocomplete, Button, Group, Popover, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTag } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { TagCount } from '../../../shared/document-list.ts';
import { type ListOfDocuments, useTagSelected } from './use-document-actions.ts';

/** The label of the field and its distance, px. */
const LABEL_HEIGHT = 24;

interface Props {
  list: ListOfDocuments;
  tags: readonly TagCount[];
  onTagged: () => void;
}

export function TagMenu({ list, tags, onTagged }: Props) {
  const [opened, { toggle, close }] = useDisclosure(false);
  const [tag, setTag] = useState('');
  const done = useCallback(() => {
    setTag('');
    close();
    onTagged();
  }, [close, onTagged]);
  const action = useTagSelected(list, done);
  const name = tag.trim();
  const isKnown = tags.some((one) => one.tag.toLowerCase() === name.toLowerCase());
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && close()}
      width={300}
      position="top"
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconTag size={15} aria-hidden />}
          onClick={toggle}
          data-testid="selected-tag"
        >
          Tag
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Tag the selected documents">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name !== '') void action.run(name, true);
          }}
        >
          <Autocomplete
            size="xs"
            label="Tag"
            data={tags.map((one) => one.tag).filter((one) => one.toLowerCase() !== name.toLowerCase())}
            value={tag}
            maxLength={60}
            onChange={setTag}
            // Below, the suggestions would lie on the buttons, and right above, on the label.
            comboboxProps={{
              withinPortal: false,
              position: 'top',
              offset: LABEL_HEIGHT,
              middlewares: { flip: false },
            }}
            data-autofocus
            data-testid="tag-name"
          />
          <Group gap="xs" mt="xs">
            <Button
              type="submit"
              size="xs"
              loading={action.busy}
              disabled={name === ''}
              data-testid="tag-add"
            >
              Add
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={!isKnown || action.busy}
              onClick={() => void action.run(name, false)}
              data-testid="tag-remove"
            >
              Remove
            </Button>
          </Group>
          <Text size="xs" className="muted" mt="xs">
            Tags stay on this computer. They are also found while processing is offline.
          </Text>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
