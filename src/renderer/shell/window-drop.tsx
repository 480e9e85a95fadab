/** Accepts files dropped anywhere in the window and opens Intake. */
import { Stack, Text } from '@mantine/core';
import { IconFolderDown } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { showError } from '../lib/notify.tsx';
import { useAppStore } from '../stores/use-app-store.ts';
import { DROP_TEXT } from '../text/drop.ts';
import { takeDropped } from '../upload/dropped.ts';
import classes from './shell.module.css';

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

export function WindowDrop() {
  const app = useAppStore();
  const [, go] = useLocation();
  const [over, setOver] = useState(false);
  useEffect(() => {
    // The browser reports entering a child before leaving its parent, so the enter and leave events are counted.
    let depth = 0;
    const onEnter = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      depth += 1;
      setOver(true);
    };
    const onOver = (event: DragEvent): void => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
    };
    const onLeave = (): void => {
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const onDrop = (event: DragEvent): void => {
      if (!holdsFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      const dropped = takeDropped(event.dataTransfer);
      go('/intake');
      void import('../upload/begin.ts')
        .then(({ beginDropped }) => beginDropped(app, dropped))
        .catch(showError);
    };
    window.addEventListener('dragenter', onEnter);
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragenter', onEnter);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [app, go]);
  if (!over) return null;
  return (
    <div className={classes.overlay} data-testid="drop-overlay">
      <Stack align="center" gap="xs">
        <IconFolderDown size={48} stroke={1.5} aria-hidden />
        <Text fw={600} size="xl">
          {DROP_TEXT.title}
        </Text>
        <Text className="muted">{DROP_TEXT.subtitle}</Text>
      </Stack>
    </div>
  );
}
