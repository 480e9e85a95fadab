/** Reads PPTX (PresentationML): each slide is a page, with the text of its diagrams, notes and comments at the end. */
import { DocumentError } from '../../../documents/errors.ts';
import { engineOf } from '../../../util/versions.ts';
import type { Extracted, PageText, Source } from '../types.ts';
import { readParts } from './package.ts';
import { readProperties } from './properties.ts';
import { readRelationships, readXml } from './xml.ts';

const ENGINE = engineOf('htmlparser2', 'htmlparser2');
const WANTED =
  /^(?:docProps\/core\.xml|ppt\/(?:presentation\.xml|_rels\/presentation\.xml\.rels|(?:slides|notesSlides|comments|diagrams)\/(?:_rels\/)?[^/]+))$/i;

/** Returns one page per slide. @throws DocumentError encrypted, corrupt, oversize */
export async function extractPptx(source: Source): Promise<Extracted> {
  const parts = await readParts(source, source.limits.maxBytes, (n) => WANTED.test(n), 'presentation');
  const presentation = parts.get('ppt/presentation.xml');
  if (presentation === undefined)
    throw new DocumentError(
      'corrupt',
      'The presentation is damaged: its list of slides is missing. Ask for a new copy',
    );
  const relationships = readRelationships(parts.get('ppt/_rels/presentation.xml.rels'), 'ppt');
  const paths: string[] = [];
  readXml(presentation, {
    open(name, { id = '' }) {
      const slide = name === 'sldId' ? relationships.get(id) : undefined;
      if (slide !== undefined) paths.push(slide.target);
    },
  });
  const pages = paths.slice(0, source.limits.maxPages).map((path, i): PageText => {
    const related = readRelationships(parts.get(relsOf(path)), path.replace(/\/[^/]*$/, ''));
    const extra = [...related.values()]
      .filter((r) => /\/(?:diagramData|notesSlide|comments)$/.test(r.type))
      .map((r) => r.target);
    const texts = [path, ...extra].map((p) => slideText(parts.get(p))).filter((t) => t !== '');
    const text = texts.join('\n\n');
    return { page: i + 1, text, source: text === '' ? 'none' : 'text', confidence: null };
  });
  return {
    body: pages,
    metadata: readProperties(parts.get('docProps/core.xml')),
    warnings:
      paths.length > pages.length
        ? [
            {
              code: 'text_limit',
              detail: `Only the first ${pages.length} of ${paths.length} slides were read`,
            },
          ]
        : [],
    engine: ENGINE,
  };
}

const relsOf = (path: string): string => path.replace(/([^/]*)$/, '_rels/$1.rels');

/** Returns one line per paragraph, with tabs between table cells. Slide numbers are left out. */
function slideText(bytes: Buffer | undefined): string {
  if (bytes === undefined) return '';
  const lines: string[] = [];
  let line = '';
  let inText = false;
  let inCell = false;
  let field = false;
  readXml(bytes, {
    open(name, { type = '' }) {
      if (name === 'tc') inCell = true;
      if (name === 'fld') field = type === 'slidenum';
      if (name === 'br') line += ' ';
      inText = (name === 't' && !field) || name === 'text';
    },
    text(text) {
      if (inText) line += text;
    },
    close(name) {
      inText = false;
      if (name === 'fld') field = false;
      if (name === 'p' && inCell) line += ' ';
      if (name === 'tc') [inCell, line] = [false, `${line.trimEnd()}\t`];
      if ((name === 'p' && !inCell) || name === 'tr' || name === 'text') {
        if (line.trim() !== '') lines.push(line.trim());
        line = '';
      }
    },
  });
  return lines.join('\n');
}
