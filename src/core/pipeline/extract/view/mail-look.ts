/** Renders mail: its headers as a table, and its body as it was written, with the pictures that the mail itself holds. */
import type { DocumentMetadata, MailAddress } from '../../../documents/types.ts';
import { htmlToText } from '../readers/html-text.ts';
import type { ParsedMail } from '../readers/mail.ts';
import { type BodyLeaf, bodyLeaf, type MimePart } from '../readers/mail-body.ts';
import { chooseBody } from '../readers/mail-choice.ts';
import { headerValue, mailMetadata } from '../readers/mail-metadata.ts';
import type { ShownMsg } from '../readers/msg.ts';
import type { TnefMessage } from '../readers/tnef-message.ts';
import { writeHtml } from './html-look.ts';
import type { RenderWriter } from './render-writer.ts';
import { writePlain } from './text-look.ts';

/** Writes a mail. */
export function writeMail(writer: RenderWriter, { email, root, tnef }: ParsedMail): void {
  const metadata = mailMetadata(email);
  writeHeaders(writer, metadata, headerValue(email, 'date') ?? email.date ?? '');
  const pictures = new Map(
    email.attachments.flatMap(({ contentId, content }) =>
      contentId === undefined ? [] : [[plainId(contentId), content] as const],
    ),
  );
  const picture = (id: string): Buffer | null => {
    const content = pictures.get(id);
    return content === undefined || typeof content === 'string' ? null : Buffer.from(content as ArrayBuffer);
  };
  writeLeaves(writer, leavesOf(root), picture);
  for (const { body } of tnef) if (body.trim() !== '') writePlain(writer, body);
}

/** Writes a message of Outlook. */
export function writeMsg(writer: RenderWriter, { metadata, plain, html, picture }: ShownMsg): void {
  writeHeaders(writer, metadata, metadata.sent ?? metadata.received ?? '');
  const leaves: BodyLeaf[] = html === null ? [] : [{ isHtml: true, source: html }];
  if (plain.trim() !== '') leaves.unshift({ isHtml: false, source: plain });
  writeLeaves(writer, alternatives(leaves), picture);
}

/** Writes a winmail.dat. Its attachments are documents of their own. */
export function writeTnef(writer: RenderWriter, { header, body }: TnefMessage): void {
  writeHeaders(writer, header, header.sent ?? '');
  writePlain(writer, body);
  writer.note('fonts, colors and pictures');
}

/** @param date as the text shows it */
function writeHeaders(writer: RenderWriter, metadata: DocumentMetadata, date: string): void {
  const rows = [
    ['From', list(metadata.from)],
    ['To', list(metadata.to)],
    ['Cc', list(metadata.cc)],
    ['Bcc', list(metadata.bcc)],
    ['Date', date],
    ['Subject', metadata.subject ?? ''],
  ] as const;
  writer.open('table', { title: 'Headers' });
  for (const [name, value] of rows) {
    if (value === '') continue;
    writer.open('tr');
    writer.element('th', `${name}:`);
    writer.element('td', value);
    writer.close('tr');
  }
  writer.close('table');
  writer.single('hr');
}

const list = (addresses: readonly MailAddress[] | undefined): string =>
  (addresses ?? [])
    .map(({ name, address }) =>
      name === '' || name === address ? address : address === '' ? name : `${name} <${address}>`,
    )
    .join(', ');

function writeLeaves(
  writer: RenderWriter,
  leaves: readonly BodyLeaf[],
  picture: (id: string) => Buffer | null,
): void {
  for (const { isHtml, source } of leaves) {
    if (!isHtml) writePlain(writer, source);
    else
      writeHtml(writer, source, {
        picture: (address) => (/^cid:/i.test(address) ? picture(plainId(address.slice(4))) : null),
      });
  }
}

/** Content IDs stand in angle brackets in headers, and percent-encoded in addresses. */
function plainId(id: string): string {
  const bare = id.trim().replace(/^<|>$/g, '');
  try {
    return decodeURIComponent(bare);
  } catch {
    // A percent sign that encodes nothing stands for itself.
    return bare;
  }
}

/** Returns the texts of the body in order. */
function leavesOf(part: MimePart): BodyLeaf[] {
  const { multipart } = part.contentType;
  if (multipart === false || (part.childNodes.length === 0 && part.content !== null)) {
    const leaf = bodyLeaf(part);
    return leaf === null || leaf.source.trim() === '' ? [] : [leaf];
  }
  const inside = part.childNodes.flatMap(leavesOf);
  return multipart === 'alternative' ? alternatives(inside) : inside;
}

/** Returns the HTML form alone if it says all that the plain one says, otherwise both. */
function alternatives(leaves: readonly BodyLeaf[]): BodyLeaf[] {
  const html = leaves.filter(({ isHtml }) => isHtml);
  if (html.length === 0) return [...leaves];
  const said = html.map(({ source }) => htmlToText(source)).join('\n\n');
  const others = leaves.filter(({ isHtml, source }) => !isHtml && chooseBody(said, source) !== said);
  return [...html, ...others];
}
