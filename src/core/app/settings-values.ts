/** What settings ship with, how the Settings page calls them, and what is said of those that cannot be read. */
import type { Settings } from '../../shared/bridge.ts';
import type { HealthWarning } from '../../shared/health.ts';
import { SHARED_DOCUMENTS_PER_SECOND } from '../batches/submission-rate.ts';

/** The settings file. `redisUrlSealed` is how version 0.1.0 called `redisUrlEncrypted`. */
export type Stored = Partial<Settings> & {
  redisUrlEncrypted?: string;
  redisUrlSealed?: string;
  webhookSecretEncrypted?: string;
};

export const DEFAULT_SETTINGS: Settings = {
  redisUrl: '',
  redisCa: '',
  redisCert: '',
  redisKey: '',
  notifications: true,
  quietHours: null,
  // Settings show megabytes: a round number of them.
  maxDocumentBytes: 2_000_000_000,
  maxPages: 10_000,
  stageTimeoutSeconds: 300,
  vault: 'copy',
  reserveBytes: null,
  concurrency: null,
  sliceSize: null,
  submitPerSecond: SHARED_DOCUMENTS_PER_SECOND,
  cacheMegabytes: 500,
  webhookUrl: '',
  webhookSecret: '',
  watch: null,
  savedSearches: [],
  exportProfiles: [],
  listColumns: {},
};

export const TORN: HealthWarning = {
  code: 'settings_damaged',
  message: 'The settings file could not be read. You are using the default settings.',
  action: 'Check your settings. The damaged file was kept as settings.json.damaged.',
};
/** The settings' names on the Settings page. */
const NAMES: Readonly<Record<keyof Stored, string>> = {
  redisUrl: 'address of Redis',
  redisUrlEncrypted: 'address of Redis',
  redisUrlSealed: 'address of Redis',
  redisCa: 'certificate authority of Redis',
  redisCert: 'client certificate for Redis',
  redisKey: 'client key for Redis',
  notifications: 'notifications',
  quietHours: 'quiet hours',
  maxDocumentBytes: 'largest document',
  maxPages: 'most pages',
  stageTimeoutSeconds: 'longest stage',
  vault: 'originals',
  reserveBytes: 'space to keep free',
  concurrency: 'jobs at a time',
  sliceSize: 'documents submitted at once',
  submitPerSecond: 'documents submitted per second',
  cacheMegabytes: 'cache size',
  webhookUrl: 'address of the webhook',
  webhookSecret: 'secret of the webhook',
  webhookSecretEncrypted: 'secret of the webhook',
  watch: 'watched folder',
  savedSearches: 'saved searches',
  exportProfiles: 'load file profiles',
  listColumns: 'columns of lists',
};
export const brokenSettings = (broken: readonly (keyof Stored)[]): HealthWarning => ({
  code: 'settings_damaged',
  message: `These settings could not be read, so their defaults are used: ${broken.map((key) => NAMES[key]).join(', ')}.`,
  action: 'Check them on the Settings page and save.',
});
