/** Reads XML as a stream of tags: only the five predefined entities, no external references, no tree. */
import { Parser } from 'htmlparser2';

export interface XmlHandlers {
  /** The names of elements and attributes have no namespace prefix. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(text: string): void;
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

/** Calls the handlers for each tag and text, in order. Malformed XML is not an error. */
export function readXml(bytes: Buffer, handlers: XmlHandlers): void {
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        const plain: Record<string, string> = {};
        for (const key in attributes) plain[localName(key)] = attributes[key] ?? '';
        handlers.open?.(localName(name), plain);
      },
      onclosetag: (name) => handlers.close?.(localName(name)),
      ontext: (text) => handlers.text?.(text),
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(decodeXml(bytes));
  parser.end();
}

/** Returns whether an element that switches something is on; without a value it is (ISO 29500-1, 17.17.4). */
export const isOn = (value: string | undefined): boolean => !/^(?:0|false|off)$/.test(value ?? '1');

/** Returns the number that an attribute states, or undefined when it states none. */
export const integer = (value: string | undefined): number | undefined =>
  /^-?\d{1,9}$/.test(value ?? '') ? Number(value) : undefined;

/** Returns a part as text; its encoding is UTF-8, or UTF-16 with a byte order mark. */
export function decodeXml(bytes: Buffer): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder('utf-8').decode(bytes);
}

/** Returns the relationships of a part by ID, with targets as names in the package (OPC, 9.3). */
export function readRelationships(
  bytes: Buffer | undefined,
  folder: string,
): Map<string, { target: string; type: string }> {
  const found = new Map<string, { target: string; type: string }>();
  if (bytes === undefined) return found;
  readXml(bytes, {
    open(name, { Id = '', Target = '', Type = '' }) {
      if (name === 'Relationship') found.set(Id, { target: resolveTarget(folder, Target), type: Type });
    },
  });
  return found;
}

function resolveTarget(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1);
  const parts = folder.split('/').filter((p) => p !== '');
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
