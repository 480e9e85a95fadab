/** How the page looks: scheme, contrast and density. Stored in this browser and not at the host. */
import {
  Input,
  type MantineColorScheme,
  SegmentedControl,
  Stack,
  useMantineColorScheme,
} from '@mantine/core';
import { useId } from 'react';
import { Panel } from '../../components/panel.tsx';
import { CONTRASTS, changeLook, DENSITIES, useLook } from '../../lib/look.ts';
import { CONTRAST_LABEL, DENSITY_LABEL, SCHEME_LABEL } from '../../text/labels.ts';

const SCHEMES = ['auto', 'light', 'dark'] as const satisfies readonly MantineColorScheme[];

export function AppearancePanel() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { contrast, density } = useLook();
  return (
    <Panel title="Appearance">
      <Stack gap="sm">
        <Choice
          label="Colors"
          values={SCHEMES}
          labels={SCHEME_LABEL}
          value={colorScheme}
          onChange={setColorScheme}
          testId="settings-scheme"
        />
        <Choice
          label="Contrast"
          hint="High contrast has text of 7:1, a strong focus, and no tints."
          values={CONTRASTS}
          labels={CONTRAST_LABEL}
          value={contrast}
          onChange={(next) => changeLook({ contrast: next })}
          testId="settings-contrast"
        />
        <Choice
          label="Density"
          values={DENSITIES}
          labels={DENSITY_LABEL}
          value={density}
          onChange={(next) => changeLook({ density: next })}
          testId="settings-density"
        />
      </Stack>
    </Panel>
  );
}

interface ChoiceProps<T extends string> {
  label: string;
  hint?: string;
  values: readonly T[];
  labels: Readonly<Record<T, string>>;
  value: T;
  onChange: (value: T) => void;
  testId: string;
}

function Choice<T extends string>({ label, hint, values, labels, value, onChange, testId }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div>
      <Input.Label id={id} component="div">
        {label}
      </Input.Label>
      {hint !== undefined && <Input.Description mb={4}>{hint}</Input.Description>}
      <div>
        <SegmentedControl
          value={value}
          onChange={(next) => {
            const known = values.find((one) => one === next);
            if (known !== undefined) onChange(known);
          }}
          data={values.map((one) => ({ value: one, label: labels[one] }))}
          aria-labelledby={id}
          data-testid={testId}
        />
      </div>
    </div>
  );
}
