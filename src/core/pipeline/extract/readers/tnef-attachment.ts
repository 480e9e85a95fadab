/** Reads one attachment of a winmail.dat. */
import iconv from 'iconv-lite';
import { type PropertyList, readProperties, textOf } from './tnef-properties.ts';

const ATT = { title: 0x8010, data: 0x800f, properties: 0x9005 } as const;
const PR = {
  name: 0x3001,
  data: 0x3701,
  shortFileName: 0x3704,
  fileName: 0x3707,
  method: 0x3705,
} as const;
/** An object begins with the number of its interface, before the message or the compound file. */
const INTERFACE_BYTES = 16;
const MESSAGE_INTERFACE = '0703020000000000c000000000000046';
const STORAGE_INTERFACE = '0b00000000000000c000000000000046';

/**
 * Returns the name and content. The content is null if it is not in the file, as with a link.
 * @param fallback the name to use if there is none
 * @param faults damage is added here, as the end of a sentence
 */
export function tnefAttachment(
  attributes: ReadonlyMap<number, Buffer>,
  charset: string,
  fallback: string,
  faults: string[],
): { name: string; content: Buffer | null } {
  const list = propertiesOf(attributes.get(ATT.properties), faults);
  const object = list?.properties.get(PR.data);
  const title = iconv.decode(attributes.get(ATT.title) ?? Buffer.alloc(0), charset).replace(/\0.*$/s, '');
  const written = list === null ? '' : textOf(list, PR.fileName, charset);
  const name =
    written ||
    title ||
    (list === null ? '' : textOf(list, PR.shortFileName, charset) || textOf(list, PR.name, charset));
  const kind = object?.toString('hex', 0, INTERFACE_BYTES);
  if (object !== undefined && kind === MESSAGE_INTERFACE)
    return { name: `${plainName(name || fallback)}.tnef`, content: object.subarray(INTERFACE_BYTES) };
  const content =
    object !== undefined && kind === STORAGE_INTERFACE ? object.subarray(INTERFACE_BYTES) : object;
  const data = attributes.get(ATT.data);
  return {
    name: name || fallback,
    content: data !== undefined && data.length > 0 ? data : (content ?? data ?? null),
  };
}

/** Removes slashes, which would make folders: the name of an attached message is its subject. */
const plainName = (name: string): string => name.replace(/[/\\]/g, '-');

function propertiesOf(data: Buffer | undefined, faults: string[]): PropertyList | null {
  if (data === undefined) return null;
  try {
    return readProperties(data);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    faults.push(error.message);
    return null;
  }
}
