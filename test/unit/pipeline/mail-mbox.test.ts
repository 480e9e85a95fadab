/** Where a message of a mailbox starts. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { messagesOf } from '../../../src/core/pipeline/extract/containers/mbox.ts';

async function messagesIn(text: string): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'redwell-mbox-'));
  try {
    const location = join(folder, 'a.mbox');
    await writeFile(location, text);
    const messages: string[] = [];
    for await (const bytes of messagesOf(location)) messages.push(bytes.toString());
    return messages;
  } finally {
    await rm(folder, { recursive: true });
  }
}

describe('a mailbox', () => {
  it('starts a message only at a separator with an address or a date', async () => {
    const messages = await messagesIn(
      [
        'From - Mon Mar  3 14:05:00 2025\nSubject: One\n\nHello\n\nFrom Monday on, we meet at 10:00.\n\n',
        'From the start\n\nFrom a@b.example Tue Mar 04 08:00:00 +0000 2025\nSubject: Two\n\n>From here\n>>From there\n',
      ].join(''),
    );
    expect(messages).toHaveLength(2);
    expect(messages[0]).toContain('From Monday on');
    expect(messages[1]).toContain('\nFrom here\n>From there');
  });

  it('starts a message at every separator if its first one has an unusual form', async () => {
    const messages = await messagesIn(
      'From export 1\nSubject: One\n\nHello\n\nFrom export 2\nSubject: Two\n\nBye\n',
    );
    expect(messages).toHaveLength(2);
  });
});
