/** The app's pages: one table for the navigation, the palette and the shortcuts. */
import {
  type Icon,
  IconHeartbeat,
  IconHistory,
  IconInbox,
  IconLayoutDashboard,
  IconListCheck,
  IconSearch,
  IconSettings,
  IconUserExclamation,
} from '@tabler/icons-react';

export interface NavItem {
  readonly to: string;
  readonly label: string;
  readonly icon: Icon;
  /** The key to press after `g`. */
  readonly key: string;
  readonly about: string;
}

export const NAV_ITEMS: readonly NavItem[] = [
  {
    to: '/',
    label: 'Overview',
    icon: IconLayoutDashboard,
    key: 'o',
    about: 'Running batches and the last 24 hours',
  },
  { to: '/intake', label: 'Intake', icon: IconInbox, key: 'i', about: 'Add documents and submit batches' },
  {
    to: '/needs-you',
    label: 'Needs you',
    icon: IconUserExclamation,
    key: 'n',
    about: 'Exceptions and warnings that wait for a person',
  },
  {
    to: '/search',
    label: 'Search',
    icon: IconSearch,
    key: 'f',
    about: 'Texts, names and headers of all documents',
  },
  {
    to: '/history',
    label: 'History',
    icon: IconHistory,
    key: 'h',
    about: 'All recorded batches',
  },
  { to: '/log', label: 'Operator log', icon: IconListCheck, key: 'l', about: 'Who did what, and when' },
  { to: '/health', label: 'Health', icon: IconHeartbeat, key: 'e', about: 'Redis, workers, queues and disk' },
  {
    to: '/settings',
    label: 'Settings',
    icon: IconSettings,
    key: 's',
    about: 'Limits, notifications, appearance and Redis',
  },
];

export const batchPath = (batchId: string): string => `/batch/${encodeURIComponent(batchId)}`;
/** Returns the address of the page that hands a batch over. */
export const handoverPath = (batchId: string): string => `/handover/${encodeURIComponent(batchId)}`;
/** Returns the address of the page that checks a pack. */
export const checkPackPath = (packId: string | null = null): string =>
  packId === null ? '/check-pack' : `/check-pack?pack=${encodeURIComponent(packId)}`;
/** Returns the address that compares two batches, the earlier one first. */
export const comparePath = (a: string, b: string): string =>
  `/compare?${new URLSearchParams({ a, b }).toString()}`;
export const documentPath = (documentId: string): string => `/document/${encodeURIComponent(documentId)}`;

/** Returns the address that shows how the text of a document differs from that of another one. */
export const differencesPath = (documentId: string, otherId: string): string =>
  `${documentPath(documentId)}/differences/${encodeURIComponent(otherId)}`;

/** Returns the id of the batch that a location belongs to, through its page or a document's; null elsewhere. */
export function batchIdOf(location: string): string | null {
  const [, kind, id] = /^\/(batch|handover|document)\/([^/]+)/.exec(location) ?? [];
  if (kind === undefined || id === undefined) return null;
  const decoded = decodeURIComponent(id);
  return kind === 'document' ? decoded.replace(/-d\d+$/, '') : decoded;
}
