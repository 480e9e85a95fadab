/** Opens CMS messages (RFC 5652): signed files, signatures and bundles of certificates. No signature is verified. */
import { inflateSync } from 'node:zlib';
import { blameFile, DocumentError } from '../../../documents/errors.ts';
import { children, type Element, elementAt, octetsOf } from './asn1.ts';
import { type Certificate, certificateOf } from './certificate.ts';

export interface Cms {
  kind: 'signed' | 'compressed';
  /** The signed or packed file; null for a signature that stands beside its file. */
  content: Buffer | null;
  /** Names of the signers. One whose certificate is missing is named by what is known. */
  signers: string[];
  /** Names of the certificates enclosed. */
  certificates: string[];
}

const MAX_CONTENT_BYTES = 256 * 1024 * 1024;
const SEQUENCE = 0x30;
const SET = 0x31;
const EXPLICIT = 0xa0;
/** Object identifiers in hexadecimal. */
const PKCS7 = '2a864886f70d0107';
const SMIME = '2a864886f70d01091001';
const SIGNED = `${PKCS7}02`;
const COMPRESSED = `${SMIME}09`;
const ENCRYPTED = new Set([`${PKCS7}03`, `${PKCS7}06`, `${SMIME}17`]);

/** @throws DocumentError encrypted, corrupt, unsupported */
export function readCms(written: Buffer): Cms {
  const bytes = binaryOf(written);
  try {
    const [kind, wrapped] = children(bytes, elementAt(bytes, 0));
    const id = kind === undefined ? '' : bytes.toString('hex', kind.from, kind.to);
    if (ENCRYPTED.has(id))
      throw new DocumentError(
        'encrypted',
        'The content is encrypted for the holder of a certificate (S/MIME), so no password opens it',
      );
    const data = wrapped?.tag === EXPLICIT ? children(bytes, wrapped)[0] : undefined;
    if (data?.tag !== SEQUENCE) throw new RangeError('it does not have the parts of a signed message');
    if (id === SIGNED) return signedData(bytes, children(bytes, data));
    if (id === COMPRESSED) return compressedData(bytes, children(bytes, data));
    throw new DocumentError(
      'unsupported',
      'The file is a cryptographic message that is neither signed nor encrypted',
    );
  } catch (error) {
    throw blameFile(error, 'signed message');
  }
}

/** Returns the binary form of a message that may be in base64, with or without the lines of PEM around it. */
export function binaryOf(bytes: Buffer): Buffer {
  if (bytes[0] === SEQUENCE) return bytes;
  const text = bytes.toString('latin1').replace(/-----[^-\n]{1,60}-----/g, '');
  return Buffer.from(text, 'base64');
}

function signedData(bytes: Buffer, parts: readonly Element[]): Cms {
  // Version and digest algorithms come before the content. Certificates and signers come after it.
  const [, , encapsulated, ...rest] = parts;
  const content = encapsulated === undefined ? null : contentOf(bytes, encapsulated);
  const enclosed = rest
    .filter(({ tag }) => tag === EXPLICIT)
    .flatMap((set) => children(bytes, set))
    .flatMap((element) => certificateOf(bytes, element) ?? []);
  const signers = rest
    .filter(({ tag }) => tag === SET)
    .flatMap((set) => children(bytes, set))
    .map((signer) => signerName(bytes, signer, enclosed));
  return { kind: 'signed', content, signers, certificates: enclosed.map(({ name }) => name) };
}

function compressedData(bytes: Buffer, parts: readonly Element[]): Cms {
  const packed = parts[2] === undefined ? null : contentOf(bytes, parts[2]);
  if (packed === null) throw new RangeError('its content is missing');
  return {
    kind: 'compressed',
    content: inflateSync(packed, { maxOutputLength: MAX_CONTENT_BYTES }),
    signers: [],
    certificates: [],
  };
}

/** Returns the file inside; null if there is none. @throws RangeError when it cannot be read in full */
function contentOf(bytes: Buffer, encapsulated: Element): Buffer | null {
  const wrapped = children(bytes, encapsulated)[1];
  const octets = wrapped === undefined ? undefined : children(bytes, wrapped)[0];
  if (octets === undefined) return null;
  const content = octetsOf(bytes, octets);
  if (content === null) throw new RangeError('its content has an unknown form');
  return content;
}

function signerName(bytes: Buffer, signer: Element, enclosed: readonly Certificate[]): string {
  const id = children(bytes, signer)[1];
  const serial = id?.tag === SEQUENCE ? children(bytes, id)[1] : undefined;
  const number = serial === undefined ? '' : bytes.toString('hex', serial.from, serial.to);
  const known = enclosed.find((certificate) => certificate.serial === number);
  // Some signers are named by a key instead of a number.
  return (
    (known ?? (enclosed.length === 1 ? enclosed[0] : undefined))?.name ??
    'somebody whose certificate is not enclosed'
  );
}
