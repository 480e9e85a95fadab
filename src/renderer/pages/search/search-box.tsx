/** The field of a search: what is typed is sent with Enter, and a mistake is shown at its place. */
import { Button, Collapse, Group, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHelp, IconSearch } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { SearchProblem } from '../../../shared/search-ast.ts';
import { SEARCH_TEXT, SYNTAX } from '../../text/search.ts';
import classes from './search.module.css';

interface Props {
  /** The search that was sent last. */
  query: string;
  problem: SearchProblem | null;
  onSearch(query: string): void;
}

export function SearchBox({ query, problem, onSearch }: Props) {
  const [draft, setDraft] = useState(query);
  const [helpOpened, help] = useDisclosure(false);
  const input = useRef<HTMLInputElement>(null);
  const problemId = useId();
  useEffect(() => setDraft(query), [query]);
  const isNew = useRef(query === '');
  useEffect(() => {
    if (!isNew.current) return;
    // After the shell, which moves the focus to the content of a new page.
    const frame = requestAnimationFrame(() => input.current?.focus({ preventScroll: true }));
    return () => cancelAnimationFrame(frame);
  }, []);
  useEffect(() => {
    // The caret goes to the mistake, so that typing mends it.
    if (problem !== null) input.current?.setSelectionRange(problem.at, problem.end);
  }, [problem]);
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSearch(draft.trim());
        }}
      >
        <Group gap="xs" align="flex-start" wrap="nowrap">
          <TextInput
            ref={input}
            flex={1}
            size="md"
            classNames={{ input: classes.input }}
            aria-label={SEARCH_TEXT.label}
            placeholder={SEARCH_TEXT.placeholder}
            leftSection={<IconSearch size={18} aria-hidden />}
            maxLength={4000}
            spellCheck={false}
            autoComplete="off"
            value={draft}
            onChange={(event) => setDraft(event.currentTarget.value)}
            error={problem !== null}
            {...(problem === null ? {} : { 'aria-describedby': problemId })}
            data-testid="search-input"
          />
          <Button type="submit" size="md" data-testid="search-submit">
            Search
          </Button>
          <Button
            size="md"
            variant="default"
            leftSection={<IconHelp size={18} aria-hidden />}
            onClick={help.toggle}
            aria-expanded={helpOpened}
            data-testid="search-help"
          >
            How to search
          </Button>
        </Group>
      </form>
      {problem !== null && query === draft.trim() && (
        <div id={problemId} className={classes.problem} role="alert" data-testid="search-problem">
          <code>
            {query.slice(0, problem.at)}
            <mark className={classes.place}>{query.slice(problem.at, problem.end) || ' '}</mark>
            {query.slice(problem.end)}
          </code>
          <Text size="sm" mt={4}>
            {problem.message}
          </Text>
        </div>
      )}
      <Collapse expanded={helpOpened}>
        <table className={classes.syntax} data-testid="search-syntax">
          <caption style={{ textAlign: 'left', captionSide: 'top' }}>
            <Text size="sm" className="muted">
              Choose an example to try it. AND, OR and NOT work in capitals or small letters; parentheses say
              what belongs together.
            </Text>
          </caption>
          <tbody>
            {SYNTAX.map(([example, meaning]) => (
              <tr key={example}>
                <td>
                  <UnstyledButton
                    onClick={() => {
                      setDraft(example);
                      input.current?.focus();
                    }}
                  >
                    {example}
                  </UnstyledButton>
                </td>
                <td>{meaning}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Collapse>
    </search>
  );
}
