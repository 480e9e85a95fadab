/** Who must act, and what to do: the groups of the list with their counts. */
import { Text, UnstyledButton } from '@mantine/core';
import { ACTORS, type AttentionFilter, type AttentionGroup } from '../../../shared/attention.ts';
import { Panel } from '../../components/panel.tsx';
import { count } from '../../lib/format.ts';
import { ACTOR_LABEL } from '../../text/labels.ts';
import { NEEDS_TEXT, problemAction, problemLabel } from '../../text/needs.ts';
import classes from './needs-you.module.css';

interface Props {
  groups: readonly AttentionGroup[];
  filter: AttentionFilter;
  onChoose(part: Pick<AttentionFilter, 'actor' | 'code' | 'intake'>): void;
}

const sum = (groups: readonly AttentionGroup[]): number =>
  groups.reduce((total, group) => total + group.count, 0);

export function GroupsPanel({ groups, filter, onChoose }: Props) {
  const { actor, code, intake } = filter;
  return (
    <Panel title={NEEDS_TEXT.groups} testId="needs-groups" flush>
      <div className={classes.groups}>
        <Choice
          label={NEEDS_TEXT.all}
          number={sum(groups)}
          isChosen={actor === null && code === null}
          onClick={() => onChoose({ actor: null, code: null, intake: null })}
          testId="needs-group-all"
        />
        {ACTORS.map((one) => {
          const own = groups.filter((group) => group.actor === one);
          if (own.length === 0) return null;
          return (
            <section key={one} aria-label={ACTOR_LABEL[one]}>
              <Choice
                label={ACTOR_LABEL[one]}
                number={sum(own)}
                isChosen={actor === one && code === null}
                onClick={() => onChoose({ actor: one, code: null, intake: null })}
                testId={`needs-actor-${one}`}
              />
              {own.map((group) => (
                <Choice
                  key={`${group.code} ${group.intake}`}
                  label={problemLabel(group)}
                  hint={problemAction(group)}
                  number={group.count}
                  isChosen={code === group.code && (intake ?? group.intake) === group.intake}
                  onClick={() => onChoose({ actor: null, code: group.code, intake: group.intake })}
                  testId={`needs-group-${group.code}${group.intake ? '-intake' : ''}`}
                />
              ))}
            </section>
          );
        })}
      </div>
    </Panel>
  );
}

interface ChoiceProps {
  label: string;
  hint?: string;
  number: number;
  isChosen: boolean;
  onClick(): void;
  testId: string;
}

function Choice({ label, hint, number, isChosen, onClick, testId }: ChoiceProps) {
  return (
    <UnstyledButton
      className={classes.choice}
      data-problem={hint !== undefined || undefined}
      aria-pressed={isChosen}
      onClick={onClick}
      data-testid={testId}
    >
      <span className={classes.label}>
        <span>{label}</span>
        <span className="tabular">{count(number)}</span>
      </span>
      {hint !== undefined && (
        <Text size="xs" lh={1.35} className="muted" display="block" span>
          {hint}
        </Text>
      )}
    </UnstyledButton>
  );
}
