/** The settings as they cross the bridge. */
import { z } from 'zod';
import { prioritySchema } from './batches.ts';
import { listNameSchema } from './document-list.ts';
import { savedProfileSchema } from './load-file-profile.ts';
import { savedSearchSchema } from './search.ts';
import { MOST_SLOTS } from './stages.ts';

/** PEM text or the path of a PEM file; empty: none. A key is only named, so that no file of Redwell contains it. */
const certificateSchema = z
  .string()
  .max(100_000)
  .refine((text) => !/PRIVATE KEY-----/.test(text), 'Enter the path of the key file, not the key itself.');
/** Whole numbers within bounds. The message is for the operator, who may have typed it. */
function between(what: string, min: number, max: number) {
  const message = `${what} must be a whole number from ${min} to ${max}.`;
  return z.number(message).int(message).min(min, message).max(max, message);
}
const hour = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Quiet hours must be given as HH:MM, such as 22:00.');

/** Shown in place of the secret of the webhook. Sent back as it is, it keeps the secret. */
export const SECRET_MASK = '********';

/** An address that may be told of the end of a batch. Its secret is not part of it. */
function isWebhookAddress(text: string): boolean {
  if (text === '') return true;
  try {
    const { protocol, username, password } = new URL(text);
    return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
  } catch {
    return false;
  }
}

/** A folder that is watched, and what its batches are. A page in a browser may not name one. */
export const watchSettingSchema = z.object({
  folder: z.string().min(1).max(4000),
  /** Without it, the folder is remembered and not watched. */
  isOn: z.boolean(),
  /** How long nothing may change before something is taken. */
  quietSeconds: between('The quiet time in seconds', 1, 86_400),
  matter: z.string().max(200),
  custodian: z.string().max(200),
  priority: prioritySchema,
});
export type WatchSetting = z.infer<typeof watchSettingSchema>;

export const settingsSchema = z.object({
  /** Empty for the embedded server. A password in the URL is stored in the OS keychain if there is one. */
  redisUrl: z.string().max(2000),
  /** Certificates for `rediss://`: the authority of the server, and this computer's own with the path of its key. */
  redisCa: certificateSchema,
  redisCert: certificateSchema,
  redisKey: certificateSchema,
  notifications: z.boolean(),
  /** Local hours `HH:MM`; null: none. */
  quietHours: z.object({ from: hour, to: hour }).nullable(),
  maxDocumentBytes: between('The size of the largest document in bytes', 1, 100_000_000_000),
  maxPages: between('The most pages of a document', 1, 1_000_000),
  stageTimeoutSeconds: between('The time limit of a stage in seconds', 1, 86_400),
  vault: z.enum(['copy', 'reference']),
  /** Work pauses while a disk has less free than this; null lets the app choose. */
  reserveBytes: between('The free space to keep, in bytes', 0, 100_000_000_000_000).nullable(),
  /** Concurrent jobs per queue in this computer's worker, from its next start; null lets the worker choose. */
  concurrency: between('Jobs at a time', 1, MOST_SLOTS).nullable(),
  /** Documents whose jobs are added in one step; null lets the app choose. */
  sliceSize: between('Documents submitted at once', 20, 500).nullable(),
  /** Documents per second that all apps together add to a shared Redis; null means no limit. */
  submitPerSecond: between('Documents submitted per second', 1, 100_000).nullable(),
  /** Megabytes that the cache may take in Redis; the least recently used results go first; null means no limit. */
  cacheMegabytes: between('Megabytes of the cache', 10, 1_000_000).nullable(),
  /** The address that is told when a batch ends; empty: none. */
  webhookUrl: z
    .string()
    .max(2000)
    .refine(
      isWebhookAddress,
      'The webhook must be an address that begins with https:// or http://, without a password.',
    ),
  /** Signs what is sent, so that the receiver knows that it is from Redwell. */
  webhookSecret: z.string().max(500),
  /** The folder that the app watches: what is put there becomes a batch. */
  watch: watchSettingSchema.nullable(),
  /** Searches that people keep under a name. */
  savedSearches: z.array(savedSearchSchema).max(200),
  /** Load file profiles that people keep under a name. */
  exportProfiles: z.array(savedProfileSchema).max(100),
  /** Ids of the columns that people chose for a list, in their order. */
  listColumns: z.partialRecord(listNameSchema, z.array(z.string().max(40)).max(40)),
});
export type Settings = z.infer<typeof settingsSchema>;
