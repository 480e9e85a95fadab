/** The outline of a page whose content is on its way: it says that something comes, and where. */
import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';

/** @param props.panels heights of the panels in px */
export function PageOutline({ panels = [180, 320] }: { panels?: readonly number[] }) {
  return (
    <Stack gap="var(--rw-gap)" maw={1680} mx="auto" role="status" data-testid="page-outline">
      <VisuallyHidden>Loading</VisuallyHidden>
      <Skeleton height={28} width={220} />
      <Outlines panels={panels} />
    </Stack>
  );
}

/** The outlines of panels, below a title that is known already. */
export function Outlines({ panels }: { panels: readonly number[] }) {
  return panels.map((height, index) => (
    // The list never changes.
    // biome-ignore lint/suspicious/noArrayIndexKey: no other key exists, and the order never changes
    <Skeleton key={index} height={height} />
  ));
}
