/** Library: what electron-builder is told. Decision 37 says why. */
import { join } from 'node:path';
import { ROOT } from '../lib-run.mjs';
import { reachableFiles, unneededPackages } from './needed.mjs';

const OUT_MAIN = join(ROOT, 'out', 'main');

/** The switches that are burned into Electron's program. `true` is on. */
export const FUSES = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  // Electron checks the archive on macOS and Windows. On Linux this fuse changes nothing yet.
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
};

/** Parts of needed packages that no process loads: examples, other systems' binaries, sources and types. */
const UNUSED_PARTS = [
  '!**/*.map',
  '!**/*.{ts,mts,cts,tsx}',
  '!**/{test,tests,__tests__,example,examples,benchmark,benchmarks,.github}/**',
  '!node_modules/**/*.{md,markdown}',
  '!node_modules/@photostructure/sqlite/{src,scripts}/**',
  // electron-builder fills in the braces.
  `!node_modules/@photostructure/sqlite/prebuilds/!(\${platform}-\${arch})/**`,
  // Redwell reads with the LSTM engine only, from the files that carry their own WebAssembly.
  '!node_modules/tesseract.js-core/*.wasm',
  '!node_modules/tesseract.js-core/*core{,-simd,-relaxedsimd}{.js,.wasm.js}',
  '!node_modules/tesseract.js/dist/**',
  '!node_modules/@hyzyla/pdfium/dist/index.{esm.base64,esm.browser,esm.cdn,esm.worker}.js',
  '!node_modules/@hyzyla/pdfium/dist/{pdfium.wasm.base64-*,worker.bundle}.js',
];

const files = () => [
  'package.json',
  'LICENSE',
  ...reachableFiles(OUT_MAIN).map((name) => `out/main/${name}`),
  'out/preload/index.cjs',
  'out/renderer/**',
  // Compressed for the loopback host only.
  '!out/renderer/**/*.{br,gz}',
  'resources/icons/**',
  ...unneededPackages(ROOT, OUT_MAIN).map((name) => `!node_modules/${name}/**`),
  ...UNUSED_PARTS,
];

/** Where updates come from. Off: without an address, no feed is written, and Redwell never asks for updates. */
const publish = (env) =>
  env.REDWELL_UPDATE_URL ? [{ provider: 'generic', url: env.REDWELL_UPDATE_URL, channel: 'latest' }] : null;

const linux = {
  target: ['deb', 'AppImage'],
  executableName: 'redwell',
  icon: 'resources/icons',
  category: 'Office',
  maintainer: 'Redwell <redwell@localhost>',
  synopsis: 'Operator console for batch document processing in law offices',
};

const deb = {
  packageName: 'redwell',
  depends: [
    'redis-server',
    'util-linux',
    'libgtk-3-0',
    'libnotify4',
    'libnss3',
    'libxss1',
    'libxtst6',
    'xdg-utils',
    'libatspi2.0-0',
    'libuuid1',
    'libsecret-1-0',
  ],
  fpm: [`${join(ROOT, 'LICENSE')}=/usr/share/doc/redwell/copyright`],
  recommends: ['tesseract-ocr', 'poppler-utils', 'libreoffice', 'libappindicator3-1'],
};

/** The address in the package of the system. electron-builder makes no deb without one. */
function homepage(env) {
  if (env.REDWELL_HOMEPAGE) return env.REDWELL_HOMEPAGE;
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = env;
  return server && repository ? `${server}/${repository}` : 'https://redwell.example/';
}

/** A certificate is found by electron-builder itself, in CSC_LINK and WIN_CSC_LINK with their passwords. */
const mac = (env) => ({
  target: ['dmg', 'zip'],
  category: 'public.app-category.business',
  icon: 'resources/icons/1024x1024.png',
  hardenedRuntime: true,
  entitlements: 'resources/entitlements.mac.plist',
  entitlementsInherit: 'resources/entitlements.mac.plist',
  notarize: Boolean(env.APPLE_API_KEY || env.APPLE_ID || env.APPLE_KEYCHAIN_PROFILE),
});

/**
 * Returns the whole configuration.
 * @param env `REDWELL_UPDATE_URL`, `REDWELL_SIGN=required`, and electron-builder's own variables for certificates
 */
export const builderConfig = (env = process.env) => ({
  appId: 'law.redwell.console',
  productName: 'Redwell',
  copyright: 'Copyright © 2026 the authors of Redwell',
  extraMetadata: { homepage: homepage(env) },
  directories: { output: 'dist', buildResources: 'resources/icons' },
  asar: true,
  // The operating system loads these itself, so they must be files. All other files stay in the checked archive.
  asarUnpack: ['**/*.node', '**/*.{so,so.*,dylib,dll}'],
  electronFuses: { ...FUSES, resetAdHocDarwinSignature: true },
  // Every native part is an N-API addon that comes built.
  npmRebuild: false,
  nodeGypRebuild: false,
  electronLanguages: ['en-US'],
  files: files(),
  extraFiles: [{ from: 'out/THIRD-PARTY-NOTICES.txt', to: 'THIRD-PARTY-NOTICES.txt' }],
  // The file in each evidence pack that a person opens. Decision 45 says why it is a file.
  fileAssociations: [
    {
      ext: 'redwellpack',
      name: 'Redwell evidence pack',
      description: 'Redwell evidence pack',
      mimeType: 'application/vnd.redwell.pack',
      role: 'Viewer',
    },
  ],
  protocols: [{ name: 'Redwell batch', schemes: ['redwell'] }],
  forceCodeSigning: env.REDWELL_SIGN === 'required',
  publish: publish(env),
  linux,
  deb,
  mac: mac(env),
  dmg: { sign: false },
  win: { target: ['nsis'], icon: 'resources/icons/icon.ico' },
  nsis: {
    oneClick: false,
    perMachine: false,
    allowToChangeInstallationDirectory: true,
    deleteAppDataOnUninstall: false,
  },
});
