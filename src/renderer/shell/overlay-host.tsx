/** Messages, palette and the list of shortcuts, loaded together after the page. */
import { useDisclosure } from '@mantine/hooks';
import { Notifications } from '@mantine/notifications';
import { useEffect } from 'react';
import { takeAsked, useOverlays } from './overlays.ts';
import { Palette } from './palette/palette.tsx';
import { palette } from './palette/palette-store.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

export default function OverlayHost() {
  const [shortcuts, { open, close }] = useDisclosure(false);
  const asked = useOverlays((state) => state.asked);
  useEffect(() => {
    if (asked === null) return;
    takeAsked();
    if (asked === 'palette') palette.open();
    else open();
  }, [asked, open]);
  return (
    <>
      {/* Below dialogs (200), so that a message never covers what a dialog asks. */}
      <Notifications position="bottom-right" limit={5} containerWidth={400} zIndex={190} />
      <Palette />
      <ShortcutsDialog opened={shortcuts} close={close} />
    </>
  );
}
