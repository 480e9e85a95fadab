/** Files on disk exactly as Redwell 0.1.0 wrote them. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { readManifestFile } from '../../../src/core/intake/manifest.ts';
import { readJournal, readMeta } from '../../../src/core/intake/read-journal.ts';

const A = 'a'.repeat(64);
const B = 'b'.repeat(64);

async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-old-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await mkdir(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}

const META = `{"drop":{"id":"4k7mn2pqrs8t","name":"Box","source":"path","status":"ready","createdAt":1763200000000,"found":2,"read":2,"readBytes":10,"total":2,"inventory":{"files":2,"members":0,"bytes":10,"duplicates":0,"excluded":0,"encrypted":0,"unsupported":1,"empty":0,"unreadable":0,"byType":[{"type":"unknown","count":1,"bytes":5}],"pages":0,"pagesToOcr":0,"predictedMs":null},"problems":[{"path":"x","code":"unrecognised","message":"The content matches no known type of file."}],"batchId":null,"error":null},"roots":[{"location":"/box","prefix":"","directory":true}],"sealing":"20251115-1000-abcde"}
`;
const CUT_OFF = `{"drop":{"id":"4k7mn2pqrs8u","name":"Box","source":"upload","status":"failed","createdAt":1763200000000,"found":0,"read":0,"readBytes":0,"total":null,"inventory":null,"problems":[],"batchId":null,"error":{"code":"cancelled","message":"The upload of “Box” was cut off when Redwell stopped; none of it was submitted.","action":"Discard this drop and drop the folder again."}},"roots":[],"sealing":null}
`;

describe('the journal of 0.1.0', () => {
  it('reads the intent to freeze, and codes in British spelling, from drop.json', async () => {
    const meta = await readMeta(await folderWith({ 'drop.json': META }));
    expect(meta?.freezing).toBe('20251115-1000-abcde');
    expect(meta).not.toHaveProperty('sealing');
    expect(meta?.drop.problems).toMatchObject([{ code: 'unrecognized' }]);
    const cutOff = await readMeta(await folderWith({ 'drop.json': CUT_OFF }));
    expect(cutOff).toMatchObject({ freezing: null, drop: { status: 'failed', error: { code: 'canceled' } } });
  });

  it.each(['receiving', 'walking', 'reading', 'ready', 'submitting', 'submitted', 'failed', 'discarded'])(
    'reads the status %s',
    async (status) => {
      const text = META.replace('"status":"ready"', `"status":"${status}"`);
      expect((await readMeta(await folderWith({ 'drop.json': text })))?.drop.status).toBe(status);
    },
  );

  it('reads lines, and takes the new name of a renamed member from the old sentence', async () => {
    const lines = [
      '{"k":"walk"}',
      `{"k":"file","v":{"path":"\\"what\\":\\"code\\":\\"unrecognised\\".bin","raw":null,"root":0,"file":null,"bytes":5,"modifiedAt":1,"sha256":"${A}","type":"unknown","what":"x is not a file","excluded":null,"failure":{"code":"unrecognised","detail":"The content matches no known type of file."}}}`,
      `{"k":"inspected","sha256":"${A}","v":{"pages":null,"pagesToOcr":null,"encrypted":false,"problem":{"code":"unrecognised","detail":"x"}}}`,
      `{"k":"expanded","sha256":"${B}","v":{"members":[{"name":"etc/passwd","file":"members/${B}/member-000001","bytes":4,"modifiedAt":null,"sha256":"${A}","type":"txt","what":""}],"problems":[{"name":"../../etc/passwd","code":"container_error","detail":"The name held a path that leaves its folder; it was named etc/passwd"},{"name":"/lost.txt","code":"container_error","detail":"The name held an absolute path; it was named lost.txt"},{"name":"locked.txt","code":"encrypted","detail":"The member asks for a password"}],"failure":null}}`,
    ];
    const journal = await readJournal(await folderWith({ 'entries.jsonl': `${lines.join('\n')}\n` }));
    expect(journal.damaged).toBe(0);
    // Only the code changes: a file name may contain anything.
    expect(journal.records).toMatchObject([
      {
        path: '"what":"code":"unrecognised".bin',
        description: 'x is not a file',
        failure: { code: 'unrecognized' },
      },
    ]);
    expect(journal.contents.inspections.get(A)?.problem?.code).toBe('unrecognized');
    expect(journal.contents.expansions.get(B)?.problems.map(({ renamedTo }) => renamedTo)).toEqual([
      'etc/passwd',
      // The member itself could not be unpacked.
      undefined,
      undefined,
    ]);
  });
});

describe('the manifest of 0.1.0', () => {
  const head =
    '{"batchId":"20251115-1000-abcde","name":"Box","matter":"","custodian":"","priority":"normal","createdAt":1763200000000,"documents":[';
  const document = `{"id":"20251115-1000-abcde-d00001","path":"x","sha256":"${A}","bytes":5,"type":"unknown","modifiedAt":1,"parentId":null,"duplicateOf":null,"status":"exception","exception":{"code":"unrecognised","stage":null,"detail":"The content matches no known type of file.","attempt":0},"warnings":[{"code":"unrecognised","stage":null,"detail":"","attempt":0}],"pages":null,"pagesToOcr":null,"location":"/vault/aa/aa/${A}"}`;
  const text = `${head}\n${document}\n]}\n`;

  it('is read with the present spelling', async () => {
    const manifest = await readManifestFile(await folderWith({ 'redwell-manifest.json': text }), 'x');
    expect(manifest.documents).toMatchObject([
      { exception: { code: 'unrecognized' }, warnings: [{ code: 'unrecognized' }] },
    ]);
  });

  it('is read with the present spelling after someone reformatted it', async () => {
    const pretty = JSON.stringify(JSON.parse(text), null, 2);
    const manifest = await readManifestFile(await folderWith({ 'redwell-manifest.json': pretty }), 'x');
    expect(manifest.documents[0]?.exception?.code).toBe('unrecognized');
  });
});
