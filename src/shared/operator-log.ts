/** The operator log as it crosses the bridge: who did what to which batch, when and from where. */
import { z } from 'zod';

/** What people do, and what the log says about itself; in the words of its page. */
export const OPERATOR_ACTIONS = {
  'app.open': 'Opened Redwell',
  'app.close': 'Closed Redwell',
  'page.sign-in': 'Signed in a browser page',
  'drop.edit': 'Left out or took back documents',
  'drop.discard': 'Discarded a drop',
  'drop.join': 'Joined drops',
  'batch.submit': 'Submitted a batch',
  'batch.pause': 'Paused a batch',
  'batch.resume': 'Resumed a batch',
  'batch.cancel': 'Canceled a batch',
  'batch.priority': 'Changed the priority',
  'batch.retry': 'Retried documents',
  'batch.rerun': 'Ran all again',
  'batch.repair': 'Repaired counters and jobs',
  'passwords.give': 'Gave passwords',
  'attention.dismiss': 'Dismissed items',
  'attention.assign': 'Assigned items',
  'attention.undo': 'Took a decision back',
  'attention.reopen': 'Reopened items',
  'documents.tag': 'Changed a tag',
  'documents.exclude': 'Excluded documents',
  'documents.replace': 'Handed in another copy',
  'original.take': 'Took out an original',
  'settings.change': 'Changed settings',
  'export.start': 'Started an export',
  'export.cancel': 'Canceled an export',
  'export.make': 'Exported a batch',
  'export.download': 'Downloaded an export',
  'batch.delete': 'Deleted a batch',
  'retention.rule': 'Changed when batches are deleted',
  'retention.hold': 'Held batches, or ended a hold',
  'retention.clock': 'Confirmed the date for deleting',
  'watch.folder': 'Watched a folder',
  'webhook.send': 'Told the webhook of an end',
  'log.begin': 'Began the log',
  'log.torn': 'Found an unfinished entry',
} as const;
export type OperatorAction = keyof typeof OPERATOR_ACTIONS;
export const operatorActionSchema = z.enum(
  Object.keys(OPERATOR_ACTIONS) as [OperatorAction, ...OperatorAction[]],
);

/**
 * `asked`: about to be done. `done`, `failed`: how that ended; `of` is the number of the entry that asked. `note`: it
 * happened, nobody had to wait for it.
 */
export const PHASES = ['asked', 'done', 'failed', 'note'] as const;
export type Phase = (typeof PHASES)[number];

/** Where a command came from. */
export const PLACES = ['window', 'browser', 'command line'] as const;
export type Place = (typeof PLACES)[number];

export const MARKS = {
  clock_back: 'The clock of the computer was set back before this entry',
  clock_ahead: 'The clock of the computer was set forward before this entry',
  unclosed: 'Redwell had not been closed before this entry',
  damaged: 'The log was found damaged before this entry',
} as const;
export type Mark = keyof typeof MARKS;

/** How the documents of a batch stand: the equation. */
const countsSchema = z
  .object({
    received: z.number().int(),
    completed: z.number().int(),
    duplicates: z.number().int(),
    excluded: z.number().int(),
    exceptions: z.number().int(),
    pending: z.number().int(),
  })
  .strict();
export type Counts = z.infer<typeof countsSchema>;

export const operatorEntrySchema = z
  .object({
    /** From 1, without a gap. */
    seq: z.number().int().min(1),
    /** Unix ms, and how long the computer had been running, s: together they show a clock that was set. */
    at: z.number().int(),
    up: z.number().int(),
    /** The account of the operating system, and the name of the computer. */
    who: z.string(),
    host: z.string(),
    from: z.enum(PLACES),
    what: operatorActionSchema,
    phase: z.enum(PHASES),
    of: z.number().int().nullable(),
    batch: z.object({ id: z.string(), name: z.string() }).strict().nullable(),
    /** How many documents it was about, and the ids of the first of them. */
    documents: z
      .object({ count: z.number().int(), ids: z.array(z.string()) })
      .strict()
      .nullable(),
    before: countsSchema.nullable(),
    after: countsSchema.nullable(),
    details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    /** Why it failed. */
    error: z.string().nullable(),
    marks: z.array(z.enum(Object.keys(MARKS) as [Mark, ...Mark[]])),
    previous: z.string().regex(/^[0-9a-f]{64}$/),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .strict();
export type OperatorEntry = z.infer<typeof operatorEntrySchema>;

export const operatorFilterSchema = z
  .object({
    who: z.string().max(200).default(''),
    what: operatorActionSchema.nullable().default(null),
    /** The id of a batch, or a part of its name. */
    batch: z.string().max(200).default(''),
    /** Unix ms; the end is not included. */
    from: z.number().int().nullable().default(null),
    until: z.number().int().nullable().default(null),
  })
  .strict();
export type OperatorFilter = z.infer<typeof operatorFilterSchema>;

/** `altered`, `removed`, `reordered`, `repeated`: entries. `unreadable`: a line or a file. `mark`: the record of the newest entry. */
export const FAULT_KINDS = ['altered', 'removed', 'reordered', 'repeated', 'unreadable', 'mark'] as const;

export const logFaultSchema = z.object({
  kind: z.enum(FAULT_KINDS),
  /** The number of the entry; null if it is not known. */
  seq: z.number().int().nullable(),
  file: z.string(),
  /** Counted from 1; null if it is about the whole file. */
  line: z.number().int().nullable(),
  message: z.string(),
});
export type LogFault = z.infer<typeof logFaultSchema>;

export const logCheckSchema = z.object({
  whole: z.boolean(),
  entries: z.number().int(),
  files: z.number().int(),
  /** When the first and the last entry were written, Unix ms; null without entries. */
  first: z.number().nullable(),
  last: z.number().nullable(),
  /** The hash of the newest entry, which can be written down; empty without entries. */
  head: z.string(),
  /** Entries that a killed process left unfinished. They are named in the log and are no fault. */
  torn: z.number().int(),
  /** Entries that carry a mark, such as a clock that was set. */
  marked: z.number().int(),
  /** The first of them, at most 100. */
  faults: z.array(logFaultSchema),
});
export type LogCheck = z.infer<typeof logCheckSchema>;

/** A command as the server keeps it beside its batch, for the other consoles. `at` is by the clock of that computer. */
export const commandRecordSchema = z.object({
  who: z.string(),
  host: z.string(),
  from: z.string(),
  what: operatorActionSchema,
  at: z.number(),
  /** The hash of the entry in the operator log of that computer. */
  hash: z.string(),
});
export type CommandRecord = z.infer<typeof commandRecordSchema>;
