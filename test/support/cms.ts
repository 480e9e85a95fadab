/** Writes cryptographic messages (CMS, RFC 5652) for tests. Nothing in them is really signed or encrypted. */

/** Returns an element of ASN.1. */
export function element(tag: number, ...content: Buffer[]): Buffer {
  const bytes = Buffer.concat(content);
  return Buffer.concat([Buffer.from([tag, 0x82, bytes.length >> 8, bytes.length & 255]), bytes]);
}
const id = (hex: string): Buffer =>
  Buffer.concat([Buffer.from([0x06, hex.length / 2]), Buffer.from(hex, 'hex')]);
const serial = (n: number): Buffer => Buffer.from([0x02, 0x01, n]);
const PKCS7 = '2a864886f70d0107';

/** Returns a certificate of a person. */
export function certificate(number: number, name: string, email: string): Buffer {
  const pair = (kind: string, tag: number, text: string): Buffer =>
    element(0x31, element(0x30, id(kind), element(tag, Buffer.from(text))));
  const subject = element(0x30, pair('550403', 0x0c, name), pair('2a864886f70d010901', 0x16, email));
  const version = element(0xa0, serial(2));
  return element(
    0x30,
    element(0x30, version, serial(number), element(0x30), element(0x30), element(0x30), subject),
  );
}

/** Returns a message of the kind with a number: 02 is signed, 03 encrypted. */
export const cms = (kind: string, ...parts: Buffer[]): Buffer =>
  element(0x30, id(`${PKCS7}${kind}`), element(0xa0, element(0x30, serial(1), ...parts)));

/** @param content null for a signature beside its file @param signers the serial numbers of their certificates */
export const signed = (
  content: string | null,
  certificates: readonly Buffer[],
  signers: readonly number[],
): Buffer =>
  cms(
    '02',
    element(0x31),
    element(
      0x30,
      id(`${PKCS7}01`),
      ...(content === null ? [] : [element(0xa0, element(0x04, Buffer.from(content)))]),
    ),
    element(0xa0, ...certificates),
    element(0x31, ...signers.map((n) => element(0x30, serial(1), element(0x30, element(0x30), serial(n))))),
  );

/** Returns a message in base64 with the lines of PEM. */
export const pem = (bytes: Buffer): Buffer =>
  Buffer.from(
    `-----BEGIN PKCS7-----\n${bytes.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END PKCS7-----\n`,
  );
