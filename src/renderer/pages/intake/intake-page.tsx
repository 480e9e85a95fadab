/** Where documents come in: drop, look at the inventory, submit. */
import { Stack } from '@mantine/core';
import { useEffect } from 'react';
import { Page } from '../../components/page.tsx';
import { useOpenDrops, useUploading } from '../../stores/use-app-store.ts';
import { DropCard } from './drop-card.tsx';
import { DropZone } from './drop-zone.tsx';

/** Asks back before the page is closed while it still sends files. */
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
  const drops = useOpenDrops();
  useUploadGuard();
  return (
    <Page title="Intake" subtitle="Nothing is processed before you have seen the inventory and submitted it.">
      <DropZone compact={drops.length > 0} />
      <Stack gap="md" component="section" aria-label="Drops">
        {drops.map((drop) => (
          <DropCard key={drop.id} drop={drop} />
        ))}
      </Stack>
    </Page>
  );
}
