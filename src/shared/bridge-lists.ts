/** What a page asks about many documents at once, their tags, and the saved views of lists. */
import { z } from 'zod';
import { batchSchema, prioritySchema } from './batches.ts';
import { documentFilter } from './bridge-documents.ts';
import { id } from './bridge-fields.ts';
import {
  listNameSchema,
  listViewSchema,
  tagCountSchema,
  tagSchema,
  viewNameSchema,
} from './document-list.ts';

/** Documents of one request at most; a page sends larger selections in parts. */
export const MOST_SELECTED = 5000;

const documentIds = z.array(id).min(1).max(MOST_SELECTED);
const views = z.array(listViewSchema);

export const LIST_REQUESTS = {
  /** The ids of all documents that pass a filter, in no particular order. */
  'documents.ids': {
    input: z.object(documentFilter).strict(),
    output: z.object({ ids: z.array(z.string()) }),
  },
  /** Retries those of the documents that failed; the others stay as they are. */
  'documents.retry': {
    input: z.object({ batchId: id, documentIds }).strict(),
    output: z.object({ retried: z.number().int(), batch: batchSchema }),
  },
  /**
   * Cancels those of the documents that have not ended; the stage that runs is the last one. `started` counts those that
   * were being processed already.
   */
  'documents.exclude': {
    input: z.object({ batchId: id, documentIds }).strict(),
    output: z.object({ excluded: z.number().int(), started: z.number().int(), batch: batchSchema }),
  },
  /** Moves those of the documents that have not ended within and between batches. `started` as above. */
  'documents.priority': {
    input: z.object({ batchId: id, documentIds, priority: prioritySchema }).strict(),
    output: z.object({ moved: z.number().int(), started: z.number().int(), batch: batchSchema }),
  },
  /** The tags of a batch's documents, in alphabetical order; without a batch, all tags of this computer. */
  'tags.list': { input: z.object({ batchId: id.nullable() }).strict(), output: z.array(tagCountSchema) },
  /** Adds a tag to documents of a batch, or removes it. `changed` counts the documents that did not have it so before. */
  'tags.set': {
    input: z.object({ batchId: id, documentIds, tag: tagSchema, isOn: z.boolean() }).strict(),
    output: z.object({ changed: z.number().int() }),
  },
  'views.list': { input: z.object({ list: listNameSchema }).strict(), output: views },
  /** Saves a view, in place of the one with the same name. */
  'views.save': {
    input: z.object({ list: listNameSchema, view: listViewSchema }).strict(),
    output: views,
  },
  'views.rename': {
    input: z.object({ list: listNameSchema, name: viewNameSchema, to: viewNameSchema }).strict(),
    output: views,
  },
  'views.remove': { input: z.object({ list: listNameSchema, name: viewNameSchema }).strict(), output: views },
  /** Opens the list with this view from now on; null: with everything. */
  'views.default': {
    input: z.object({ list: listNameSchema, name: viewNameSchema.nullable() }).strict(),
    output: views,
  },
} as const;
