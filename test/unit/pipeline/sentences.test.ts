import { expect, it } from 'vitest';
import { sentenceSpans } from '../../../src/core/pipeline/entities/sentences.ts';

it.each([
  ['It cited Fenwick v. Harrow Ins. Co., 512 F.3d 418, 422 (7th Cir. 2008). ', 'The trustee paid.'],
  ['The court cited Hill v. Roe, 110 Atl. 34, 36 (Conn. 1920). ', 'It affirmed.'],
  ['In 24 Wheat. 1 and 9 Kirby 12, 3 Day. 5, it held so. ', 'We agree.'],
  ['See Sea Hawk Transp. Co. v. Kent Mut. Fid. Guar. Indem. Assocs., 12 F.Supp. 3. ', 'The rest is dicta.'],
  ['Send it to jane@acme.com. ', 'She reads it.'],
  ['He was seen by Ms. Davis. ', 'She left.'],
  ['The rule is old. ', 'Id. at 5 says so.'],
  ['In No. 20-3317 the U.S. Court of Appeals affirmed. ', 'See Br. Pet. 12.'],
  ['Harrow Quarries, Inc. Chairman J. T. Kettering signed it. ', 'Nobody objected.'],
])('parts %j from the next sentence', (first, second) => {
  const text = first + second;
  expect(sentenceSpans(text).map(({ start, end }) => text.slice(start, end))).toEqual([first, second]);
});
