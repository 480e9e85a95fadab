import { describe, expect, it } from 'vitest';
import { agreement, ownWords, sharedWords } from '../../../src/core/pipeline/extract/pdf/agreement.ts';
import { spells, suspectLines } from '../../../src/core/pipeline/extract/pdf/spelling.ts';

const LETTER = `Dear Mr. Abernathy, this confirms the terms on which Stillwater Granary Co. will settle
the claim of Josephine Marchetti for the sum of $41,250.00, payable on or before
September 30, 2022, in full release of every claim for damage to the silo.`;

/** Shifts letters and digits as a font does whose letter map starts at the wrong place. */
const shifted = (text: string, by: number): string =>
  text
    .replace(/[a-z]/g, (c) => String.fromCharCode(((c.charCodeAt(0) - 97 + by + 26) % 26) + 97))
    .replace(/[A-Z]/g, (c) => String.fromCharCode(((c.charCodeAt(0) - 65 + by + 26) % 26) + 65))
    .replace(/\d/g, (c) => String((Number(c) + by + 30) % 10));

describe('letters that spell nothing', () => {
  it.each(Array.from({ length: 25 }, (_, i) => i + 1))('are found when the map is %i places off', (by) => {
    expect(spells(shifted(LETTER, by))).toBe(false);
  });

  it('are found when only part of the page has them', () => {
    const lines = suspectLines(`${LETTER}\n${LETTER}\n${shifted(LETTER, 3)}`);
    expect(lines).toContain(shifted(LETTER.split('\n')[1] ?? '', 3));
    expect(lines).not.toContain(LETTER.split('\n')[0]);
  });

  it('are found when they are symbols or have no mapping', () => {
    expect(
      spells(`!"# !$%&'()**+**,$ -)(.*.)($!$ $ +\n/! !  !0+ %&!! (*)+ ,-./ !"#$ %&'( )*+,\n!1(12/ ++ )( !!`),
    ).toBe(false);
    expect(suspectLines(`${LETTER}\n\u0001\u0004\u0005\u0006\u0007\u0011\u0012A\n${LETTER}`)).toHaveLength(1);
  });
});

describe('text that spells something', () => {
  // cspell:disable
  const texts: Record<string, string> = {
    names:
      'Montgomery Birdwell, Fargo\nKrzysztof Wojciechowski, Chicago\nNguyen Thi Bich, Garden Grove\nXiang Zhou, Flushing\nDmitri Rzhevsky, Brighton Beach\nSiobhan McLoughlin, Quincy',
    exhibits:
      'Ex. A  Lease\nEx. B  Rent ledger\nEx. C  E-mail, K. Whitcomb to T. Hale\nEx. D  Photographs\nEx. E  Invoice 4471\nEx. F  Check 10233\nEx. G  Police report',
    numbers:
      '1,204.50 2,001.17 (33.20) 4.5% $ 12,400 $ 13,022\n1,204.50 2,001.17 (33.20) 4.5% $ 12,400 $ 13,022\n2021 2022 2023 2024',
    leaders:
      'Introduction ............................................ 1\nArgument ................................................ 4\n______________________\n____________ / ____________',
    abbreviations:
      'USDC SDNY EDNY NLRB EEOC HIPAA ERISA FRCP USPTO NASDAQ SEC FTC DOJ CPLR GBL PHL JPML LLC LLP',
    codes:
      'VIN 1HGCM82633A004352 JH4KA7650MC002609\nMD5 9e107d9d372bb6826bd81d3542a419d6 e4d909c290d0fb1ca068ffaddf22cbd0',
    glued: 'Thelesseeshallpaytherentonthefirstofeachmonth Thelessorshallmaintainthepremisesingoodrepair',
    German:
      'Der Mieter verpflichtet sich, die vereinbarte Miete jeweils zum ersten eines Monats zu zahlen. Schönheitsreparaturen trägt er nicht.',
    Spanish:
      'El arrendatario se obliga a pagar la renta el primer día de cada mes sin demora alguna ni descuento de ninguna clase',
    Finnish:
      'Vuokralainen sitoutuu maksamaan vuokran jokaisen kuukauden ensimmäisenä päivänä. Tuomioistuin katsoi toisin',
    Polish:
      'Najemca zobowiązuje się do zapłaty czynszu pierwszego dnia każdego miesiąca. Sąd orzekł inaczej i oddalił powództwo',
    Russian: 'Наниматель обязуется вносить плату за наём первого числа каждого месяца без задержки',
    short: 'Xq zzvr 12',
    empty: '',
  };
  // cspell:enable
  it.each(Object.keys(texts))('is left alone: %s', (name) => {
    expect(suspectLines(texts[name] ?? '')).toEqual([]);
  });
});

it('tells how many words two readings share', () => {
  expect(sharedWords('the sum of $41,250.00', 'The sum: $41,250.00 only')).toBe(1);
  expect(sharedWords('qeb prj lc', 'the sum of')).toBe(0);
  expect(sharedWords('- / 1', 'the sum of')).toBeNull();
  expect(agreement('qeb prj 2019 lc', 'the sum 2019 of')).toBeCloseTo(4 / 12);
  expect(agreement('The sum, 2019', 'the sum 2019')).toBeGreaterThan(0.9);
  expect(ownWords('From: Rosamund Kittering', 'from the tenant')).toBe(2);
});
