/** Recognizes cryptographic messages (CMS, RFC 5652): signed and encrypted files, signatures, certificates. */

const SEQUENCE = 0x30;
/** The object identifiers of all their kinds begin with one of these, with tag and length. */
const KINDS = ['06092a864886f70d0107', '060b2a864886f70d01091001'].map((hex) => Buffer.from(hex, 'hex'));
/** An outer tag and its length come first. */
const WITHIN = 8;
/** Base64, perhaps after the first line of PEM. Its first byte is the tag, its second the form of the length. */
const BASE64 = /^\s*(?:-----BEGIN [A-Z0-9# ]{3,40}-----\s*)?(M[A-Za-z0-9+/]{31})/;

/** Returns whether the bytes are such a message, in binary or in base64. */
export function isCms(head: Buffer): boolean {
  if (head[0] === SEQUENCE) {
    const start = head.subarray(0, WITHIN + 16);
    return KINDS.some((kind) => {
      const at = start.indexOf(kind);
      return at >= 2 && at <= WITHIN;
    });
  }
  const coded = BASE64.exec(head.toString('latin1', 0, 256))?.[1];
  return coded !== undefined && isCms(Buffer.from(coded, 'base64'));
}
