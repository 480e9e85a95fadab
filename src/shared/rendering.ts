/**
 * A document without pages as people look at it: its text with its structure, and nothing that could act. A rendering is
 * a list of tokens out of these lists; there is no token for a script, a link, a form, a style or an address.
 */
import { z } from 'zod';
import type { FileType } from './file-types.ts';

/** Elements that a rendering may have. */
export const RENDERING_TAGS = [
  ...(['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'div', 'section', 'pre', 'blockquote'] as const),
  ...(['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'caption', 'thead', 'tbody', 'tfoot'] as const),
  ...([
    'tr',
    'td',
    'th',
    'strong',
    'em',
    'u',
    's',
    'sub',
    'sup',
    'code',
    'ins',
    'del',
    'small',
    'span',
  ] as const),
] as const;
export type RenderingTag = (typeof RENDERING_TAGS)[number];

const MAX_TEXT = 1_000_000;
const MAX_TITLE = 2000;
const MAX_SPAN = 1000;
/** A picture on a line of its own is never wider than a screen. */
const MAX_PICTURE = 8 * 1024 * 1024;
const span = z.number().int().min(2).max(MAX_SPAN).optional();

const openSchema = z.strictObject({
  open: z.enum(RENDERING_TAGS),
  /** Columns and rows that a cell takes. */
  columns: span,
  rows: span,
  align: z.enum(['left', 'center', 'right', 'justify']).optional(),
  /** Number of the first item of a list. */
  start: z.number().int().min(-1_000_000).max(1_000_000).optional(),
  /** Shown when the mouse rests on it, such as where a link leads. */
  title: z.string().max(MAX_TITLE).optional(),
});
export type RenderingOpen = z.infer<typeof openSchema>;

/** WebP in base64: "RIFF", then nothing that could leave an address in a page. */
export const webpSchema = z
  .string()
  .max(MAX_PICTURE)
  .regex(/^UklGR[A-Za-z0-9+/]*={0,2}$/);

export const renderingTokenSchema = z.union([
  /** Text, as it is. */
  z.string().max(MAX_TEXT),
  openSchema,
  z.strictObject({ close: z.enum(RENDERING_TAGS) }),
  z.strictObject({ single: z.enum(['br', 'hr']) }),
  z.strictObject({ image: webpSchema, alt: z.string().max(MAX_TITLE), width: z.number().int().min(1) }),
]);
export type RenderingToken = z.infer<typeof renderingTokenSchema>;

/** More tokens would take a browser seconds to lay out. */
const MAX_TOKENS = 400_000;

export const renderingSchema = z.strictObject({
  tokens: z.array(renderingTokenSchema).max(MAX_TOKENS),
  /** What the file has and the rendering leaves out, as parts of a sentence. */
  omitted: z.array(z.string().max(500)).max(50),
  /** The document goes on after the end of the rendering. */
  cut: z.boolean(),
});
export type Rendering = z.infer<typeof renderingSchema>;

/** Offsets into a text token, and into the document's text. */
const renderedWordSchema = z.tuple([
  /** Index of the token. */
  z.number().int(),
  /** From and to, in the token. */
  z.number().int(),
  z.number().int(),
  /** Start and end, in the text of the document. */
  z.number().int(),
  z.number().int(),
]);
export type RenderedWord = z.infer<typeof renderedWordSchema>;

export const renderingViewSchema = renderingSchema.extend({
  /** The words of the rendering that are in the document's text, in the order of the rendering. */
  words: z.array(renderedWordSchema),
  /** The share of the document's text that was located, 0-1. */
  located: z.number(),
});
export type RenderingView = z.infer<typeof renderingViewSchema>;

const RENDERED: ReadonlySet<FileType> = new Set([
  ...(['eml', 'emlx', 'msg', 'html', 'docx', 'odt', 'rtf', 'doc'] as const),
  ...(['xlsx', 'xls', 'xlsb', 'ods', 'csv', 'txt'] as const),
  ...(['pptx', 'ppt', 'odp', 'ics', 'vcf', 'tnef', 'p7m', 'svg'] as const),
  ...(['wpd', 'pub', 'vsd', 'works', 'iwork'] as const),
]);

/** Whether Redwell shows a file of this type as a rendering. PDFs and pictures have pages instead. */
export const isRenderedType = (type: FileType): boolean => RENDERED.has(type);
