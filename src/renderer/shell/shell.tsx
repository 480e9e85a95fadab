/** The frame around every page: header, navigation, drop area, palette, banner and shortcuts. */
import { ActionIcon, Burger, Group, Kbd, Text, UnstyledButton, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKeyboard, IconSearch } from '@tabler/icons-react';
import { type ReactNode, useEffect, useLayoutEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { isTerminal } from '../../shared/batches.ts';
import { Hint } from '../components/hint.tsx';
import { zoneAt } from '../lib/format.ts';
import { batchIdOf, NAV_ITEMS } from '../lib/routes.ts';
import { scrollToPlace } from '../lib/scroll-memory.ts';
import { prefetchPage } from '../pages/index.ts';
import {
  useActiveBatches,
  useAttentionCount,
  useBatch,
  useHealth,
  useHostInfo,
  useOpenDrops,
} from '../stores/use-app-store.ts';
import { badgeLabel } from '../text/labels.ts';
import { ConnectionState } from './connection-state.tsx';
import { HostBanner } from './host-banner.tsx';
import { NotificationCenter } from './notification-center.tsx';
import { OverlaySlot } from './overlay-slot.tsx';
import { openPalette, openShortcuts } from './overlays.ts';
import { SchemeSwitch } from './scheme-switch.tsx';
import classes from './shell.module.css';
import { useShortcuts } from './use-shortcuts.ts';
import { WindowDrop } from './window-drop.tsx';

/** Returns the page to highlight. A batch belongs to Overview while it is active and to History afterwards. */
function useCurrentPage(location: string): string | null {
  const batchId = batchIdOf(location);
  const batch = useBatch(batchId ?? '');
  if (location.startsWith('/compare')) return '/history';
  if (batchId === null)
    return NAV_ITEMS.find(({ to }) => location === to || location.startsWith(`${to}/`))?.to ?? null;
  return batch === undefined ? null : isTerminal(batch.status) ? '/history' : '/';
}

/** Returns the number beside each page: active batches, open drops, what needs a person, warnings. */
function useBadges(): Readonly<Record<string, number>> {
  const active = useActiveBatches()?.length ?? 0;
  const drops = useOpenDrops().length;
  const warnings = useHealth().value?.warnings.length ?? 0;
  const items = useAttentionCount();
  return { '/': active, '/intake': drops, '/needs-you': items, '/health': warnings };
}

/** Moves the focus to the content after navigation, so that a screen reader starts there. */
function useFocusOnNavigation(location: string) {
  const main = useRef<HTMLElement>(null);
  const before = useRef(location);
  // With the page itself: later, it would take the focus from what the reader has opened since, such as a menu.
  useLayoutEffect(() => {
    if (before.current !== location) main.current?.focus({ preventScroll: true });
  }, [location]);
  useEffect(() => {
    if (before.current === location) return;
    before.current = location;
    return scrollToPlace();
  }, [location]);
  return main;
}

export function Shell({ children }: { children: ReactNode }) {
  const [location, go] = useLocation();
  const [menuOpened, menu] = useDisclosure(false);
  const main = useFocusOnNavigation(location);
  useShortcuts({ go, help: openShortcuts, search: openPalette });
  return (
    <>
      <button type="button" className="skip-link" onClick={() => main.current?.focus()}>
        Skip to the content
      </button>
      <header className={classes.header}>
        <Header menuOpened={menuOpened} toggleMenu={menu.toggle} />
      </header>
      <nav className={classes.navbar} aria-label="Pages" {...(menuOpened ? { 'data-opened': true } : {})}>
        <Navigation location={location} close={menu.close} />
      </nav>
      <main id="content" ref={main} tabIndex={-1} className={classes.main}>
        <HostBanner />
        {children}
      </main>
      <WindowDrop />
      <NotificationCenter />
      <OverlaySlot />
    </>
  );
}

interface HeaderProps {
  /** In a narrow window, whether the navigation covers the page. */
  menuOpened: boolean;
  toggleMenu: () => void;
}

function Header({ menuOpened, toggleMenu }: HeaderProps) {
  return (
    <Group h="100%" px="md" gap="sm" justify="space-between" wrap="nowrap">
      <Group gap="sm" wrap="nowrap">
        <Burger
          opened={menuOpened}
          onClick={toggleMenu}
          hiddenFrom="sm"
          size="sm"
          aria-label={menuOpened ? 'Close the navigation' : 'Open the navigation'}
          data-testid="menu"
        />
        <Link href="/" className={classes.brand}>
          <img src="/icon.svg" width={26} height={26} alt="" />
          Redwell
        </Link>
      </Group>
      <Group gap="sm" wrap="nowrap">
        <UnstyledButton
          className={classes.search}
          visibleFrom="sm"
          onClick={openPalette}
          data-testid="palette-open"
        >
          <IconSearch size={15} aria-hidden />
          <span style={{ flex: 1 }}>Find anything</span>
          <Kbd size="xs">Ctrl K</Kbd>
        </UnstyledButton>
        <ConnectionState />
        <SchemeSwitch />
        <ShortcutsButton />
      </Group>
    </Group>
  );
}

function ShortcutsButton() {
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <ActionIcon
        ref={button}
        variant="subtle"
        color="gray"
        aria-label="Keyboard shortcuts"
        visibleFrom="sm"
        onClick={openShortcuts}
      >
        <IconKeyboard size={18} stroke={1.6} aria-hidden />
      </ActionIcon>
      <Hint target={button} label="Keyboard shortcuts (?)" />
    </>
  );
}

/** A longer number has no room beside the name of the page. */
const shortCount = (number: number): string => (number > 999 ? '999+' : String(number));

const testName = (label: string): string => label.toLowerCase().replaceAll(' ', '-');

function Navigation({ location, close }: { location: string; close: () => void }) {
  const badges = useBadges();
  const info = useHostInfo();
  const current = useCurrentPage(location);
  return (
    <>
      <div className={classes.links}>
        {NAV_ITEMS.map(({ to, label, icon: Shape }) => (
          <Link
            key={to}
            href={to}
            onClick={close}
            onMouseEnter={() => prefetchPage(to)}
            onFocus={() => prefetchPage(to)}
            className={classes.nav}
            data-testid={`nav-${testName(label)}`}
            {...(to === current ? { 'aria-current': 'page' as const } : {})}
          >
            <Shape size={18} stroke={1.6} aria-hidden />
            <span>{label}</span>
            {(badges[to] ?? 0) > 0 && (
              <span
                className={classes.badge}
                data-meaning={to === '/health' ? 'warn' : 'run'}
                data-testid={`nav-count-${testName(label)}`}
              >
                {shortCount(badges[to] ?? 0)}
                <VisuallyHidden> {badgeLabel(to, badges[to] ?? 0)}</VisuallyHidden>
              </span>
            )}
          </Link>
        ))}
      </div>
      {info !== null && (
        <Text size="xs" className="muted" px="xs">
          Redwell {info.version}
          <br />
          Times: {zoneAt(Date.now())}
        </Text>
      )}
    </>
  );
}
