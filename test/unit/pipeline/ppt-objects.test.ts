import { expect, it } from 'vitest';
import { hasObjects } from '../../../src/core/pipeline/extract/office/ppt-objects.ts';

/** Returns a record whose content looks like the header of an object. */
function record(type: number): Buffer {
  const content = Buffer.from('0000111000000000', 'hex');
  const header = Buffer.alloc(8);
  header.writeUInt16LE(type, 2);
  header.writeUInt32LE(content.length, 4);
  return Buffer.concat([header, content]);
}

it('finds an embedded object among the records, and none inside the content of others', () => {
  expect(hasObjects(Buffer.concat([record(0x03e8), record(0x1011)]))).toBe(true);
  expect(hasObjects(Buffer.concat([record(0x03e8), record(0x03ee)]))).toBe(false);
});

it('ends at a record that is longer than the stream', () => {
  expect(hasObjects(Buffer.from('0000e803ffffffff00', 'hex'))).toBe(false);
});
