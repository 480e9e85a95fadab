/** Short facts side by side, with a dot between them. A line that wraps neither ends nor starts with a dot. */
import { Text } from '@mantine/core';
import classes from './facts-line.module.css';

interface Props {
  /** Each is said once. Empty ones are left out. */
  facts: readonly string[];
  size?: 'xs' | 'sm';
}

export function FactsLine({ facts, size = 'sm' }: Props) {
  return (
    <Text size={size} className={`muted breakable ${classes.line}`} component="div">
      <div className={classes.facts}>
        {[...new Set(facts)]
          .filter((fact) => fact !== '')
          .map((fact, i) => (
            <span key={fact}>
              {i > 0 && <span className={classes.dot}> · </span>}
              {fact}
            </span>
          ))}
      </div>
    </Text>
  );
}
