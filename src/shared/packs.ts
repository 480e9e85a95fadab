/** Evidence packs and bags that are checked without their batch, and what a page asks about them. */
import { z } from 'zod';
import { id, none } from './bridge-fields.ts';
import { packCheckSchema } from './handover.ts';

const knownPackSchema = z.object({
  /** Names the pack until Redwell is closed. */
  packId: z.string(),
  folder: z.string(),
  name: z.string(),
});
export type KnownPack = z.infer<typeof knownPackSchema>;

/** A SHA-256 as a person types or pastes it; empty: none was written down. */
const root = z
  .string()
  .transform((text) => text.replace(/\s+/g, '').toLowerCase())
  .pipe(z.string().regex(/^([0-9a-f]{64})?$/, 'A root hash has 64 digits from 0 to 9 and a to f.'));

export const PACK_REQUESTS = {
  /** The packs that were opened since Redwell was started, and those that were handed over into its own folder. */
  'packs.list': { input: none, output: z.array(knownPackSchema) },
  /** Asks for the folder of a pack; null if the operator cancels. Desktop only. */
  'packs.pick': { input: none, output: knownPackSchema.nullable() },
  /** Reads every file of a pack again. A root hash that was written down proves that the pack is that one. */
  'packs.check': {
    input: z.object({ packId: id, root: root.default('') }).strict(),
    output: packCheckSchema,
  },
  /** Stops a check. */
  'packs.stop': { input: z.object({ packId: id }).strict(), output: none },
} as const;
