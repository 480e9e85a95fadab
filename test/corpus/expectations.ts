/**
 * Real documents that must become exceptions; each was examined by hand. Every other document of the corpus must
 * complete, be a duplicate, or be an exception because of its type (`BY_TYPE`).
 */

import type { ExceptionCode } from '../../src/shared/exceptions.ts';
import type { FileType } from '../../src/shared/file-types.ts';

interface Expected {
  code: ExceptionCode;
  why: string;
}

/** Formats that Redwell recognizes but does not read, and empty files. */
export const BY_TYPE: Readonly<Partial<Record<FileType, ExceptionCode>>> = {
  other: 'unsupported',
  empty: 'empty',
};

const GOEXIF = 'golang-github-rwcarlsen-goexif-dev/exif/samples/';
/** Photographs with only an EXIF header: the authors of the samples cut off the pictures. */
const HEADS_OF_PHOTOGRAPHS: readonly string[] = [
  '2004-01-11-22-45-15-sep-2004-01-11-22-45-15a.jpg',
  '2006-12-17-07-09-14-sep-2006-12-17-07-09-14a.jpg',
  '2007-02-02-18-13-29-sep-2007-02-02-18-13-29a.jpg',
  '2007-05-30-14-28-01-sep-2007-05-30-14-28-01a.jpg',
  '2007-08-15-14-42-46-sep-2007-08-15-14-42-46a.jpg',
  '2008-06-06-13-29-29-sep-2008-06-06-13-29-29a.jpg',
  '2009-04-11-03-01-38-sep-2009-04-11-03-01-38a.jpg',
  '2009-06-20-07-59-05-sep-2009-06-20-07-59-05a.jpg',
  '2010-09-02-08-43-02-sep-2010-09-02-08-43-02a.jpg',
  '2011-08-07-19-22-57-sep-2011-08-07-19-22-57a.jpg',
  '2012-06-02-10-12-28-sep-2012-06-02-10-12-28.jpg',
  '2013-02-05-23-12-09-sep-DSCI0001.jpg',
];

/** Valid files that Redwell cannot read. */
const LIMITS: readonly (readonly [string, ExceptionCode, string])[] = [
  [
    'golang-github-jung-kurt-gofpdf-dev/pdf/Fpdf_EmbeddedFiles.pdf/attachment 1',
    'container_error',
    'its name under /F is empty, and PDFium then looks for no file; poppler does',
  ],
  [
    'golang-github-jung-kurt-gofpdf-dev/pdf/Fpdf_EmbeddedFiles.pdf/attachment 2',
    'container_error',
    'its name under /F is empty, and PDFium then looks for no file; poppler does',
  ],
  [
    'libpython3.11-testsuite/iso2022_kr.txt',
    'unrecognized',
    'ISO-2022-KR, which neither Node nor iconv-lite reads',
  ],
  ['golang-golang-x-text-dev/candide-utf-32be.txt', 'unrecognized', 'UTF-32 without a byte order mark'],
];

const BROKEN: readonly (readonly [string, ExceptionCode, string])[] = [
  [
    'texlive-humanities-doc/generic/expex/doc-source.zip/doc-source/tsestate.dat',
    'unrecognized',
    'the state of the editor TSE, in binary',
  ],
  [
    'golang-github-jung-kurt-gofpdf-dev/pdf/Fpdf_SetProtection.pdf',
    'encrypted',
    'locked with the password 123',
  ],
  [
    'golang-github-jung-kurt-gofpdf-dev/pdf/reference/Fpdf_SetProtection.pdf',
    'encrypted',
    'locked with the password 123',
  ],
  [
    'golang-github-gabriel-vasile-mimetype-dev/avifsequence.avif',
    'corrupt',
    'a moving AVIF, which the picture library does not open',
  ],
  [
    'golang-github-jung-kurt-gofpdf-dev/pdf/Fpdf_FileAnnotations.pdf/attachment 1 on page 1',
    'container_error',
    'the attachment of a PDF that is not valid',
  ],
  ['golang-github-gabriel-vasile-mimetype-dev/bad.dbf', 'unrecognized', 'a single zero byte'],
  [
    'golang-github-gabriel-vasile-mimetype-dev/utf8ctrlchars',
    'unrecognized',
    'the header of a JPEG with U+FFFD in place of every byte above 127',
  ],
  [
    'golang-github-jhillyerd-enmime-dev/mail/attachment-octet.raw/attachment 1.bin',
    'unrecognized',
    '61 bytes of noise',
  ],
  [
    'golang-github-jhillyerd-enmime-dev/mail/epilogue-sample.raw/test.html',
    'unrecognized',
    'a part that never ends: its base64 runs on into what follows',
  ],
  [
    'golang-github-jhillyerd-enmime-dev/mail/inlinemultipart.raw/test.pdf',
    'corrupt',
    'the first 524 bytes of a PDF of 6,520',
  ],
  [
    'libpython3.11-testsuite/msg_15.txt/xx.gif',
    'unrecognized',
    'a sentence where the base64 of a picture was',
  ],
  ['libpython3.11-testsuite/msg_22.txt/wibble.JPG', 'corrupt', '272 bytes of a photograph'],
  ['libpython3.11-testsuite/msg_22.txt/wibble2.JPG', 'corrupt', '317 bytes of a photograph'],
  [
    'libpython3.11-testsuite/test_importlib/zipdata01/ziptestdata.zip/ziptestdata/binary.file',
    'unrecognized',
    'the bytes 0, 1, 2, 3',
  ],
  [
    'r-cran-data.table/issue_3400_fread.txt',
    'unrecognized',
    'a zero byte among 37, which is what the test is about',
  ],
  [
    'golang-github-rwcarlsen-goexif-dev/exif/corrupt/huge_tag_exif.jpg',
    'corrupt',
    'no picture after a tag of absurd length',
  ],
  [
    'gorm.app/Gorm.app/0Menus.palette/GormMenuDrag.tiff',
    'unsupported',
    'two planes of two bits, which libvips does not read',
  ],
];

export const EXPECTED: ReadonlyMap<string, Expected> = new Map([
  ...[...BROKEN, ...LIMITS].map(([path, code, why]) => [path, { code, why }] as const),
  ...HEADS_OF_PHOTOGRAPHS.map(
    (name) => [`${GOEXIF}${name}`, { code: 'corrupt', why: 'the head of a photograph alone' }] as const,
  ),
]);
