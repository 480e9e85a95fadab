/** Outlook messages that are not stored as Unicode are read in their code page. */
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { expect, it, vi } from 'vitest';
import type { OcrResult } from '../../../src/core/documents/types.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { put, stageInput } from './fixtures.ts';
import { type Folder, pack } from './msg-fixture.ts';

vi.setConfig({ testTimeout: 60_000 });

const shared = sharedSandbox({ maxWorkers: 1 });
const RUSSIAN = 'Аренда оплачена за весь год, ключи переданы Ольге Крыловой.';
const FRENCH = 'L’œuvre de Zoë Lefèvre – estimée à 7 000 €';

async function read(bytes: Buffer): Promise<OcrResult> {
  const location = await put(shared().folder, 'file.msg', bytes);
  return (await shared().sandbox.runStage('ocr', stageInput(location, 'msg', bytes.length))).result;
}

/** @param codePages the numbers of PidTagMessageCodepage and PidTagInternetCodepage */
function message(
  body: string,
  charset: string,
  codePages: { message?: number; internet?: number } = {},
  more: Folder = {},
): Buffer {
  const number = (tag: number, value: number | undefined): Buffer[] => {
    if (value === undefined) return [];
    const bytes = Buffer.alloc(16);
    bytes.writeUInt32LE(tag, 0);
    bytes.writeUInt32LE(6, 4);
    bytes.writeUInt32LE(value, 8);
    return [bytes];
  };
  return pack({
    '__properties_version1.0': Buffer.concat([
      Buffer.alloc(32),
      ...number(0x3ffd0003, codePages.message),
      ...number(0x3fde0003, codePages.internet),
    ]),
    '__substg1.0_0037001E': iconv.encode(`Re: ${body.slice(0, 20)}`, charset),
    '__substg1.0_1000001E': iconv.encode(body, charset),
    ...more,
  });
}

it.each([
  ['Windows-1251 by its code page', RUSSIAN, 'windows-1251', { message: 1251, internet: 65001 }],
  ['KOI8-R by its Internet code page', RUSSIAN, 'koi8-r', { internet: 20866 }],
  ['Windows-1252', FRENCH, 'windows-1252', { message: 1252 }],
  ['Windows-1252 that says Latin-1', FRENCH, 'windows-1252', { internet: 28591 }],
  ['Windows-1252 without a code page', FRENCH, 'windows-1252', {}],
  ['UTF-8 by its code page', FRENCH, 'utf-8', { message: 65001 }],
  ['Big5', '租約期滿，押金退還陳先生。', 'big5', { message: 950 }],
])('reads %s', async (_title, body, charset, codePages) => {
  const { text, warnings } = await read(message(body, charset, codePages));
  expect(text).toContain(`Subject: Re: ${body.slice(0, 20).trim()}`);
  expect(text).toContain(body);
  expect(warnings).toEqual([]);
});

it('guesses where no code page is stated, and where the bytes contradict it', async () => {
  const long = `${RUSSIAN} ${RUSSIAN} ${RUSSIAN}`;
  expect((await read(message(long, 'windows-1251'))).text).toContain(RUSSIAN);
  const { text, warnings } = await read(message(FRENCH, 'windows-1252', { message: 65001 }));
  expect(text).toContain(FRENCH);
  expect(warnings).toMatchObject([{ code: 'charset_overruled', detail: expect.stringContaining('65001') }]);
});

it('reads HTML in its own encoding, whatever the code page of the message is', async () => {
  const html = iconv.encode(`<p>${RUSSIAN}</p>`, 'koi8-r');
  const pages = { message: 1252, internet: 20866 };
  for (const tag of ['1013001E', '10130102'])
    expect((await read(message(' ', 'ascii', pages, { [`__substg1.0_${tag}`]: html }))).text).toContain(
      RUSSIAN,
    );
});

it('names an attachment without content and takes out the others', async () => {
  const attachment = (name: string, content: Record<string, Buffer>) => ({
    '__properties_version1.0': Buffer.alloc(8),
    '__substg1.0_3707001F': Buffer.from(name, 'utf16le'),
    ...content,
  });
  const bytes = message(
    'Two files',
    'ascii',
    {},
    {
      '__attach_version1.0_#00000000': attachment('plan.dwg', {}),
      '__attach_version1.0_#00000001': attachment('rider.txt', {
        '__substg1.0_37010102': Buffer.from('Rider'),
      }),
    },
  );
  const location = await put(shared().folder, 'files.msg', bytes);
  const into = await mkdtemp(join(shared().folder, 'members-'));
  const limits = { maxMembers: 9, maxBytes: 1_000_000, maxRatio: 200 };
  const { members, problems } = await shared().sandbox.expand({ location, type: 'msg' }, into, limits);
  expect(members.map(({ name }) => name)).toEqual(['rider.txt']);
  expect(problems).toMatchObject([{ name: 'plan.dwg', code: 'container_error' }]);
});
