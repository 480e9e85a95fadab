/** The bank in the console's memory, and what the bridge says of passwords that it does not take. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createPasswordBank } from '../../../src/core/app/password-bank.ts';
import type { WorkerMessage } from '../../../src/core/app/worker-message.ts';
import { type BridgeHandlers, EVENTS, REQUESTS } from '../../../src/shared/bridge.ts';
import { dispatch } from '../../../src/shared/dispatch.ts';

function bankOf() {
  const told: WorkerMessage[] = [];
  const bank = createPasswordBank(async (message) => void told.push(message), 1000);
  return { bank, told };
}

test('what was given for a drop belongs to its batch too, and the worker is told all of it', async () => {
  const { bank, told } = bankOf();
  bank.addToDrop('d1', ['one', 'two', 'one']);
  expect(told).toEqual([]);
  await bank.share('d1', 'b1');
  bank.forget('d1');
  await bank.addToBatch('b1', ['three', 'two']);
  expect(bank.ofDrop('d1')).toEqual([]);
  expect(bank.ofBatch('b1')).toEqual(['one', 'two', 'three']);
  expect(told).toEqual([
    { kind: 'passwords', batchId: 'b1', passwords: ['one', 'two'] },
    { kind: 'passwords', batchId: 'b1', passwords: ['one', 'two', 'three'] },
  ]);
  // A worker that starts later hears the same.
  expect(bank.messages()).toEqual([told[1]]);
});

test('a drop without passwords tells nobody anything, and a batch that came to nothing is forgotten', async () => {
  const { bank, told } = bankOf();
  await bank.share('d1', 'b1');
  expect(told).toEqual([]);
  bank.addToDrop('d2', ['one']);
  await bank.share('d2', 'b2');
  bank.forget('b2');
  expect(bank.messages()).toEqual([]);
  expect(bank.ofDrop('d2')).toEqual(['one']);
});

test('more passwords than anybody has are refused, and none of them is kept', () => {
  const { bank } = bankOf();
  const many = Array.from({ length: 501 }, (_, i) => `p${i}`);
  expect(() => bank.addToDrop('d1', many)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  expect(bank.ofDrop('d1')).toEqual([]);
  bank.addToDrop('d1', many.slice(1));
  expect(bank.ofDrop('d1')).toHaveLength(500);
});

test('a refusal by the contract never repeats a password', async () => {
  const secret = 'Heron 41 auf dem Dach ';
  const nobody = {} as BridgeHandlers;
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
      const reply = await dispatch(nobody, name, { ...about, passwords });
      // Refused before anybody is asked: there is nobody here who could answer.
      expect(reply).toMatchObject({ ok: false, error: { code: 'invalid_input' } });
      expect(JSON.stringify(reply)).not.toContain('auf dem Dach');
    }
});

/** Names of every field that a schema has, at any depth. */
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

test('nothing that goes out over the bridge has a place for a password', () => {
  const outward = [...Object.values(REQUESTS).map(({ output }) => output), ...Object.values(EVENTS)];
  const fields = outward.flatMap(fieldsOf);
  expect(fields).toContain('offered');
  expect(fields.filter((name) => /^(password|secret)s?$/i.test(name))).toEqual([]);
  expect(fieldsOf(REQUESTS['batches.passwords'].input)).toContain('passwords');
});
