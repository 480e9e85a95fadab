/** E-mail and mailboxes that nest, repeat, state a wrong encoding, or have names that point outside their folder. */
import { type HostileCase, hostile } from './case.ts';

const HEAD =
  'From: karen@whitfield.example\r\nTo: thomas@halvorsen.example\r\nDate: Mon, 3 Mar 2025 14:05:00 -0500\r\nMessage-ID: <1@whitfield.example>\r\nSubject: Rent\r\nMIME-Version: 1.0\r\n';
const mail = (fields: string, body: string): string => `${HEAD}${fields}\r\n${body}`;
const mixed = (parts: readonly string[]): string =>
  mail(
    'Content-Type: multipart/mixed; boundary="b"\r\n',
    `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`,
  );
const TEXT = 'Content-Type: text/plain\r\n\r\nRent was due\r\n';
const attachment = (name: string, content = 'A note.'): string =>
  `Content-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${content}`;

function forwarded(levels: number): string {
  let inner = mail('Content-Type: text/plain\r\n', 'Rent was due\r\n');
  for (let level = 0; level < levels; level += 1)
    inner = mail(
      `Content-Type: multipart/mixed; boundary="l${level}"\r\n`,
      `--l${level}\r\nContent-Type: text/plain\r\n\r\nLevel ${level}\r\n--l${level}\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename="m${level}.eml"\r\n\r\n${inner}\r\n--l${level}--\r\n`,
    );
  return inner;
}

function nested(levels: number): string {
  let inner = TEXT;
  for (let level = 0; level < levels; level += 1)
    inner = `Content-Type: multipart/mixed; boundary="n${level}"\r\n\r\n--n${level}\r\n${inner}\r\n--n${level}--\r\n`;
  return HEAD + inner;
}

const DONE = ['completed'] as const;
const EITHER = ['completed', 'corrupt'] as const;

