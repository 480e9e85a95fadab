import { expect, it } from 'vitest';
import { sentenceSpans } from '../../../src/core/pipeline/entities/sentences.ts';

it.each([
  ['It cited Fenwick v. Harrow Ins. Co., 512 F.3d 418, 422 (7th Cir. 2008). ', 'The trustee paid.'],
  ['The rule is old. ', 'Id. at 5 says so.'],
  ['In No. 20-3317 the U.S. Court of Appeals affirmed. ', 'See Br. Pet. 12.'],
  ['Harrow Quarries, Inc. Chairman J. T. Kettering signed it. ', 'Nobody objected.'],
])('parts %j from the next sentence', (first, second) => {
  const text = first + second;
  expect(sentenceSpans(text).map(({ start, end }) => text.slice(start, end))).toEqual([first, second]);
});
