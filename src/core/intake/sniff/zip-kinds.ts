/** The kinds of files that are ZIP archives, by media type, content types and names of members. */
import type { Detected } from './types.ts';

const found = (type: Detected['type']): Detected => ({ type, description: '' });
const other = (description: string): Detected => ({ type: 'other', description });

const EPUB = other('an electronic book (EPUB)');
const VISIO = found('vsd');
const XPS = other('an XPS document');
const OPEN_DOCUMENT = 'application/vnd.oasis.opendocument.';

const MEDIA = new Map<string, Detected>([
  [`${OPEN_DOCUMENT}text`, found('odt')],
  [`${OPEN_DOCUMENT}text-template`, found('odt')],
  [`${OPEN_DOCUMENT}text-web`, found('odt')],
  [`${OPEN_DOCUMENT}text-master`, found('odt')],
  [`${OPEN_DOCUMENT}spreadsheet`, found('ods')],
  [`${OPEN_DOCUMENT}spreadsheet-template`, found('ods')],
  [`${OPEN_DOCUMENT}presentation`, found('odp')],
  [`${OPEN_DOCUMENT}presentation-template`, found('odp')],
  [`${OPEN_DOCUMENT}graphics`, other('an OpenDocument drawing')],
  [`${OPEN_DOCUMENT}graphics-template`, other('an OpenDocument drawing')],
  // The data of a chart is a table, like a sheet.
  [`${OPEN_DOCUMENT}chart`, found('ods')],
  [`${OPEN_DOCUMENT}formula`, other('an OpenDocument formula')],
  [`${OPEN_DOCUMENT}base`, other('an OpenDocument database')],
  [`${OPEN_DOCUMENT}database`, other('an OpenDocument database')],
  ['application/vnd.sun.xml.writer', other('an OpenOffice 1.x text document (.sxw)')],
  ['application/vnd.sun.xml.writer.template', other('an OpenOffice 1.x text document (.stw)')],
  ['application/vnd.sun.xml.writer.global', other('an OpenOffice 1.x text document (.sxg)')],
  ['application/vnd.sun.xml.calc', other('an OpenOffice 1.x spreadsheet (.sxc)')],
  ['application/vnd.sun.xml.calc.template', other('an OpenOffice 1.x spreadsheet (.stc)')],
  ['application/vnd.sun.xml.impress', other('an OpenOffice 1.x presentation (.sxi)')],
  ['application/vnd.sun.xml.impress.template', other('an OpenOffice 1.x presentation (.sti)')],
  ['application/vnd.sun.xml.draw', other('an OpenOffice 1.x drawing (.sxd)')],
  ['application/epub+zip', EPUB],
  ['application/x-ibooks+zip', other('an electronic book (iBooks)')],
  ['application/vnd.adobe.indesign-idml-package', other('an InDesign document (IDML)')],
]);

/** Content types of the main part of an Office package, wherever the part stands. */
export const CONTENT_TYPES: readonly (readonly [string, Detected])[] = [
  ['sheet.binary.macroEnabled.main', found('xlsb')],
  ['wordprocessingml.document.main+xml', found('docx')],
  ['wordprocessingml.template.main+xml', found('docx')],
  ['ms-word.document.macroEnabled.main+xml', found('docx')],
  ['ms-word.template.macroEnabledTemplate.main+xml', found('docx')],
  ['spreadsheetml.sheet.main+xml', found('xlsx')],
  ['spreadsheetml.template.main+xml', found('xlsx')],
  ['ms-excel.sheet.macroEnabled.main+xml', found('xlsx')],
  ['ms-excel.template.macroEnabled.main+xml', found('xlsx')],
  ['presentationml.presentation.main+xml', found('pptx')],
  ['presentationml.slideshow.main+xml', found('pptx')],
  ['presentationml.template.main+xml', found('pptx')],
  ['ms-powerpoint.presentation.macroEnabled.main+xml', found('pptx')],
  ['ms-powerpoint.slideshow.macroEnabled.main+xml', found('pptx')],
  ['ms-visio.', VISIO],
  ['xps-fixeddocumentsequence+xml', XPS],
];

/** Members at the root of the archive that tell its kind. A folder of such files does not. */
const PARTS: readonly (readonly [RegExp, Detected])[] = [
  [/^word\/document\d*\.xml$/i, found('docx')],
  [/^xl\/workbook\d*\.bin$/i, found('xlsb')],
  [/^xl\/workbook\d*\.xml$/i, found('xlsx')],
  [/^ppt\/presentation\d*\.xml$/i, found('pptx')],
  [/^visio\/document\.xml$/i, VISIO],
  [/^(?:FixedDocSeq|FixedDocumentSequence)\.fdseq$/i, XPS],
  [/^AndroidManifest\.xml$/, other('an Android program')],
  [/^Payload\/[^/]+\.app\//, other('an iPhone program')],
  [/^META-INF\/MANIFEST\.MF$/, other('a Java program')],
  [/^designmap\.xml$/, other('an InDesign document (IDML)')],
  [/^Index\/[^/]+\.iwa$/, found('iwork')],
];

/** What an iWork file of 2005 to 2009, or one that is a folder, has beside its index. */
const IWORK_INDEX = /^(?:index\.(?:xml|apxl)(?:\.gz)?|Index\.zip)$/;
const IWORK_REST =
  /^(?:buildVersionHistory\.plist|QuickLook\/|Metadata\/|Data\/|thumbs\/|preview(?:-\w+)?\.jpg$)/;
const IWORK_FOLDER = /^[^/]+\.(?:pages|numbers|key)\//i;
const IN_MAP = /(?:\.(?:kml|png|jpe?g|gif|bmp|tiff?|dae|html?|css|xsl)|\/)$/i;

/** Returns the type that a media type means; null if Redwell does not know it. */
export const typeByMedia = (media: string): Detected | null => MEDIA.get(media) ?? null;

/** Returns the type that the names of an archive's members tell; null if they are those of an ordinary archive. */
export function typeByNames(names: readonly string[]): Detected | null {
  for (const [part, detected] of PARTS) if (names.some((name) => part.test(name))) return detected;
  if (isIwork(names)) return found('iwork');
  const has = (part: RegExp): boolean => names.some((name) => part.test(name));
  if (has(/^META-INF\/container\.xml$/) && has(/\.opf$/i)) return EPUB;
  if (has(/^doc\.kml$/i) && names.every((name) => IN_MAP.test(name))) return other('a map (KMZ)');
  return null;
}

/** Returns whether the members are those of an iWork file, or of the one folder that such a file is on a Mac. */
function isIwork(names: readonly string[]): boolean {
  const folder = IWORK_FOLDER.exec(names[0] ?? '')?.[0] ?? '';
  const own = names.filter((name) => !name.startsWith('__MACOSX/'));
  if (!own.every((name) => name.startsWith(folder))) return false;
  const inside = own.map((name) => name.slice(folder.length));
  return (
    inside.some((name) => /^Index\/[^/]+\.iwa$/.test(name)) ||
    (inside.some((name) => IWORK_INDEX.test(name)) && inside.some((name) => IWORK_REST.test(name)))
  );
}
