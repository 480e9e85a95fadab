/** The state of a dialog that asks before an action. It closes when the action is no longer possible. */
import { useDisclosure } from '@mantine/hooks';
import { useEffect } from 'react';

/**
 * @param possible whether the action makes sense now. A dialog that was open when this ended never comes back without
 * being asked for, so that nobody confirms what they no longer see in context.
 */
export function useDialog(possible: boolean): readonly [boolean, { open(): void; close(): void }] {
  const [opened, { open, close }] = useDisclosure(false);
  useEffect(() => {
    if (!possible) close();
  }, [possible, close]);
  return [opened && possible, { open, close }];
}
