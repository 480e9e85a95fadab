import { DocumentError } from '../../../documents/errors.ts';
import { type PdfiumModule, readString } from './module.ts';

/** A file embedded in a PDF. The name is as written and not yet safe as a file name. */
export interface EmbeddedFile {
  name: string;
  content: Buffer;
}

/**
 * Returns the name and bytes of an embedded file.
 * @param attachment PDFium's handle; 0 stands for a damaged file
 * @param maxBytes a larger file is refused without being unpacked
 * @throws DocumentError corrupt, container_limit, worker_lost
 */
export function readAttachment(module: PdfiumModule, attachment: number, maxBytes: number): EmbeddedFile {
  if (attachment === 0)
    throw new DocumentError('corrupt', 'The attached file is damaged and could not be opened');
  const name = readString(module, (buffer, size) => module._FPDFAttachment_GetName(attachment, buffer, size));
  return { name, content: contentOf(module, attachment, maxBytes) };
}

function contentOf(module: PdfiumModule, attachment: number, maxBytes: number): Buffer {
  const needed = module.wasmExports.malloc(4);
  let buffer = 0;
  try {
    if (module._FPDFAttachment_GetFile(attachment, 0, 0, needed) === 0)
      throw new DocumentError('corrupt', 'The attached file cannot be unpacked');
    const size = new DataView(module.HEAPU8.buffer).getUint32(needed, true);
    if (size > maxBytes)
      throw new DocumentError(
        'container_limit',
        `An attached file has ${size} bytes, more than the ${maxBytes} that are left for the attachments of this file`,
      );
    if (size === 0) return Buffer.alloc(0);
    buffer = module.wasmExports.malloc(size);
    if (buffer === 0)
      throw new DocumentError(
        'worker_lost',
        `Redwell ran out of memory for an attached file of ${size} bytes`,
      );
    if (module._FPDFAttachment_GetFile(attachment, buffer, size, needed) === 0)
      throw new DocumentError('corrupt', 'The attached file cannot be unpacked');
    return Buffer.from(module.HEAPU8.slice(buffer, buffer + size));
  } finally {
    if (buffer !== 0) module.wasmExports.free(buffer);
    module.wasmExports.free(needed);
  }
}
