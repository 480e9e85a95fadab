import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import iconv from 'iconv-lite';
import { expect, it, vi } from 'vitest';
import { sharedSandbox } from './build-sandbox.ts';
import { put, stageInput } from './fixtures.ts';
import { zip } from './zip-writer.ts';

vi.setConfig({ testTimeout: 60_000 });

const shared = sharedSandbox({ maxWorkers: 1 });
const LIMITS = { maxMembers: 100, maxBytes: 1e8, maxRatio: 1000 };

it('names members as their computer did, and lists them the same way', async () => {
  const dos = iconv.encode('Kaufvertrag Böhm.txt', 'cp437');
  const field = Buffer.concat([Buffer.from([1]), Buffer.alloc(4), Buffer.from('Право 1.txt')]);
  field.writeUInt32LE(crc32(Buffer.from('_____ 1.txt')), 1);
  const extra = Buffer.concat([Buffer.from([0x75, 0x70, field.length, 0]), field]);
  const bytes = zip([
    { name: dos, content: 'a', flags: 0 },
    { name: iconv.encode('覚書.txt', 'shift_jis'), content: 'b', flags: 0 },
    { name: iconv.encode('株主総会議事録.txt', 'shift_jis'), content: 'c', flags: 0 },
    { name: '_____ 1.txt', content: 'd', flags: 0, extra },
    { name: 'Straße.txt', content: 'e', flags: 0 },
  ]);
  const location = await put(shared().folder, 'names.zip', bytes);
  const { members, problems } = await shared().sandbox.expand(
    { location, type: 'zip' },
    join(shared().folder, 'names'),
    LIMITS,
  );
  const names = ['Kaufvertrag Böhm.txt', '覚書.txt', '株主総会議事録.txt', 'Право 1.txt', 'Straße.txt'];
  expect([members.map(({ name }) => name), problems]).toEqual([names, []]);
  const { result } = await shared().sandbox.runStage('ocr', stageInput(location, 'zip', bytes.length));
  expect([result.text.split('\n'), result.warnings]).toEqual([names, []]);
});

it('warns when the names fit no encoding', async () => {
  const bytes = zip([{ name: Buffer.from('b0b1b22e74', 'hex'), content: 'a', flags: 0 }]);
  const location = await put(shared().folder, 'doubt.zip', bytes);
  const { result } = await shared().sandbox.runStage('ocr', stageInput(location, 'zip', bytes.length));
  expect(result.warnings).toMatchObject([{ code: 'charset_overruled' }]);
});
