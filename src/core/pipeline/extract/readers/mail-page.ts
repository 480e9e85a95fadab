/** Saved web pages (MHTML, RFC 2557) are mails whose other parts are what the page is made of, not documents. */
import type { Attachment, Email } from 'postal-mime';
import type { StageWarning } from '../../../documents/types.ts';
import type { MimePart } from './mail-body.ts';

const RESOURCE =
  /^(?:image|font|audio|video)\/|^text\/(?:css|javascript)$|^application\/(?:(?:x-)?javascript|(?:x-)?font|vnd\.ms-fontobject|octet-stream)/;
/** A smaller picture is an icon or a line. */
const PICTURE_BYTES = 16 * 1024;

/** Returns whether a mail is a saved page: HTML with related parts that was sent to nobody. */
export const isSavedPage = (email: Email, root: MimePart): boolean =>
  root.contentType.parsed.value === 'multipart/related' &&
  root.childNodes.some((part) => part.contentType.parsed.value === 'text/html') &&
  [email.to, email.cc, email.bcc].every((list) => (list ?? []).length === 0);

/** Returns the parts of a saved page that are documents of their own. */
export const withoutResources = (attachments: readonly Attachment[]): Attachment[] =>
  attachments.filter(
    (attachment) => attachment.disposition === 'attachment' || !RESOURCE.test(attachment.mimeType),
  );

/** Returns the warning that pictures of a page were not read. Icons do not count. */
export function pictureWarnings(attachments: readonly Attachment[]): StageWarning[] {
  const pictures = attachments.filter(
    ({ mimeType, content }) => mimeType.startsWith('image/') && sizeOf(content) >= PICTURE_BYTES,
  ).length;
  if (pictures === 0) return [];
  const detail = `${pictures} ${pictures === 1 ? 'picture' : 'pictures'} of the saved page ${pictures === 1 ? 'was' : 'were'} not read`;
  return [{ code: 'picture_not_read', detail }];
}

const sizeOf = (content: Attachment['content']): number =>
  typeof content === 'string' ? content.length : content.byteLength;
