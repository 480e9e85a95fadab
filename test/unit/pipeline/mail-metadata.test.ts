import { expect, it } from 'vitest';
import { mailText, parseMail } from '../../../src/core/pipeline/extract/readers/mail.ts';

const metadataOf = async (headers: readonly string[]) =>
  mailText(await parseMail(Buffer.from(`${headers.join('\r\n')}\r\n\r\nBody`))).metadata;

it('states when a mail was sent and when the last server received it, in UTC', async () => {
  const metadata = await metadataOf([
    'Received: from relay.example by mx.example; Tue, 4 Mar 2025 09:31:02 -0500',
    'Received: from desk.example by relay.example; Tue, 4 Mar 2025 09:30:59 -0500',
    'Date: Tue, 4 Mar 2025 09:30:00 -0500',
    'From: Karen <k@example.com>',
  ]);
  expect(metadata).toMatchObject({ sent: '2025-03-04T14:30:00.000Z', received: '2025-03-04T14:31:02.000Z' });
});

it('gives all mails of a conversation the same one', async () => {
  const first = await metadataOf(['From: k@example.com', 'Message-ID: <1@example.com>']);
  const second = await metadataOf([
    'From: t@example.com',
    'Message-ID: <2@example.com>',
    'In-Reply-To: <1@example.com>',
  ]);
  const third = await metadataOf([
    'From: k@example.com',
    'Message-ID: <3@example.com>',
    'In-Reply-To: <2@example.com>',
    'References: <1@example.com>\r\n <2@example.com>',
  ]);
  expect(third).toMatchObject({ messageId: '<3@example.com>', inReplyTo: '<2@example.com>' });
  expect([first, second, third].map((metadata) => metadata.conversation)).toEqual(
    Array(3).fill('<1@example.com>'),
  );
});

it('names the attachments, and leaves out what a mail does not state', async () => {
  const metadata = await metadataOf([
    'From: k@example.com',
    'Content-Type: application/pdf; name="Lease.pdf"',
    'Date: some day',
  ]);
  expect(metadata).toEqual({ from: [{ name: '', address: 'k@example.com' }], attachments: ['Lease.pdf'] });
});
