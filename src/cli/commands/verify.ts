/** `redwell verify PACK`: proves a bag or an evidence pack, from the pack alone. */
import { resolve } from 'node:path';
import { verifyPack } from '../../core/handover/verify.ts';
import { RedwellError } from '../../shared/errors.ts';
import { counted, size } from '../format.ts';
import type { Output } from '../output.ts';
import { shownJson } from '../shown.ts';

const ROOT_HASH = /^[0-9a-f]{64}$/i;

/** @returns the exit code: 0 whole, 2 different. @throws RedwellError when the pack cannot be read */
export async function verifyCommand(
  pack: string,
  { root, json }: { root: string | null; json: boolean },
  { out, signal }: { out: Output; signal: AbortSignal },
): Promise<number> {
  if (root !== null && !ROOT_HASH.test(root.trim()))
    throw new RedwellError('invalid_input', 'A root hash has 64 hexadecimal digits.', {
      action: 'Check what you entered after --root.',
    });
  const folder = resolve(pack);
  const check = await verifyPack(folder, { root, signal }).catch((error: unknown) => {
    if (signal.aborted) throw new RedwellError('canceled', 'Stopped.', { cause: error });
    throw new RedwellError('not_found', `The pack ${folder} could not be read.`, {
      action: 'Check its path, and that its drive is connected.',
      cause: error,
    });
  });
  if (json) await out.line(shownJson({ pack: folder, ...check }));
  else if (check.difference === null) {
    await out.line(`The pack is whole: ${counted(check.files, 'file')}, ${size(check.bytes)}.`);
    if (check.log !== null)
      await out.line(
        `The operator log is whole: ${counted(check.log.entries, 'entry', 'entries')} about the batch.`,
      );
    await out.line(`Root hash: ${check.rootHash ?? ''}`);
    if (root === null)
      await out.line('Compare it with the root hash that was written down when the pack was handed over.');
  } else {
    await out.line(`The pack differs: ${check.difference.message}`);
  }
  return check.whole ? 0 : 2;
}
