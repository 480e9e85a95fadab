/** Downloads of originals from the loopback host over real HTTP. */
import { Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { RedwellError } from '../../../src/shared/errors.ts';
import { ask, host, serveEachTest, signIn } from './client.ts';

serveEachTest();

const holds = (name: string, content: Readable, bytes: number): void => {
  host.small.originals.read = async () => ({ name, bytes, content });
};

it('sends an original as a download under its name, never as a page', async () => {
  const cookie = await signIn();
  holds('Exposé "A" (1).html', Readable.from([Buffer.from('<script>1</script>')]), 18);
  const answer = await ask('/original?document=b-d00001', { headers: { cookie } });
  expect([answer.status, answer.body]).toEqual([200, '<script>1</script>']);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="Expos_ _A_ (1).html"; filename*=UTF-8''Expos%C3%A9%20%22A%22%20%281%29.html`,
    'content-length': '18',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
});

it('sends nothing without a session, and nothing without a document', async () => {
  let asked = 0;
  host.small.originals.read = async () => {
    asked += 1;
    throw new Error('never');
  };
  expect((await ask('/original?document=b-d00001')).status).toBe(401);
  const cookie = await signIn();
  expect((await ask('/original', { headers: { cookie } })).status).toBe(400);
  expect((await ask('/original?document=a&path=/etc/passwd', { headers: { cookie } })).status).toBe(400);
  expect(asked).toBe(0);
});

it.each([
  ['conflict', 409],
  ['not_found', 404],
  ['access_restricted', 403],
] as const)('answers with a typed error instead of a file: %s', async (code, status) => {
  const cookie = await signIn();
  host.small.originals.read = async () => {
    throw new RedwellError(code, 'The original of “a.txt” is wrong.', { action: 'Ask for another copy.' });
  };
  const answer = await ask('/original?document=b-d00001', { headers: { cookie } });
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.body)).toEqual({
    ok: false,
    error: { code, message: 'The original of “a.txt” is wrong.', action: 'Ask for another copy.' },
  });
  expect(answer.headers['content-disposition']).toBeUndefined();
});

it('breaks off before the stated length when the file turns out to be wrong on the way', async () => {
  const cookie = await signIn();
  const content = new Readable({
    read() {
      this.push(Buffer.alloc(1000));
      this.destroy(new RedwellError('conflict', 'It was changed.'));
    },
  });
  holds('a.txt', content, 5000);
  await expect(ask('/original?document=b-d00001', { headers: { cookie } })).rejects.toThrow();
});
