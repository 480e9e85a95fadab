/** The password bank in memory, and a bridge that never repeats a password. */
import { expect, it } from 'vitest';
import { z } from 'zod';
import { createPasswordBank } from '../../../src/core/app/password-bank.ts';
import type { WorkerMessage } from '../../../src/core/app/worker-message.ts';
import { type BridgeHandlers, EVENTS, REQUESTS } from '../../../src/shared/bridge.ts';
import { dispatch } from '../../../src/shared/dispatch.ts';

function bankOf() {
  const sent: WorkerMessage[] = [];
  const bank = createPasswordBank(async (message) => void sent.push(message), 1000);
  return { bank, sent };
}

it('gives the passwords of a drop to its batch, and sends them all to the worker', async () => {
  const { bank, sent } = bankOf();
  bank.addToDrop('d1', ['one', 'two', 'one']);
  expect(sent).toEqual([]);
  await bank.share('d1', 'b1');
  bank.forget('d1');
  await bank.addToBatch('b1', ['three', 'two']);
  expect(bank.ofDrop('d1')).toEqual([]);
  expect(bank.ofBatch('b1')).toEqual(['one', 'two', 'three']);
  expect(sent).toEqual([
    { kind: 'passwords', batchId: 'b1', passwords: ['one', 'two'] },
    { kind: 'passwords', batchId: 'b1', passwords: ['one', 'two', 'three'] },
  ]);
  // A worker that starts later gets the same message.
  expect(bank.messages()).toEqual([sent[1]]);
});

it('sends nothing for a drop without passwords, and forgets a batch that was never submitted', async () => {
  const { bank, sent } = bankOf();
  await bank.share('d1', 'b1');
  expect(sent).toEqual([]);
  bank.addToDrop('d2', ['one']);
  await bank.share('d2', 'b2');
  bank.forget('b2');
  expect(bank.messages()).toEqual([]);
  expect(bank.ofDrop('d2')).toEqual(['one']);
});

it('refuses more than 500 passwords, and keeps none of them', () => {
  const { bank } = bankOf();
  const many = Array.from({ length: 501 }, (_, i) => `p${i}`);
  expect(() => bank.addToDrop('d1', many)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  expect(bank.ofDrop('d1')).toEqual([]);
  bank.addToDrop('d1', many.slice(1));
  expect(bank.ofDrop('d1')).toHaveLength(500);
});

it('never repeats a password when it refuses invalid input', async () => {
  const secret = 'Heron 41 auf dem Dach ';
  const noHandlers = {} as BridgeHandlers;
  for (const [name, about] of [
    ['intake.passwords', { dropId: 'd1' }],
    ['batches.passwords', { batchId: 'b1' }],
  ] as const)
    for (const passwords of [
      [secret.repeat(60)],
      Array(101).fill(secret),
      secret,
      { [secret]: secret },
      [secret, 7, { [secret]: 1 }],
      [''],
    ]) {
      const reply = await dispatch(noHandlers, name, { ...about, passwords });
      // There are no handlers here, so only the schema can refuse it.
      expect(reply).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
      expect(JSON.stringify(reply)).not.toContain('auf dem Dach');
    }
});

/** Returns the names of all fields of a schema, at any depth. */
function fieldsOf(schema: z.ZodType): string[] {
  const found: string[] = [];
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { properties } = node as { properties?: object };
    if (properties !== undefined) found.push(...Object.keys(properties));
    Object.values(node).forEach(look);
  };
  look(z.toJSONSchema(schema, { unrepresentable: 'any' }));
  return found;
}

it('has no field for a password in any answer or event', () => {
  const outward = [...Object.values(REQUESTS).map(({ output }) => output), ...Object.values(EVENTS)];
  const fields = outward.flatMap(fieldsOf);
  expect(fields).toContain('offered');
  expect(fields.filter((name) => /^(password|secret)s?$/i.test(name))).toEqual([]);
  expect(fieldsOf(REQUESTS['batches.passwords'].input)).toContain('passwords');
});
