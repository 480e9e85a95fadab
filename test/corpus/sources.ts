/** The packages of the corpus. `fetch.ts` fetches them; none of their files is in the repository. */

interface Take {
  /** Folder inside the package, without a slash at either end. */
  under: string;
  /** Selects files by path relative to `under`. */
  match: RegExp;
  /** At most this many files, evenly spaced in path order; all of them when missing. */
  most?: number;
}

export interface Source {
  /** A Debian package in the version of this machine's release, or an npm package in the stated version. */
  from: 'debian' | 'npm';
  name: string;
  /** npm only. */
  version?: string;
  /** As stated by the package; a Debian package has the full text in `usr/share/doc/<name>/copyright`. */
  license: string;
  take: readonly Take[];
}

const GO = 'usr/share/gocode/src';
const R = 'usr/lib/R/site-library';
const PYTHON = 'usr/lib/python3.11/test';

const debian = (name: string, license: string, ...take: Take[]): Source => ({
  from: 'debian',
  name,
  license,
  take,
});
const npm = (name: string, version: string, license: string, ...take: Take[]): Source => ({
  from: 'npm',
  name,
  version,
  license,
  take,
});

export const SOURCES: readonly Source[] = [
  debian('texlive-humanities-doc', 'LPPL-1.3c and other free licenses, per document', {
    under: 'usr/share/doc/texlive-doc',
    match: /\.(pdf|zip)$/i,
  }),
  debian('golang-github-jung-kurt-gofpdf-dev', 'MIT', {
    under: `${GO}/github.com/jung-kurt/gofpdf`,
    match: /\.(pdf|tiff?|png|jpe?g)$/i,
  }),
  debian('golang-github-jhillyerd-enmime-dev', 'MIT', {
    under: `${GO}/github.com/jhillyerd/enmime/testdata`,
    match: /\.raw$/,
  }),
  debian('golang-github-gabriel-vasile-mimetype-dev', 'MIT', {
    under: `${GO}/github.com/gabriel-vasile/mimetype/testdata`,
    match: /./,
  }),
  debian('r-cran-readxl', 'GPL-3, BSD-2-clause', {
    under: `${R}/readxl/extdata`,
    match: /\.xlsx?$/,
  }),
  debian('r-cran-officer', 'GPL-3', { under: `${R}/officer`, match: /\.(docx|pptx|xlsx)$/ }),
  debian('r-cran-openxlsx', 'GPL-2+, GPL-3', { under: `${R}/openxlsx/extdata`, match: /\.xlsx$/ }),
  debian('r-cran-rio', 'GPL-2', { under: `${R}/rio/examples`, match: /./ }),
  debian('r-cran-readr', 'GPL-2+', { under: `${R}/readr/extdata`, match: /\.(csv|txt|zip|log)$/ }),
  debian('r-cran-vroom', 'MIT, Apache-2.0', { under: `${R}/vroom/extdata`, match: /\.(csv|tsv|txt|zip)$/ }),
  debian('r-cran-data.table', 'GPL-2+', {
    under: `${R}/data.table/tests`,
    match: /\.(csv|tsv|txt)$/,
    most: 20,
  }),
  debian('r-cran-tm', 'GPL-3', { under: `${R}/tm`, match: /\.(pdf|txt)$/ }),
  debian('r-cran-rvest', 'MIT', { under: `${R}/rvest`, match: /\.html$/ }),
  debian('live-manual-odf', 'GPL-3+', { under: 'usr/share/doc/live-manual/odt', match: /\.odt$/ }),
  debian(
    'python-odf-doc',
    'Apache-2.0, GPL-2+',
    { under: 'usr/share/python-odf', match: /\.od[tsp]$/ },
    { under: 'usr/share/python-odf/API-doc/html', match: /\.html$/, most: 10 },
  ),
  debian('libreoffice-common', 'MPL-2.0, CC0-1.0, CC-BY-SA-3.0, LGPL-3', {
    under: 'usr/lib/libreoffice/share/template',
    match: /\.ot[tsp]$/,
    most: 30,
  }),
  debian('golang-github-gatherstars-com-jwz-dev', 'Apache-2.0', {
    under: `${GO}/github.com/gatherstars-com/jwz/test/testdata`,
    match: /\.eml$/,
    most: 60,
  }),
  debian(
    'libpython3.11-testsuite',
    'PSF-2.0',
    { under: `${PYTHON}/test_email/data`, match: /^msg_\w+\.txt$/ },
    { under: `${PYTHON}/cjkencodings`, match: /\.txt$/ },
    { under: `${PYTHON}/imghdrdata`, match: /\.(jpg|tiff|png)$/ },
    { under: PYTHON, match: /\.zip$/ },
  ),
  debian('golang-golang-x-text-dev', 'BSD-3-clause', {
    under: `${GO}/golang.org/x/text/encoding/testdata`,
    match: /\.txt$/,
  }),
  debian('golang-golang-x-net-dev', 'BSD-3-clause, W3C', {
    under: `${GO}/golang.org/x/net/html`,
    match: /\.html$/,
  }),
  debian('golang-github-puerkitobio-goquery-dev', 'BSD-3-clause', {
    under: `${GO}/github.com/PuerkitoBio/goquery/testdata`,
    match: /\.html$/,
  }),
  debian('golang-golang-x-image-dev', 'BSD-3-clause', {
    under: `${GO}/golang.org/x/image`,
    match: /\.(tiff|png|jpeg)$/,
  }),
  debian('golang-github-rwcarlsen-goexif-dev', 'BSD-2-clause', {
    under: `${GO}/github.com/rwcarlsen/goexif`,
    match: /\.(jpg|tif)$/,
    most: 16,
  }),
  debian('gorm.app', 'GPL-3+', { under: 'usr/share/GNUstep', match: /\.tiff$/, most: 10 }),
  debian('pampi', 'GPL-3+', { under: 'usr/share/pampi', match: /\.(rtf|pdf)$/ }),
  npm('mammoth', '1.13.0', 'BSD-2-Clause', { under: 'test/test-data', match: /\.docx$/ }),
  npm('node-mbox', '2.0.0', 'MIT', { under: 'test', match: /\.mbox$/ }),
  npm('msg-parser', '1.0.10', 'ISC', { under: 'test', match: /\.msg$/ }),
  npm('@freiraum/msgreader', '1.1.1', 'ISC', { under: 'data', match: /\.msg$/ }),
  npm('docx4js', '3.3.0', 'MIT', { under: '.', match: /\.(docx|pptx|xlsx|zip)$/ }),
  npm('pptx2json', '0.0.10', 'MIT', { under: 'fixtures', match: /\.pptx$/ }),
  npm('rtf2text', '1.0.1', 'ISC', { under: '.', match: /\.rtf$/ }),
];
