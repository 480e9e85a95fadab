/** A load file profile: how documents are numbered, and which fields a load file has under which names. */
import { z } from 'zod';
import { typedText } from './bridge-fields.ts';
import { ENTITY_KINDS, type EntityKind } from './mentions.ts';

type EntityField = `ENT_${Uppercase<EntityKind>}`;
const ENTITY_FIELDS = ENTITY_KINDS.map((kind) => `ENT_${kind.toUpperCase()}` as EntityField);

/** Every field that a load file can have, in the order in which it has them by default. */
export const LOAD_FILE_FIELDS = [
  'BEGDOC',
  'ENDDOC',
  'BEGATTACH',
  'ENDATTACH',
  'PARENTID',
  'ATTCOUNT',
  'DOCID',
  'RECEIVED_CONTROL',
  'BATCH',
  'MATTER',
  'CUSTODIAN',
  'ALLCUSTODIANS',
  'FILENAME',
  'FILEPATH',
  'ALLPATHS',
  'FILEEXT',
  'FILESIZE',
  'MIME',
  'PAGECOUNT',
  'MD5',
  'SHA256',
  'FROM',
  'TO',
  'CC',
  'BCC',
  'SUBJECT',
  'MESSAGEID',
  'INREPLYTO',
  'CONVERSATION',
  'THREAD_GROUP',
  'INCLUSIVE',
  'NEARDUP_GROUP',
  'NEARDUP_PERCENT',
  'REPLACES',
  'REPLACED_BY',
  'TITLE',
  'AUTHOR',
  'LANGUAGE',
  'SENT_UTC',
  'SENT_LOCAL',
  'SENT_WRITTEN',
  'RECEIVED_UTC',
  'RECEIVED_LOCAL',
  'RECEIVED_WRITTEN',
  'CREATED_UTC',
  'CREATED_LOCAL',
  'CREATED_WRITTEN',
  'MODIFIED_UTC',
  'MODIFIED_LOCAL',
  'MODIFIED_WRITTEN',
  'FILEMODIFIED_UTC',
  'FILEMODIFIED_LOCAL',
  'TIMEZONE',
  'STATUS',
  'EXCEPTION',
  'WARNINGS',
  ...ENTITY_FIELDS,
  'IMAGECOUNT',
  'IMAGEPATH',
  'SLIPSHEET',
  'TEXTPATH',
  'NATIVEPATH',
] as const;
export type LoadFileField = (typeof LOAD_FILE_FIELDS)[number];
const KNOWN: ReadonlySet<string> = new Set(LOAD_FILE_FIELDS);

/** Signs that have a meaning in the file itself. */
const RESERVED = ['\u00FE', '\u0014', '\u00AE', '\r', '\n', '\0'];
const MOST_FIELDS = 500;

const fieldSchema = z
  .object({
    field: z.string().refine((name): name is LoadFileField => KNOWN.has(name), {
      error: ({ input }) => `There is no field “${String(input)}”. docs/hand-over.md lists all fields.`,
    }),
    /** The name in the header; absent: the field's own. */
    as: z
      .string()
      .trim()
      .min(1, 'A field name cannot be empty.')
      .max(100, 'A field name can have at most 100 characters.')
      .refine(
        (name) => !RESERVED.some((sign) => name.includes(sign)),
        'A field name cannot have line breaks or the signs \u00FE and \u00AE.',
      )
      .optional(),
  })
  .strict();

const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    // The name is not in the list of time zones.
    return false;
  }
};

export const loadFileProfileSchema = z
  .object({
    encoding: z.enum(['utf8', 'utf16le']).default('utf8'),
    numbering: z
      .object({
        prefix: z
          .string()
          .regex(
            /^[A-Za-z0-9_-]{0,30}$/,
            'The prefix can have at most 30 letters, digits, hyphens and underscores.',
          )
          .default('RW'),
        /** Digits of a control number, filled up with zeros. */
        padding: z.number().int().min(1).max(12).default(8),
        start: z.number().int().min(0).default(1),
        /** `page`: each page image has its own number, and BEGDOC to ENDDOC are those of a document's pages. */
        by: z.enum(['document', 'page']).default('document'),
      })
      .strict()
      .prefault({}),
    /** Pictures of the pages with an OPT file; null: none. */
    images: z
      .object({
        /** `tiff`: a file for each page. `pdf`: one for each document. */
        format: z.enum(['tiff', 'pdf']).default('tiff'),
        /** Pixels per inch. */
        dpi: z.number().int().min(100).max(600).default(300),
        /** Whether pages with colors or gray tones become JPEG; otherwise all are black and white. */
        color: z.boolean().default(true),
      })
      .strict()
      .nullable()
      .default(null),
    /** The size that no volume exceeds, unless a single family does; null: one volume. */
    volumeBytes: z
      .number()
      .int()
      .min(1_000_000, 'A volume has at least 1,000,000 bytes.')
      .nullable()
      .default(null),
    /** The matter's time zone, for the fields that end in _LOCAL. */
    timeZone: z
      .string()
      .refine(isTimeZone, {
        error: ({ input }) => `There is no time zone “${String(input)}”. An example is America/New_York.`,
      })
      .default('UTC'),
    /** Between several values of one field. */
    separator: z
      .string()
      .regex(/^[;|,~^]$/, 'The separator must be one of ; | , ~ ^')
      .default(';'),
    fields: z
      .array(fieldSchema)
      .min(1, 'A load file needs at least one field.')
      .max(MOST_FIELDS)
      .default(() => LOAD_FILE_FIELDS.map((field) => ({ field }))),
  })
  .strict()
  .superRefine(({ fields, numbering, images }, context) => {
    if (numbering.by === 'page' && images === null)
      context.addIssue({
        code: 'custom',
        message: 'Numbers by page need page images. Set “images”, or number by document.',
      });
    const seen = new Set<string>();
    for (const { field, as = field } of fields) {
      const name = as.toUpperCase();
      if (seen.has(name))
        context.addIssue({
          code: 'custom',
          message: `The field name “${as}” is there twice. Each name must be different.`,
        });
      seen.add(name);
    }
  });
export type LoadFileProfile = z.output<typeof loadFileProfileSchema>;

/** A profile under a name. */
export const savedProfileSchema = z.object({
  name: typedText(100).min(1, 'Give the profile a name.'),
  profile: loadFileProfileSchema,
});
export type SavedProfile = z.output<typeof savedProfileSchema>;
