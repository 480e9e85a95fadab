/** The color scheme, stored in this browser and not at the host. */
import { type MantineColorScheme, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { Panel } from '../../components/panel.tsx';
import { SCHEME_LABEL } from '../../text/labels.ts';

const SCHEMES: readonly { value: MantineColorScheme; label: string }[] = [
  { value: 'auto', label: SCHEME_LABEL.auto },
  { value: 'light', label: SCHEME_LABEL.light },
  { value: 'dark', label: SCHEME_LABEL.dark },
];

export function AppearancePanel() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Panel title="Appearance">
      <SegmentedControl
        value={colorScheme}
        onChange={(value) => setColorScheme(value as MantineColorScheme)}
        data={[...SCHEMES]}
        aria-label="Appearance"
        data-testid="settings-scheme"
      />
    </Panel>
  );
}
