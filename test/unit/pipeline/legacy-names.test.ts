import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { nameDecoder } from '../../../src/core/pipeline/extract/containers/legacy-names.ts';

const decoded = (names: readonly Buffer[]): [names: string[], inDoubt: boolean] => {
  const { decode, inDoubt } = nameDecoder(names);
  return [names.map(decode), inDoubt];
};

describe('names without an encoding', () => {
  it.each([
    ['cp437', ['Vollmacht Schröder.pdf', 'GEBÜHREN.xls', 'Bürgschaft/Größe 5°.txt']],
    ['cp437', ['Résumé été.doc', 'Peña y Núñez.pdf', 'Ålesund.txt', 'à.txt']],
    ['windows-1252', ['Vollmacht Schröder.pdf']],
    ['windows-1252', ['Procès-verbal – août.pdf', 'Übergabe.doc']],
    ['cp850', ['João Conceição.pdf', 'Øvre Årdal.txt']],
    ['shift_jis', ['賃貸借契約書.pdf']],
    ['shift_jis', ['見積.txt', 'メモ_2023年.doc', '議事録.txt']],
    ['gbk', ['房屋租赁合同.pdf', '证明.doc']],
    ['big5', ['公司登記章程.pdf', '租賃契約.doc']],
    ['cp949', ['위임장.pdf', '근로계약서.hwp']],
    ['cp866', ['Доверенность.pdf', 'АКТ 5.doc']],
    ['windows-1251', ['Доверенность.pdf', 'Акт.doc']],
    ['koi8-r', ['Доверенность.pdf']],
  ])('are read in %s: %s', (encoding, names) => {
    expect(decoded(names.map((name) => iconv.encode(name, encoding)))[0]).toEqual(names);
  });

  it('are read each in its own encoding when MS-DOS and another are mixed', () => {
    const mixed = [
      iconv.encode('Vergütung Jäger.txt', 'cp437'),
      iconv.encode('業務委託契約書.txt', 'shift_jis'),
    ];
    expect(decoded(mixed)).toEqual([['Vergütung Jäger.txt', '業務委託契約書.txt'], false]);
  });

  it('are UTF-8 when they are valid as that', () => {
    expect(decoded([Buffer.from('Größe 契約.txt')])).toEqual([['Größe 契約.txt'], false]);
  });

  it('are in doubt when nothing makes sense', () => {
    expect(decoded([Buffer.from('b0b1b22e74', 'hex')])).toEqual([['░▒▓.t'], true]);
  });

  it('are always decoded', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 })), (names) => {
        const [texts] = decoded(names.map((name) => Buffer.from(name)));
        expect(texts.every((text) => !text.includes('\ufffd') || text.length > 0)).toBe(true);
      }),
    );
  });
});
