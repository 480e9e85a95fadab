/** Takes the XFA form out of a PDF. */
import { allocate, type PdfiumModule } from './module.ts';

/** A larger form, or one in more parts, is not read. */
const MAX_BYTES = 32 * 1024 * 1024;
const MAX_PACKETS = 1000;

/** Returns the XML of the form, its packets joined, or null when the document has none. */
export function readXfa(module: PdfiumModule, document: number): Buffer | null {
  const count = module._FPDF_GetXFAPacketCount(document);
  if (count <= 0 || count > MAX_PACKETS) return null;
  const packets: Buffer[] = [];
  let left = MAX_BYTES;
  for (let i = 0; i < count; i += 1) {
    const packet = readPacket(module, document, i, left);
    if (packet === null) return null;
    packets.push(packet);
    left -= packet.length;
  }
  return Buffer.concat(packets);
}

function readPacket(module: PdfiumModule, document: number, index: number, most: number): Buffer | null {
  const needed = module.wasmExports.malloc(4);
  let buffer = 0;
  try {
    if (module._FPDF_GetXFAPacketContent(document, index, 0, 0, needed) === 0) return null;
    const size = new DataView(module.HEAPU8.buffer).getUint32(needed, true);
    if (size > most) return null;
    if (size === 0) return Buffer.alloc(0);
    buffer = allocate(module, new Uint8Array(size));
    if (module._FPDF_GetXFAPacketContent(document, index, buffer, size, needed) === 0) return null;
    return Buffer.from(module.HEAPU8.slice(buffer, buffer + size));
  } finally {
    if (buffer !== 0) module.wasmExports.free(buffer);
    module.wasmExports.free(needed);
  }
}
