/**
 * Writes the words of pictures into the parts of an office file, before its reader sees them. So every reader has them
 * at their place, and knows nothing of pictures.
 */
import { posix } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { machineFault } from '../../../documents/errors.ts';
import { eachEntry, nameOf, openChecked } from '../containers/zip.ts';
import type { PictureReader } from '../types.ts';
import { atEnd, findPlaces, grammarOf, type Place, withWords } from './picture-places.ts';
import { decodeXml, readXml } from './xml.ts';

type Parts = Map<string, Buffer>;

interface Relationship {
  id: string;
  type: string;
  target: string;
  external: boolean;
}

/** Parts whose text is read. */
const TEXT =
  /^(?:word\/(?:document|header\d*|footer\d*|footnotes|endnotes|comments)|ppt\/(?:slides|notesSlides)\/[^/]+|xl\/(?:worksheets|chartsheets)\/[^/]+|content)\.xml$/i;
/** Related parts in which the pictures of a text part may be. */
const BELONGS = /\/(?:drawing|diagramDrawing|diagramData|chart|chartUserShapes|vmlDrawing|legacyDrawingHF)$/;
const isPicture = ({ type, external }: Relationship): boolean => type.endsWith('/image') && !external;
/** Content that is shown, but kept in another file. */
const LINKED_FILE = /\/(?:oleObject|package)$/;

export const isRelationships = (name: string): boolean => /(?:^|\/)_rels\/[^/]+\.rels$/i.test(name);

/** Writes the words of all pictures into `parts`. @param relationships those parts that only tell where pictures are */
export async function writePictures(
  parts: Parts,
  relationships: Parts,
  archive: string | Buffer,
  texts: PictureReader,
): Promise<void> {
  const related = (part: string): Relationship[] => {
    const name = part.replace(/([^/]*)$/, '_rels/$1.rels');
    return relationshipsOf(relationships.get(name) ?? parts.get(name), posix.dirname(part));
  };
  const found: { part: string; xml: string; placed: [Place, string][]; ends: string[] }[] = [];
  for (const [part, bytes] of parts) {
    if (!TEXT.test(part)) continue;
    const own = related(part);
    noteLinks(own, texts);
    const below = picturesBelow(own, related);
    const direct = part === 'content.xml' ? bytes.includes('Pictures/') : own.some(isPicture);
    if (below.length === 0 && !direct) continue;
    const xml = decodeXml(bytes);
    const targets = new Map(own.map(({ id, target }) => [id, target]));
    const grammar = grammarOf(part);
    const places = grammar === null ? [] : findPlaces(xml, grammar);
    const placed = distinct(places).flatMap((place): [Place, string][] => {
      const target = part === 'content.xml' ? place.picture : targets.get(place.picture);
      return target === undefined || place.preview ? [] : [[place, target]];
    });
    const previews = new Set(places.filter((p) => p.preview).map((p) => targets.get(p.picture) ?? ''));
    const shown = new Set([...placed.map(([, target]) => target), ...previews]);
    const ends = below.filter((target) => !shown.has(target));
    if (placed.length > 0 || ends.length > 0) found.push({ part, xml, placed, ends });
  }
  const wanted = new Set(
    found.flatMap(({ placed, ends }) => [...placed.map(([, target]) => target), ...ends]),
  );
  if (wanted.size === 0) return;
  const words = await readAll(archive, wanted, texts);
  const said = new Set<string>();
  const once = (target: string): string => {
    const text = words.get(target) ?? '';
    // A picture on every page, such as a letterhead, is read where it stands first.
    if (said.has(text)) return '';
    said.add(text);
    return text;
  };
  for (const { part, xml, placed, ends } of found) {
    const grammar = grammarOf(part);
    const at = placed
      .map(([place, target]): [Place, string] => [place, once(target)])
      .filter(([, t]) => t !== '');
    const last = ends.map(once).filter((text) => text !== '');
    if (at.length === 0 && last.length === 0) continue;
    const filled = grammar === null ? xml : withWords(xml, grammar, at);
    const lines = last.flatMap((text) => text.split('\n'));
    parts.set(part, Buffer.from(lines.length === 0 ? filled : (atEnd(filled, lines) ?? filled)));
  }
}

/** Returns one place per picture and element: a frame may have the same picture in several formats. */
function distinct(places: readonly Place[]): Place[] {
  const best = new Map<string, Place>();
  for (const place of places) {
    const inFrame = place.picture.startsWith('Pictures/');
    const key = inFrame ? String(place.at) : `${place.at} ${place.picture}`;
    const earlier = best.get(key);
    if (earlier === undefined || (inFrame && /\.(?:svg|svm|emf|wmf)$/i.test(earlier.picture)))
      best.set(key, place);
  }
  return [...best.values()];
}

/** Returns the pictures of drawings, diagrams and charts that belong to a part. */
function picturesBelow(own: readonly Relationship[], related: (part: string) => Relationship[]): string[] {
  const hasObjects = own.some(({ type }) => LINKED_FILE.test(type));
  const pictures: string[] = [];
  const seen = new Set<string>();
  const visit = (relationships: readonly Relationship[]): void => {
    for (const { type, target, external } of relationships) {
      // With embedded objects, the old drawing holds their previews.
      if (external || !BELONGS.test(type) || seen.has(target) || (hasObjects && type.endsWith('/vmlDrawing')))
        continue;
      seen.add(target);
      const below = related(target);
      pictures.push(...below.filter(isPicture).map((r) => r.target));
      visit(below);
    }
  };
  visit(own);
  return [...new Set(pictures)];
}

function noteLinks(own: readonly Relationship[], texts: PictureReader): void {
  for (const { type, target, external } of own) {
    if (!external) continue;
    const name = decodeURIComponentSafely(target).replace(/^file:\/+/i, '');
    if (type.endsWith('/image')) texts.lose('linked', name);
    else if (LINKED_FILE.test(type)) texts.missing(name);
  }
}

function decodeURIComponentSafely(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A name with a bare percent sign is shown as written.
    return text;
  }
}

async function readAll(
  archive: string | Buffer,
  wanted: ReadonlySet<string>,
  texts: PictureReader,
): Promise<Map<string, string>> {
  const words = new Map<string, string>();
  await eachEntry(archive, async (entry, zip) => {
    const name = nameOf(entry);
    if (!wanted.has(name)) return;
    const picture = posix.basename(name);
    try {
      words.set(name, await texts.read(picture, await buffer(await openChecked(zip, entry))));
    } catch (error) {
      // A damaged picture costs only its own words.
      const machine = machineFault(error);
      if (machine !== null) throw machine;
      texts.lose('damage', picture);
      words.set(name, '');
    }
  });
  for (const name of wanted) if (!words.has(name)) texts.lose('linked', posix.basename(name));
  return words;
}

function relationshipsOf(bytes: Buffer | undefined, folder: string): Relationship[] {
  const found: Relationship[] = [];
  if (bytes === undefined) return found;
  readXml(bytes, {
    open(name, { Id = '', Target = '', Type = '', TargetMode = '' }) {
      if (name !== 'Relationship') return;
      const external = TargetMode === 'External';
      const target = external ? Target : posix.join('/', folder, Target.startsWith('/') ? '' : Target);
      const inside = Target.startsWith('/') ? Target : target;
      found.push({ id: Id, type: Type, target: external ? Target : inside.replace(/^\//, ''), external });
    },
  });
  return found;
}
