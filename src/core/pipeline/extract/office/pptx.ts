/** Reads PPTX (PresentationML): each slide is a page, with its diagrams, charts, notes and comments at the end. */
import { DocumentError } from '../../../documents/errors.ts';
import type { StageWarning } from '../../../documents/types.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, PageText, Source } from '../types.ts';
import { attachedLines } from './drawing-parts.ts';
import { drawingLines } from './drawing-text.ts';
import { readParts } from './package.ts';
import { commentLines, readAuthors } from './pptx-comments.ts';
import { readProperties } from './properties.ts';
import { mainPart, type Parts, partsOfType, relatedParts } from './related.ts';
import { readXml } from './xml.ts';

const ENGINE = engineOf('htmlparser2', 'htmlparser2');

/** Parts that define only the layout, or belong to no slide. */
const NO_TEXT =
  /(?:^|\/)(?:theme|tableStyles|presProps|viewProps|handoutMasters|notesMasters|customXml|embeddings|media)\b/i;

interface Presentation {
  parts: Parts;
  /** The names of the slides' parts, in order; '' for one that the file does not name. */
  slides: string[];
  /** Names of the people who comment, by their ID. */
  authors: ReadonlyMap<string, string>;
}

/**
 * Opens a presentation.
 * @param alsoWanted selects parts without text, such as pictures
 * @throws DocumentError encrypted, corrupt, oversize
 */
export async function openPresentation(
  file: Parameters<typeof readParts>[0],
  maxBytes: number,
  alsoWanted: (name: string) => boolean = () => false,
): Promise<Presentation> {
  const hasText = (name: string): boolean => /\.(?:xml|rels)$/i.test(name) && !NO_TEXT.test(name);
  const isWanted = (name: string): boolean => hasText(name) || alsoWanted(name);
  const parts = await readParts(file, maxBytes, isWanted, 'presentation');
  const main = mainPart(parts, 'ppt/presentation.xml');
  const presentation = parts.get(main);
  if (presentation === undefined)
    throw new DocumentError(
      'corrupt',
      'The presentation is damaged: its list of slides is missing. Ask for a new copy',
    );
  const related = relatedParts(parts, main);
  const authors = readAuthors([
    ...partsOfType(parts, related, 'commentAuthors'),
    ...partsOfType(parts, related, 'authors'),
  ]);
  const slides: string[] = [];
  readXml(presentation, {
    open(name, { id = '' }) {
      if (name === 'sldId') slides.push(related.find((r) => r.id === id)?.target ?? '');
    },
  });
  return { parts, slides, authors };
}

/** Returns one page per slide. @throws DocumentError encrypted, corrupt, oversize */
export async function extractPptx(source: Source): Promise<Extracted> {
  const { parts, slides, authors } = await openPresentation(source, source.limits.maxBytes);
  const read = slides.slice(0, source.limits.maxPages);
  /** Masters and layouts whose text is in a slide already. */
  const shown = new Set<string>();
  return {
    body: read.map((path, i): PageText => {
      const text = slideText(parts, path, authors, shown);
      return { page: i + 1, text, source: text === '' ? 'none' : 'text', confidence: null };
    }),
    metadata: readProperties(parts.get('docProps/core.xml')),
    warnings: warningsOf(parts, slides, read),
    engine: ENGINE,
  };
}

function warningsOf(parts: Parts, paths: readonly string[], read: readonly string[]): StageWarning[] {
  const missing = read.flatMap((path, i) => (parts.has(path) ? [] : [i + 1]));
  return [
    ...(missing.length === 0
      ? []
      : [
          {
            code: 'part_not_read' as const,
            detail: `${missing.length === 1 ? 'A slide is' : `${missing.length} slides are`} missing from the file`,
            pages: missing,
          },
        ]),
    ...(paths.length === read.length
      ? []
      : [
          {
            code: 'text_limit' as const,
            detail: `Only the first ${read.length} of ${paths.length} slides were read`,
          },
        ]),
  ];
}

function slideText(parts: Parts, path: string, authors: Presentation['authors'], shown: Set<string>): string {
  const { isHidden } = slideSettings(parts.get(path));
  const beside = besideSlide({ parts, authors }, path, shown);
  const blocks = [
    [...(isHidden ? ['[Hidden slide]'] : []), ...drawingLines(parts.get(path))],
    ...[beside.attached, beside.master, ...beside.notes, beside.comments],
  ];
  return blocks
    .map((lines) => lines.join('\n'))
    .filter((block) => block !== '')
    .join('\n\n');
}

/**
 * Returns the lines that belong to a slide and are not in its part.
 * @param shown the masters and layouts that were read for an earlier slide, which are not repeated
 */
export function besideSlide(
  { parts, authors }: Pick<Presentation, 'parts' | 'authors'>,
  path: string,
  shown: Set<string>,
): { attached: string[]; master: string[]; notes: string[][]; comments: string[] } {
  const related = relatedParts(parts, path);
  return {
    attached: attachedLines(parts, path),
    master: slideSettings(parts.get(path)).showsMaster ? masterLines(parts, path, shown) : [],
    notes: partsOfType(parts, related, 'notesSlide').map((part) => drawingLines(part)),
    comments: partsOfType(parts, related, 'comments').flatMap((part) => commentLines(part, authors)),
  };
}

/** Returns what a slide says about itself. */
export function slideSettings(bytes: Buffer | undefined): { isHidden: boolean; showsMaster: boolean } {
  const found = { isHidden: false, showsMaster: true };
  if (bytes !== undefined)
    readXml(bytes, {
      open(name, { show, showMasterSp }) {
        if (name === 'sld' && isOff(show)) found.isHidden = true;
        if ((name === 'sld' || name === 'sldLayout') && isOff(showMasterSp)) found.showsMaster = false;
      },
    });
  return found;
}

const isOff = (value: string | undefined): boolean => value === '0' || value === 'false';

/**
 * Returns the text that a slide shows from its layout and master. Their placeholders are only samples.
 * @param shown the parts that were read for an earlier slide, which are not repeated
 */
function masterLines(parts: Parts, path: string, shown: Set<string>): string[] {
  const lines: string[] = [];
  for (const { target, type } of relatedParts(parts, path)) {
    if ((type !== 'slideLayout' && type !== 'slideMaster') || shown.has(target)) continue;
    shown.add(target);
    lines.push(...drawingLines(parts.get(target), () => true));
    if (type === 'slideLayout' && slideSettings(parts.get(target)).showsMaster)
      lines.push(...masterLines(parts, target, shown));
  }
  return lines;
}