export function hostileMails(): HostileCase[] {
  return [
    hostile('mail/sound.eml', mail('Content-Type: text/plain\r\n', 'Rent was due\r\n'), DONE, {
      says: 'Rent was due',
    }),
    hostile('mail/fields-alone.eml', HEAD, DONE, { says: 'Rent' }),
    hostile('mail/forwarded-twenty-times.eml', forwarded(20), DONE, { says: 'Level 19' }),
    hostile('mail/parts-in-parts.eml', nested(200), EITHER),
    hostile('mail/parts-in-parts-beyond-reason.eml', nested(5000), EITHER),
    hostile(
      'mail/five-thousand-parts.eml',
      mixed([TEXT, ...Array.from({ length: 5000 }, () => TEXT)]),
      EITHER,
    ),
    hostile(
      'mail/boundary-never-comes.eml',
      mail('Content-Type: multipart/mixed; boundary="never"\r\n', 'Rent was due\r\n'),
      EITHER,
    ),
    hostile(
      'mail/boundary-empty.eml',
      mail('Content-Type: multipart/mixed; boundary=""\r\n', '--\r\nRent was due\r\n----\r\n'),
      EITHER,
    ),
    hostile(
      'mail/boundary-of-its-parent.eml',
      mail(
        'Content-Type: multipart/mixed; boundary="b"\r\n',
        `--b\r\nContent-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n${TEXT}\r\n--b--\r\n--b--\r\n`,
      ),
      DONE,
    ),
    hostile(
      'mail/names-outside.eml',
      mixed([
        TEXT,
        attachment('../../../../etc/cron.d/escaped'),
        attachment('/etc/passwd', 'own'),
        attachment('C:\\\\Windows\\\\win.ini', 'ini'),
        attachment('a\0b.txt', 'zero'),
        attachment('x'.repeat(5000), 'long'),
      ]),
      DONE,
      { says: 'Rent was due', hides: 'root:' },
    ),
    hostile(
      'mail/transfer-encoding-unknown.eml',
      mail('Content-Type: text/plain\r\nContent-Transfer-Encoding: x-made-up\r\n', 'Rent was due\r\n'),
      DONE,
      { says: 'Rent was due' },
    ),
    hostile(
      'mail/base64-broken.eml',
      mail(
        'Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n',
        '!!!UmVudCB3YXMgZHVl***=\r\n=====\r\n',
      ),
      DONE,
    ),
    hostile(
      'mail/quoted-printable-broken.eml',
      mail(
        'Content-Type: text/plain\r\nContent-Transfer-Encoding: quoted-printable\r\n',
        'Rent =ZZ =\r\n was = due=3\r\n',
      ),
      DONE,
      { says: 'Rent' },
    ),
    hostile(
      'mail/charset-unknown.eml',
      mail('Content-Type: text/plain; charset="x-klingon"\r\n', 'Rent was due\r\n'),
      DONE,
      { says: 'Rent was due' },
    ),
    hostile(
      'mail/field-of-two-megabytes.eml',
      `${HEAD}X-Long: ${'x'.repeat(2_000_000)}\r\n\r\nRent was due\r\n`,
      DONE,
      { says: 'Rent was due' },
    ),
    hostile(
      'mail/hundred-thousand-fields.eml',
      `${HEAD}${'X-Field: x\r\n'.repeat(100_000)}\r\nRent was due\r\n`,
      DONE,
      { says: 'Rent was due' },
    ),
    hostile(
      'mail/hundred-thousand-recipients.eml',
      `${HEAD}Cc: ${Array.from({ length: 100_000 }, (_v, i) => `r${i}@x.example`).join(',\r\n ')}\r\n\r\nRent was due\r\n`,
      ['completed', 'ocr_timeout'],
      { says: 'Rent was due' },
    ),
    hostile(
      'mail/group-in-groups.eml',
      `${HEAD}Cc: ${'a:'.repeat(20_000)}x@y.example${';'.repeat(20_000)}\r\n\r\nRent was due\r\n`,
      EITHER,
    ),
    hostile(
      'mail/encoded-words-without-end.eml',
      `${HEAD}X: ${'=?utf-8?B?'.repeat(50_000)}\r\n\r\nRent was due\r\n`,
      DONE,
    ),
    hostile(
      'mail/script-in-it.eml',
      mail(
        'Content-Type: text/html\r\n',
        '<p>Rent was due</p><script>document.write("scripted")</script><img src=x onerror="scripted()">',
      ),
      DONE,
      { says: 'Rent was due', hides: 'scripted' },
    ),
    hostile(
      'mail/body-elsewhere.eml',
      mail(
        'Content-Type: message/external-body; access-type=local-file; name="/etc/passwd"\r\n',
        'Content-Type: text/plain\r\n\r\n',
      ),
      DONE,
      { hides: 'root:' },
    ),
    hostile(
      'mail/zeros-in-it.eml',
      mail('Content-Type: text/plain\r\n', `Rent was due\r\n${'\0'.repeat(10)}\r\n`.padEnd(20_000, 'x')),
      DONE,
    ),
    hostile(
      'mail/three-hundred-mails.mbox',
      Array.from(
        { length: 300 },
        (_v, i) =>
          `From a@b.example Mon Mar  3 14:05:00 2025\nFrom: a@b.example\nSubject: Mail ${i}\n\nRent\n\n`,
      ).join(''),
      DONE,
      { says: 'Mail 299' },
    ),
    hostile(
      'mail/separators-alone.mbox',
      `From a@b.example Mon Mar  3 14:05:00 2025\nFrom: a@b.example\n${'From a@b.example Mon Mar  3 14:05:00 2025\n'.repeat(2000)}`,
      ['completed', 'container_error'],
    ),
    hostile(
      'mail/one-line-of-ten-megabytes.mbox',
      `From a@b.example Mon Mar  3 14:05:00 2025\nFrom: a@b.example\nSubject: Rent\n\n${'x'.repeat(10_000_000)}`,
      DONE,
      { says: 'Rent' },
    ),
  ];
}
