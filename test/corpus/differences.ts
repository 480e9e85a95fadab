/** Real files on which Redwell and the reference tool differ. Each was examined by hand; `least` sets the limit. */

/** Minimum share of the same words, by type, for files that are not explained below. */
export const FLOOR: Readonly<Record<string, number>> = {
  pdf: 0.9,
  docx: 0.95,
  odt: 0.9,
  rtf: 0.95,
  html: 0.9,
  xlsx: 0.9,
  ods: 0.9,
  pptx: 0.9,
  odp: 0.9,
  eml: 0.9,
  txt: 0.95,
};

interface Explained {
  /** Minimum share of the same words for this file. */
  least: number;
  why: string;
}

const NOTES = 'LibreOffice leaves footnotes, endnotes and comments out of its text; Redwell reads them';
const COMPUTED =
  'a letter template: LibreOffice fills its fields anew (today, no sender), Redwell reads what is stored';
const RIGHT_TO_LEFT = 'Hebrew or Syriac: PDFium and poppler put vowel signs and letters in different orders';
const EIGHT_BIT = 'eight-bit text said to be ASCII, where Redwell takes Windows-1252 and Python gives up';
const OVERLAID = 'letters drawn over or across each other, which either tool parts in its own way';
const GUESSED = 'an encoding that is not stated, guessed wrong';

const SCREENSHOT = 'the words of a screenshot in the file, which LibreOffice does not read';
const MARGINS = 'LibreOffice leaves headers and footers out of its text; Redwell reads them';
const TITLE = 'LibreOffice leaves out the title, the description and the texts of pictures';
const SHOWN = 'dates and hidden rows: Redwell writes cells as Excel shows them, and adds what is unclear';

const ENMIME = 'golang-github-jhillyerd-enmime-dev';
const PYTHON = 'libpython3.11-testsuite';
const GOFPDF = 'golang-github-jung-kurt-gofpdf-dev/pdf';
const TEXLIVE = 'texlive-humanities-doc/latex';
const WIZARD = 'libreoffice-common/common/wizard';

