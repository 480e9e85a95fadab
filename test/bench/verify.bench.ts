/**
 * Measures what proofs of originals add: to the stage that reads one, against the same stage without the proof; and to
 * the intake of files that the vault already has, against their first intake.
 */
import { createHash, randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { it } from 'vitest';
import type { StageInput } from '../../src/core/documents/types.ts';
import { digestOf } from '../../src/core/pipeline/worker/cache-input.ts';
import { encode } from '../../src/core/redis/codec.ts';
import { createSandbox } from '../../src/core/sandbox/pool.ts';
import type { FileType } from '../../src/shared/file-types.ts';
import { BATCH, sharedIntake } from '../integration/intake/support.ts';
import { sharedSandboxEntry } from '../integration/pipeline/build-sandbox.ts';
import { stageInput, textPdf } from '../integration/pipeline/fixtures.ts';
import { printTable, type Row, round, seconds } from './table.ts';

const shared = sharedSandboxEntry();
const { openFixture } = sharedIntake();
const LINE =
  'The lessee shall pay $4,250.00 on the first of each month, notwithstanding item 7 of the lease.\n';

interface Case {
  what: string;
  type: FileType;
  content: Buffer;
  /** Readings with the proof, and as many without it, in turn. */
  times: number;
}

async function cases(): Promise<Case[]> {
  const text = (bytes: number): Buffer => Buffer.from(LINE.repeat(Math.ceil(bytes / LINE.length)));
  const page = LINE.slice(0, 80).concat('\n').repeat(30);
  return [
    { what: 'text, 2 kB', type: 'txt', content: text(2e3), times: 2000 },
    { what: 'text, 100 kB', type: 'txt', content: text(1e5), times: 600 },
    { what: 'text, 1 MB', type: 'txt', content: text(1e6), times: 100 },
    { what: 'text, 10 MB', type: 'txt', content: text(1e7), times: 20 },
    {
      what: 'PDF, 50 pages',
      type: 'pdf',
      content: await textPdf(Array.from({ length: 50 }, () => page)),
      times: 40,
    },
  ];
}

/** The middle of the faster half: on a busy machine, the slow readings measure the neighbors. */
const typical = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)] ?? 0;

it('measures the proof of originals', async () => {
  const sandbox = createSandbox({ entry: shared().entry, maxWorkers: 1 });
  const rows: Row[] = [];
  try {
    for (const { what, type, content, times } of await cases()) {
      const location = join(shared().folder, `verify.${type}`);
      await writeFile(location, content);
      const base = stageInput(location, type, content.length);
      const plain: StageInput = {
        ...base,
        limits: { ...base.limits, timeoutMs: 120_000, maxBytes: 1e9, maxCharacters: 2e7 },
      };
      const sha256 = createHash('sha256').update(content).digest('hex');
      const proven: StageInput = { ...plain, document: { ...plain.document, sha256 } };
      const ms = { plain: [] as number[], proven: [] as number[] };
      const measure = async (input: StageInput, into: number[]): Promise<void> => {
        const from = performance.now();
        const { result } = await sandbox.runStage('ocr', input);
        // The worker does this with every result. Redis and the queue are not counted.
        digestOf(result);
        encode(result);
        into.push(performance.now() - from);
      };
      for (let i = 0; i < Math.ceil(times / 10); i += 1) await sandbox.runStage('ocr', plain);
      for (let i = 0; i < times; i += 1) {
        await measure(plain, ms.plain);
        await measure(proven, ms.proven);
      }
      const [without, withProof] = [typical(ms.plain), typical(ms.proven)];
      rows.push({
        what,
        'without, ms': round(without, 3),
        'with proof, ms': round(withProof, 3),
        'added, %': round(100 * (withProof / without - 1), 1),
      });
    }
  } finally {
    await sandbox.dispose();
  }
  printTable('Proof of originals, per reading', rows);
});

it('measures the intake of files that the vault has', async () => {
  const d = await openFixture();
  const MB = 1_000_000;
  for (let i = 0; i < 200; i += 1) await d.put(`${i}.bin`, randomBytes(MB));
  const rows: Row[] = [];
  for (const what of ['first intake', 'again', 'and again']) {
    let dropId = '';
    const inventory = await seconds(async () => {
      dropId = (await d.drop()).id;
    });
    const batchId = `batch-${rows.length}`;
    const freezing = await seconds(() => d.intake.freeze(dropId, { ...BATCH, batchId }));
    rows.push({
      what,
      'inventory, s': round(inventory),
      'vault, s': round(freezing),
      'of the first, %': round((100 * (inventory + freezing)) / total(rows[0], inventory + freezing), 0),
    });
  }
  printTable('Intake of 200 files of 1 MB', rows);
});

const total = (first: Row | undefined, otherwise: number): number =>
  first === undefined ? otherwise : Number(first['inventory, s']) + Number(first['vault, s']);
