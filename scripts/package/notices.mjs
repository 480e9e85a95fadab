/** Library: the third-party notices of the desktop app, made from the packages that go into it. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib-run.mjs';
import { withDependencies } from './needed.mjs';

const LICENSE_FILE = /^(un-?rar)?(licen[cs]e|copying|notice)/i;
/** Texts for packages that name a license and bring no copy of it. LGPL 3 adds to GPL 3, so both are needed. */
const TEXTS = { 'LGPL-3.0': ['LGPL-3.0.txt', 'GPL-3.0.txt'] };
const LICENSES = join(ROOT, 'resources', 'licenses');
/** Licenses that would bind Redwell itself. LGPL is not among them: its parts are separate, unmodified files. */
const FORBIDDEN = /(^|[^L])GPL|AGPL|SSPL|BUSL/i;

const read = (path) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n').trim();

function licenseOf({ license, licenses }) {
  if (typeof license === 'string') return license;
  if (typeof license?.type === 'string') return license.type;
  return Array.isArray(licenses) ? licenses.map(({ type }) => type).join(' OR ') : '';
}

/**
 * Returns name, version, license and license texts of a package.
 * @throws Error if it names no license, or one that Redwell must not ship
 */
function noticeOf(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = readdirSync(folder)
    .filter((name) => LICENSE_FILE.test(name) && !name.endsWith('.js'))
    .sort()
    .map((name) => read(join(folder, name)));
  const license = licenseOf(manifest);
  const named = `${manifest.name} ${manifest.version}`;
  if (license === '' && texts.length === 0) throw new Error(`${named} names no license.`);
  if (FORBIDDEN.test(license) && !/ OR /i.test(license))
    throw new Error(`${named} has the license ${license}.`);
  const home = typeof manifest.repository === 'string' ? manifest.repository : manifest.repository?.url;
  return {
    name: manifest.name,
    version: manifest.version,
    license,
    texts,
    home: home ?? manifest.homepage ?? '',
  };
}

/**
 * Returns every package whose code is in the desktop app, sorted by name and version: those that it loads, and those
 * that are built into its pages. Some that only the loopback host uses are among them, which does no harm.
 */
export function shippedLicenses(root = ROOT) {
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const all = new Map();
  for (const folder of withDependencies(root, Object.keys(dependencies))) {
    const found = noticeOf(folder);
    all.set(`${found.name} ${found.version}`, found);
  }
  return [...all.values()].sort((a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1));
}

const LINE = '─'.repeat(80);

/** Returns the text of the notices. */
export function noticesText(packages = shippedLicenses()) {
  const entries = packages.map(({ name, version, license, home, texts }) =>
    [
      `${name} ${version}`,
      `License: ${license || 'see below'}`,
      home && `Source: ${home}`,
      ...texts.map((text) => `\n${text}`),
    ]
      .filter(Boolean)
      .join('\n'),
  );
  const appended = Object.entries(TEXTS)
    .filter(([license]) => packages.some((one) => one.license.startsWith(license)))
    .flatMap(([, names]) => names.map((name) => read(join(LICENSES, name))));
  const head = [
    'Redwell contains the following parts of other authors. Electron’s own notices lie beside this file.',
    '',
    'libvips (in @img/sharp-libvips-*) and libheif-js have the GNU Lesser General Public License, whose text stands at',
    'the end. They are unmodified files of their own and can be replaced. Their sources are at the addresses given.',
    '7z-wasm contains code of unRAR, which must not be used to write RAR archives.',
    '',
    'Made from data of others: the table of reporters from reporters-db (BSD-2-Clause, Copyright 2014 Free Law Project),',
    'the list of cities from GeoNames (https://www.geonames.org, CC BY 4.0), the lists of names from compromise (MIT,',
    'Spencer Kelly) and the US census of 1990, the language data for OCR from tessdata (Apache-2.0, Google).',
  ].join('\n');
  return `${[head, ...entries, ...appended].join(`\n\n${LINE}\n\n`)}\n`;
}

/** Writes the notices into the build. @returns the packages */
export function writeNotices() {
  const packages = shippedLicenses();
  writeFileSync(join(ROOT, 'out', 'THIRD-PARTY-NOTICES.txt'), noticesText(packages));
  return packages;
}
