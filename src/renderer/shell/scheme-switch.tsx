/** Switches between light, dark and the system's appearance. */
import { ActionIcon, type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { type Icon, IconMoon, IconSun, IconSunMoon } from '@tabler/icons-react';
import { useRef } from 'react';
import { Hint } from '../components/hint.tsx';

const NEXT: Readonly<
  Record<MantineColorScheme, { next: MantineColorScheme; icon: Icon; now: string; after: string }>
> = {
  auto: { next: 'light', icon: IconSunMoon, now: 'match system', after: 'light' },
  light: { next: 'dark', icon: IconSun, now: 'light', after: 'dark' },
  dark: { next: 'auto', icon: IconMoon, now: 'dark', after: 'match system' },
};

export function SchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const { next, icon: Shape, now, after } = NEXT[colorScheme];
  const button = useRef<HTMLButtonElement>(null);
  const label = `Appearance: ${now}. Change to ${after}.`;
  return (
    <>
      <ActionIcon
        ref={button}
        variant="subtle"
        color="gray"
        aria-label={label}
        onClick={() => setColorScheme(next)}
        data-testid="scheme-switch"
      >
        <Shape size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
      <Hint target={button} label={label} />
    </>
  );
}
