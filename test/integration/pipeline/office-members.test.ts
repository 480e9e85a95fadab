/** Files embedded in office files become members of their family, through the real sandbox and intake. */
import { expect, it } from 'vitest';
import { BATCH, sharedIntake } from '../intake/support.ts';
import { LETTER, textPdf } from './fixtures.ts';
import { xlsx } from './office-fixtures.ts';
import { compound, linkData, nativeObject, packageData, rtfObject } from './ole-fixture.ts';
import { zip, zipOf } from './zip-writer.ts';

const { openFixture } = sharedIntake();

type Fixture = Awaited<ReturnType<typeof openFixture>>;

/** Returns a Word document with the given parts in its folder of embedded files. */
const withEmbedded = (parts: Readonly<Record<string, Buffer>>): Buffer =>
  zipOf({
    'word/document.xml':
      '<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>See the enclosed file.</w:t></w:r></w:p></w:body></w:document>',
    ...Object.fromEntries(Object.entries(parts).map(([name, part]) => [`word/embeddings/${name}`, part])),
  });

async function membersOf(d: Fixture, name: string): Promise<(string | null)[][]> {
  const drop = await d.drop();
  expect(drop.status).toBe('ready');
  return d
    .entries(drop.id)
    .filter(({ path }) => path.startsWith(`${name}/`))
    .map(({ path, type, exception }) => [path.slice(name.length + 1), type, exception]);
}

it('takes packages, objects and old office files out of a Word document', async () => {
  const d = await openFixture();
  const pdf = await textPdf([LETTER]);
  const inner = withEmbedded({
    'oleObject1.bin': nativeObject(packageData('list.txt', Buffer.from('a list'))),
  });
  await d.put(
    'memo.docx',
    withEmbedded({
      'Sheet1.xlsx': xlsx(),
      'oleObject1.bin': nativeObject(packageData('R_sum_.pdf', pdf, 'Résumé.pdf')),
      'oleObject2.bin': compound({ CONTENTS: await textPdf([`Exhibit\n${LETTER}`]) }),
      'oleObject3.bin': compound({ WordDocument: Buffer.from('old text'), '1Table': Buffer.alloc(9) }),
      'oleObject4.bin': compound({ Package: inner }),
      'oleObject5.bin': nativeObject(linkData('S:\\Shared\\Budget 2025.xlsx')),
      'oleObject6.bin': Buffer.alloc(700, 7).fill('d0cf11e0a1b11ae1', 0, 8, 'hex'),
    }),
  );
  const members = await membersOf(d, 'memo.docx');
  expect(members.filter(([, , exception]) => exception === null || exception === 'unsupported')).toEqual([
    ['Résumé.pdf', 'pdf', null],
    ['Sheet1.xlsx', 'xlsx', null],
    ['oleObject2.pdf', 'pdf', null],
    expect.arrayContaining(['oleObject3.doc']),
    ['oleObject4.docx', 'docx', null],
    ['oleObject4.docx/list.txt', 'txt', null],
  ]);
  expect(members.map(([name, , exception]) => [name, exception])).toEqual(
    expect.arrayContaining([
      ['Budget 2025.xlsx', 'attachment_missing'],
      ['oleObject6.bin', 'container_error'],
    ]),
  );
});

it('warns about objects that hold no file, and opens no document that has none', async () => {
  const d = await openFixture();
  const formula = compound({ 'Equation Native': Buffer.from('x') });
  await d.put('formulas.docx', withEmbedded({ 'oleObject1.bin': formula, 'oleObject2.bin': formula }));
  await d.put('plain.docx', withEmbedded({}));
  const drop = await d.drop();
  const { documents } = await d.intake.freeze(drop.id, BATCH);
  expect(documents.map(({ path, warnings }) => [path, warnings])).toEqual([
    [
      'formulas.docx',
      [expect.objectContaining({ code: 'part_not_read', detail: expect.stringContaining('2 × a formula') })],
    ],
    ['plain.docx', []],
  ]);
});

it('takes embedded documents, charts and objects out of OpenDocument files', async () => {
  const d = await openFixture();
  const table = (text: string): string =>
    `<o:document-content xmlns:o="o" xmlns:table="b" xmlns:text="t"><table:table><table:table-row><table:table-cell><text:p>${text}</text:p></table:table-cell></table:table-row></table:table></o:document-content>`;
  const entry = (path: string, kind: string): string =>
    `<m:file-entry m:full-path="${path}" m:media-type="application/vnd.oasis.opendocument.${kind}"/>`;
  await d.put(
    'minutes.odt',
    zip([
      { name: 'mimetype', content: 'application/vnd.oasis.opendocument.text', store: true },
      ...Object.entries({
        'content.xml': table('minutes'),
        'Object 1/content.xml': table('Dues 310'),
        'Object 1/styles.xml': '<s/>',
        'Object 2/content.xml': table('Share 42'),
        'Object 3': nativeObject(packageData('agenda.txt', Buffer.from('the agenda'))),
        'ObjectReplacements/Object 1': 'a preview',
        'META-INF/manifest.xml': `<m:manifest xmlns:m="m">${entry('Object 1/', 'spreadsheet')}${entry('Object 2/', 'chart')}</m:manifest>`,
      }).map(([name, content]) => ({ name, content })),
    ]),
  );
  expect(await membersOf(d, 'minutes.odt')).toEqual([
    ['Object 1.ods', 'ods', null],
    ['Object 2.odc', 'ods', null],
    ['agenda.txt', 'txt', null],
  ]);
});

it('takes embedded files out of RTF', async () => {
  const d = await openFixture();
  const object = (className: string, data: Buffer): string =>
    `{\\object\\objemb{\\*\\objclass ${className}}{\\*\\objdata ${rtfObject(className, data)}}{\\result{\\pict 00}}}`;
  const wrapped = packageData('note.txt', Buffer.from('a note'));
  await d.put(
    'letter.rtf',
    `{\\rtf1\\ansi Enclosed:\\par ${object('Package', wrapped)}${object('Excel.Sheet.12', compound({ Package: xlsx() }))}}`,
  );
  expect(await membersOf(d, 'letter.rtf')).toEqual([
    ['note.txt', 'txt', null],
    ['object 2.xlsx', 'xlsx', null],
  ]);
});
