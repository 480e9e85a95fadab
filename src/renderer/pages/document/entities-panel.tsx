/** The names found in a document, by kind. A click jumps to the next mention in the text. */
import { Accordion, Group, ScrollArea, Text, UnstyledButton } from '@mantine/core';
import { useMemo, useRef } from 'react';
import type { DocumentDetail } from '../../../shared/documents.ts';
import { ENTITY_KINDS } from '../../../shared/mentions.ts';
import { Panel } from '../../components/panel.tsx';
import { entityName } from '../../lib/entity-name.ts';
import { count } from '../../lib/format.ts';
import { type EntityGroup, groupEntities } from '../../lib/segments.ts';
import { usePrinting } from '../../lib/use-printing.ts';
import { EMPTY_TEXT } from '../../text/empty.ts';
import { ENTITY_LABEL } from '../../text/labels.ts';
import classes from './entities-panel.module.css';

interface Props {
  document: DocumentDetail;
  onJump: (start: number, end: number) => void;
}

/** Names listed per kind. A contract can have 5,000 dates. */
const MAX_SHOWN = 200;

export function EntitiesPanel({ document, onJump }: Props) {
  const printing = usePrinting();
  const groups = useMemo(() => groupEntities(document.entityList), [document.entityList]);
  const kinds = ENTITY_KINDS.map(
    (kind) => [kind, groups.filter((group) => group.kind === kind)] as const,
  ).filter(([, found]) => found.length > 0);
  return (
    <Panel title="Names" flush h="100%" testId="entity-list">
      {kinds.length === 0 ? (
        <Text size="sm" className="muted" px="md" pb="md">
          {EMPTY_TEXT.mentions}
        </Text>
      ) : (
        <ScrollArea.Autosize mah={printing ? 'none' : 'min(760px, calc(100vh - 200px))'}>
          <Accordion multiple defaultValue={kinds.slice(0, 3).map(([kind]) => kind)} keepMounted={false}>
            {kinds.map(([kind, found]) => (
              <Accordion.Item key={kind} value={kind}>
                <Accordion.Control px="md" py={0}>
                  <Group justify="space-between" pr="xs">
                    <Text size="sm" fw={600}>
                      {ENTITY_LABEL[kind]}
                    </Text>
                    <Text size="sm" className="muted tabular">
                      {count(found.length)}
                    </Text>
                  </Group>
                </Accordion.Control>
                <Accordion.Panel>
                  {found.slice(0, MAX_SHOWN).map((group) => (
                    <EntityRow key={group.canonical} group={group} onJump={onJump} />
                  ))}
                  {found.length > MAX_SHOWN && (
                    <Text size="xs" className="muted">
                      and {count(found.length - MAX_SHOWN)} more in the text
                    </Text>
                  )}
                </Accordion.Panel>
              </Accordion.Item>
            ))}
          </Accordion>
        </ScrollArea.Autosize>
      )}
    </Panel>
  );
}

function EntityRow({ group, onJump }: { group: EntityGroup; onJump: Props['onJump'] }) {
  const next = useRef(0);
  const name = entityName(group.kind, group.canonical);
  // A name that two lines share is written like one on a single line.
  const forms = new Set(group.mentions.map(({ text }) => text.replace(/\s+/g, ' ')));
  forms.delete(name);
  const show = (): void => {
    const mention = group.mentions[next.current % group.mentions.length];
    next.current += 1;
    if (mention !== undefined) onJump(mention.start, mention.end);
  };
  return (
    <UnstyledButton className={classes.row} onClick={show} title="Show the next mention in the text">
      <span className={classes.name}>
        {name}
        {forms.size > 0 && <span className={classes.forms}>also {[...forms].slice(0, 4).join(', ')}</span>}
      </span>
      <span className="num muted">{count(group.mentions.length)}</span>
    </UnstyledButton>
  );
}
