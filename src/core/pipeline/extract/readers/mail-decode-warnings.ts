/** Finds the text parts of a mail that were read against their label or are damaged. */
import type { StageWarning } from '../../../documents/types.ts';
import { decode, decodeWarnings } from '../decode.ts';
import type { MimePart } from './mail-body.ts';

/** Returns one warning for each kind of fault. Attachments are documents of their own. */
export function mailDecodeWarnings(root: MimePart): StageWarning[] {
  const found = new Map<string, StageWarning>();
  const visit = (part: MimePart): void => {
    const { value, params } = part.contentType.parsed;
    const isBody = value.startsWith('text/') && part.contentDisposition.parsed.value !== 'attachment';
    if (isBody && part.content !== null) {
      const decoded = decode(Buffer.from(part.content), params.charset);
      for (const warning of decodeWarnings(decoded, params.charset, 'body of the e-mail'))
        if (!found.has(warning.code)) found.set(warning.code, warning);
    }
    part.childNodes.forEach(visit);
  };
  visit(root);
  return [...found.values()];
}
