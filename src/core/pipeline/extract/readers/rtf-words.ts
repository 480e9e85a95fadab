/** The control words of RTF that matter for text (Rich Text Format Specification, version 1.9.1). */

/** Where the text of a group goes. */
export type Destination =
  | 'text'
  | 'skip'
  | 'fonts'
  | 'info'
  | 'title'
  | 'author'
  | 'created'
  | 'reviewers'
  | 'commentAuthor'
  | 'commentDate'
  | 'instruction'
  | 'entry'
  | 'shapeName'
  | 'shapeValue';

/** A text of its own beside the main one. */
export type Aside = 'footnote' | 'header' | 'footer' | 'comment' | 'box';

export const DESTINATIONS = new Map<string, Destination>(
  Object.entries({
    fonttbl: 'fonts',
    info: 'info',
    revtbl: 'reviewers',
    atnauthor: 'commentAuthor',
    atndate: 'commentDate',
    fldinst: 'instruction',
    ffl: 'entry',
    sn: 'shapeName',
    sv: 'shapeValue',
  }),
);
/** Destinations inside that of the document's properties. */
export const PROPERTIES = new Map<string, Destination>(
  Object.entries({
    title: 'title',
    author: 'author',
    creatim: 'created',
  }),
);
export const ASIDES = new Map<string, Aside>(
  Object.entries({
    footnote: 'footnote',
    header: 'header',
    headerl: 'header',
    headerr: 'header',
    headerf: 'header',
    footer: 'footer',
    footerl: 'footer',
    footerr: 'footer',
    footerf: 'footer',
    annotation: 'comment',
    shptxt: 'box',
    dptxbxtext: 'box',
  }),
);
/** Destinations that are marked as new ones, and whose content is shown or leads to something shown. */
export const SHOWN = new Set(['shpinst', 'do', 'formfield', 'ud', 'upr', 'shpgrp']);

/**
 * Destinations without text of the document. Old programs read some in place of others: `nonesttables`, `nonshppict`
 * and `shprslt` repeat what is in newer ones.
 */
export const SKIPPED = new Set(
  `colortbl stylesheet listtable listoverridetable rsidtbl generator themedata colorschememapping latentstyles
  datastore xmlnstbl filetbl userprops docvar mmathPr pgptbl wgrffmtfilter pict nonshppict shprslt nonesttables
  objdata objclass objname objalias objsect bkmkstart bkmkend atnid atnref atnparent atnicn atrfstart atrfend ffname
  ffdeftext ffformat ffhelptext ffstattext ffentrymcr ffexitmcr datafield xe tc tcn txe rxe panose falt fontemb
  private template ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn upr`.split(/\s+/),
);

/** What stands for a control word in the text. */
export const CHARACTERS = new Map<string, string>(
  Object.entries({
    tab: '\t',
    cell: '\t',
    nestcell: '\t',
    line: '\n',
    lquote: '\u2018',
    rquote: '\u2019',
    ldblquote: '\u201c',
    rdblquote: '\u201d',
    bullet: '\u2022',
    endash: '\u2013',
    emdash: '\u2014',
    enspace: ' ',
    emspace: ' ',
    qmspace: ' ',
    '{': '{',
    '}': '}',
    '\\': '\\',
    '~': '\u00a0',
    // A hyphen at which no line ends.
    _: '-',
  }),
);
export const CELLS = new Set(['cell', 'nestcell']);
/** Controls that end a paragraph. A backslash before the end of a line is one. */
export const BREAKS = new Set(['par', 'row', 'nestrow', 'sect', 'page', 'column', '\n', '\r']);
/** Controls that set the character set of the file, and its code page. */
export const CHARACTER_SETS = new Map<string, number>(
  Object.entries({ ansi: 1252, mac: 10000, pc: 437, pca: 850 }),
);
