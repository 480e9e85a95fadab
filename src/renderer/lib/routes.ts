/** The console's pages: one table for the navigation, the palette and the shortcuts. */
import {
  type Icon,
  IconHeartbeat,
  IconHistory,
  IconInbox,
  IconLayoutDashboard,
  IconSettings,
} from '@tabler/icons-react';

export interface Place {
  readonly to: string;
  readonly label: string;
  readonly icon: Icon;
  /** Pressed after `g`. */
  readonly key: string;
  readonly about: string;
}

export const PLACES: readonly Place[] = [
  {
    to: '/',
    label: 'Overview',
    icon: IconLayoutDashboard,
    key: 'o',
    about: 'What is running, and the last 24 hours',
  },
  { to: '/intake', label: 'Intake', icon: IconInbox, key: 'i', about: 'Take in folders and submit batches' },
  {
    to: '/history',
    label: 'History',
    icon: IconHistory,
    key: 'h',
    about: 'Past batches, also without Redis',
  },
  { to: '/health', label: 'Health', icon: IconHeartbeat, key: 'e', about: 'Redis, workers, queues, disk' },
  {
    to: '/settings',
    label: 'Settings',
    icon: IconSettings,
    key: 's',
    about: 'Redis, limits, notifications, appearance',
  },
];

export const batchPath = (batchId: string): string => `/batch/${encodeURIComponent(batchId)}`;
export const documentPath = (documentId: string): string => `/document/${encodeURIComponent(documentId)}`;
