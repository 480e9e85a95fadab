/** The way from the drop to the folder that is shown. */
import { Breadcrumbs, Button } from '@mantine/core';

interface Props {
  /** The drop's name. */
  name: string;
  /** Path of the folder that is shown; empty for the drop itself. */
  folder: string;
  open: (folder: string) => void;
}

/** Folders shown by name; those between them are left out. */
const MAX_STEPS = 5;

export function FolderTrail({ name, folder, open }: Props) {
  const parts = folder === '' ? [] : folder.split('/');
  const steps = parts.map((label, i) => ({ label, path: parts.slice(0, i + 1).join('/') }));
  const shown = steps.length > MAX_STEPS ? [...steps.slice(0, 1), ...steps.slice(1 - MAX_STEPS)] : steps;
  return (
    <Breadcrumbs
      separator="/"
      separatorMargin={4}
      component="nav"
      aria-label={`Folder of ${name}`}
      data-testid="folder-trail"
    >
      {[{ label: name, path: '' }, ...shown].map(({ label, path }) => (
        <Button
          key={path}
          variant="subtle"
          size="compact-xs"
          maw={220}
          onClick={() => open(path)}
          {...(path === folder ? { 'aria-current': 'location' as const } : {})}
        >
          {label}
        </Button>
      ))}
    </Breadcrumbs>
  );
}
