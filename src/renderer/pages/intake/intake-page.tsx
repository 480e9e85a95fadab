/** The Intake page: drop documents, review the inventory, submit. */
import { Stack } from '@mantine/core';
import { useEffect } from 'react';
import { Page } from '../../components/page.tsx';
import { useOpenDrops, useUploading } from '../../stores/use-app-store.ts';
import { INTAKE_TEXT } from '../../text/intake.ts';
import { CopyCard } from './copy-card.tsx';
import { DropCard } from './drop-card.tsx';
import { DropZone } from './drop-zone.tsx';
import { SeveralDrops } from './several-drops.tsx';

/** Makes the browser ask before the page closes during an upload. */
function useUploadGuard(): void {
  const uploading = useUploading();
  useEffect(() => {
    if (!uploading) return;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [uploading]);
}

export function IntakePage() {
  const open = useOpenDrops();
  const drops = open.filter(({ replaces }) => replaces === undefined);
  const ready = drops.filter(({ status }) => status === 'ready');
  useUploadGuard();
  return (
    <Page title="Intake" subtitle={INTAKE_TEXT.subtitle}>
      <DropZone compact={drops.length > 0} />
      <SeveralDrops drops={ready} />
      <Stack gap="md" component="section" aria-label="Drops">
        {drops.map((drop) => (
          <DropCard key={drop.id} drop={drop} alone={drops.length === 1} />
        ))}
        {open.map((drop) => (drop.replaces === undefined ? null : <CopyCard key={drop.id} drop={drop} />))}
      </Stack>
    </Page>
  );
}