export const EXPLAINED: ReadonlyMap<string, Explained> = new Map<string, Explained>([
  ['mammoth/endnotes.docx', { least: 0, why: NOTES }],
  ['mammoth/footnotes.docx', { least: 0.1, why: NOTES }],
  ['mammoth/comments.docx', { least: 0.05, why: NOTES }],
  ['r-cran-openxlsx/loadThreadComment.xlsx', { least: 0.05, why: NOTES }],
  [
    'pptx2json/test.pptx',
    { least: 0.8, why: 'LibreOffice sets a diagram in capitals and parts its numbers' },
  ],
  [
    'python-odf-doc/examples/countrystatistics.ods',
    { least: 0.85, why: 'stored as shown (83,858); LibreOffice writes 83858' },
  ],
  [`${WIZARD}/letter/off-modern_l.ott`, { least: 0.4, why: COMPUTED }],
  [`${WIZARD}/letter/bus-elegant_l.ott`, { least: 0.4, why: COMPUTED }],
  [`${WIZARD}/letter/pri-marine_l.ott`, { least: 0.5, why: COMPUTED }],
  [`${WIZARD}/fax/pri-bottle_f.ott`, { least: 0.5, why: COMPUTED }],
  [`${WIZARD}/fax/bus-classic-pri_f.ott`, { least: 0.75, why: COMPUTED }],
  [`${ENMIME}/parts/chardet-fail.raw`, { least: 0, why: 'a picture declared as text' }],
  [
    `${ENMIME}/mail/mime-bad-content-transfer-encoding.raw`,
    { least: 0.05, why: 'plain words said to be base64: Python guesses, Redwell does as told' },
  ],
  [`${ENMIME}/low-quality/incorrect-charset.raw`, { least: 0.4, why: EIGHT_BIT }],
  [`${ENMIME}/parts/chardet-success-big-5.raw`, { least: 0, why: EIGHT_BIT }],
  [`${ENMIME}/parts/chardet-success-iso-8859-1.raw`, { least: 0.8, why: EIGHT_BIT }],
  [
    `${ENMIME}/mail/malformed-multiple-address-header-values.raw`,
    { least: 0.75, why: 'a From of several addresses without commas' },
  ],
  [
    `${ENMIME}/mail/qp-utf8-header-recursed.raw`,
    { least: 0.85, why: 'encoded words in encoded words, left by Python as they are' },
  ],
  [
    `${PYTHON}/msg_14.txt`,
    {
      least: 0.45,
      why: 'Content-Type without a subtype: the text becomes an attachment, a document of its own',
    },
  ],
  [
    `${PYTHON}/msg_15.txt`,
    { least: 0.85, why: 'Redwell names the parts of a message that Python reads as text' },
  ],
  [`${PYTHON}/msg_17.txt`, { least: 0.7, why: 'parts whose names Python reads as text' }],
  [`${PYTHON}/msg_31.txt`, { least: 0.3, why: 'a message with damaged headers, shown whole' }],
  [`${PYTHON}/msg_04.txt`, { least: 0.6, why: 'Redwell reads the text parts that have a file name, too' }],
  [`${PYTHON}/msg_44.txt`, { least: 0.6, why: 'Redwell reads the text parts that have a file name, too' }],
  [
    `${PYTHON}/msg_27.txt`,
    { least: 0.8, why: "Python drops the sender's name, which is a comment in the old form" },
  ],
  [`${PYTHON}/msg_20.txt`, { least: 0.8, why: 'Python reads the first of three Cc fields only' }],
  [
    `${GOFPDF}/Fpdf_FileAnnotations.pdf`,
    { least: 0, why: "no valid PDF: streams inside the page's own dictionary, where PDFium stops" },
  ],
  [`${GOFPDF}/Fpdf_TransformBegin.pdf`, { least: 0.6, why: OVERLAID }],
  [`${GOFPDF}/reference/Fpdf_TransformBegin.pdf`, { least: 0.6, why: OVERLAID }],
  [`${GOFPDF}/Fpdf_SetAlpha_transparency.pdf`, { least: 0.6, why: OVERLAID }],
  [`${GOFPDF}/reference/Fpdf_SetAlpha_transparency.pdf`, { least: 0.6, why: OVERLAID }],
  [`${GOFPDF}/Fpdf_ClippedTableCells.pdf`, { least: 0.8, why: 'poppler leaves out what is clipped away' }],
  [
    `${GOFPDF}/reference/Fpdf_ClippedTableCells.pdf`,
    { least: 0.8, why: 'poppler leaves out what is clipped away' },
  ],
  [`${TEXLIVE}/reledmac/examples/2-reledmac-right-to-left.pdf`, { least: 0.5, why: RIGHT_TO_LEFT }],
  [
    `${TEXLIVE}/reledmac/examples/3-reledpar_pages_different_languages_lualatex.pdf`,
    { least: 0.7, why: RIGHT_TO_LEFT },
  ],
  [
    `${TEXLIVE}/eledmac/examples/3-eledpar_pages_different_languages_lualatex.pdf`,
    { least: 0.7, why: RIGHT_TO_LEFT },
  ],
  [
    'r-cran-rvest/html-ex/bad-encoding.html',
    { least: 0.4, why: 'Latin-1 declared as UTF-8: Redwell notices, LibreOffice loses the letters' },
  ],
  [`${PYTHON}/big5hkscs.txt`, { least: 0, why: GUESSED }],
  [`${PYTHON}/cp949.txt`, { least: 0, why: GUESSED }],
  [`${PYTHON}/johab.txt`, { least: 0, why: GUESSED }],
  [`${PYTHON}/euc_kr.txt`, { least: 0.9, why: 'characters that only the wider code page has' }],
  [`${PYTHON}/hz.txt`, { least: 0.6, why: 'HZ, which Redwell does not know' }],
  [
    'golang-golang-x-text-dev/sunzi-bingfa-gb-levels-1-and-2-hz-gb2312.txt',
    { least: 0, why: 'HZ, which Redwell does not know' },
  ],
  ['golang-golang-x-text-dev/candide-gb18030.txt', { least: 0.75, why: GUESSED }],
  ['golang-github-gabriel-vasile-mimetype-dev/docx.1.docx', { least: 0, why: SCREENSHOT }],
  ['golang-github-gabriel-vasile-mimetype-dev/odp.odp', { least: 0, why: SCREENSHOT }],
  ['golang-github-gabriel-vasile-mimetype-dev/ods.ods', { least: 0, why: SCREENSHOT }],
  ['golang-github-gabriel-vasile-mimetype-dev/odt.odt', { least: 0, why: SCREENSHOT }],
  ['golang-github-gabriel-vasile-mimetype-dev/otp.otp', { least: 0, why: SCREENSHOT }],
  ['golang-github-gabriel-vasile-mimetype-dev/ots.ots', { least: 0, why: SCREENSHOT }],
  ['golang-github-gabriel-vasile-mimetype-dev/ott.ott', { least: 0, why: SCREENSHOT }],
  ['libreoffice-common/common/wizard/report/cnt-012.ott', { least: 0.7, why: MARGINS }],
  ['libreoffice-common/common/wizard/report/cnt-03.ott', { least: 0.7, why: MARGINS }],
  ['libreoffice-common/common/wizard/report/cnt-04.ott', { least: 0.7, why: MARGINS }],
  ['libreoffice-common/common/wizard/report/cnt-051.ott', { least: 0.7, why: MARGINS }],
  ['libreoffice-common/common/wizard/report/cnt-062.ott', { least: 0.7, why: MARGINS }],
  ['libreoffice-common/common/wizard/report/stl-03.ott', { least: 0.1, why: MARGINS }],
  ['libreoffice-common/common/wizard/report/stl-07.ott', { least: 0.05, why: MARGINS }],
  ['golang-github-puerkitobio-goquery-dev/metalreview.html', { least: 0.8, why: TITLE }],
  ['golang-github-puerkitobio-goquery-dev/page.html', { least: 0.8, why: TITLE }],
  ['python-odf-doc/____init_____8py.html', { least: 0.8, why: TITLE }],
  ['python-odf-doc/dc_8py_source.html', { least: 0.8, why: TITLE }],
  ['python-odf-doc/elementtypes_8py.html', { least: 0.8, why: TITLE }],
  ['python-odf-doc/manifest_8py.html', { least: 0.8, why: TITLE }],
  ['python-odf-doc/odf2moinmoin_8py.html', { least: 0.8, why: TITLE }],
  ['python-odf-doc/presentation_8py_source.html', { least: 0.8, why: TITLE }],
  ['python-odf-doc/teletype_8py.html', { least: 0.8, why: TITLE }],
  ['r-cran-rvest/doc/index.html', { least: 0.8, why: TITLE }],
  ['r-cran-openxlsx/groupTest.xlsx', { least: 0.8, why: SHOWN }],
  ['r-cran-openxlsx/read_failure_test.xlsx', { least: 0.8, why: SHOWN }],
  ['r-cran-readxl/deaths.xlsx', { least: 0.8, why: SHOWN }],
  ['r-cran-readxl/type-me.xlsx', { least: 0.8, why: SHOWN }],
]);
