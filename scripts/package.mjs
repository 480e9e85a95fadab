/**
 * `npm run package [-- --dir] [--out DIR]`: builds Redwell and packs it with electron-builder, for the system that this
 * runs on. Exit codes: 0 packed, 1 failed, 3 all is packed but Electron's program, which could not be had.
 */
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib-build.mjs';
import { downloadElectron } from './lib-electron.mjs';
import { ROOT } from './lib-run.mjs';
import { giveUp, say } from './lib-say.mjs';
import { builderConfig } from './package/config.mjs';
import { checkPacked } from './package/contents.mjs';
import { proveFuses } from './package/fuses.mjs';
import { writeNotices } from './package/notices.mjs';
import { writeStandIn } from './package/stand-in.mjs';

const HELP = `Usage: npm run package -- [options]

  --deb        the deb alone, made by the dpkg-deb of this system instead of fpm, which is a download. With
               --stand-in it holds the stand-in for Electron's program, and serves tests only
  --dir        only the folder of the program, no installer
  --out DIR    where it goes (dist)
  --stand-in   do not look for Electron's program (for tests)
  --help       this text

Exit codes: 0 packed; 1 failed; 3 all is packed but Electron's program, which could not be had
`;
const NO_ELECTRON = 3;

const { values } = parseArgs({
  options: {
    deb: { type: 'boolean', default: false },
    dir: { type: 'boolean', default: false },
    out: { type: 'string', default: 'dist' },
    'stand-in': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

/** Returns the folder of the packed app, as electron-builder names it. */
function packedFolder(output) {
  const arch = process.arch === 'x64' ? '' : `-${process.arch}`;
  const name = { darwin: `mac${arch}`, win32: `win${arch}-unpacked` }[process.platform];
  return join(output, name ?? `linux${arch}-unpacked`);
}

function programOf(folder) {
  if (process.platform === 'darwin') return join(folder, 'Redwell.app');
  return join(folder, process.platform === 'win32' ? 'Redwell.exe' : 'redwell');
}

async function pack(config, onlyFolder, onlyDeb) {
  const { build, Platform } = createRequire(import.meta.url)('app-builder-lib');
  if (onlyDeb) process.env.CUSTOM_FPM_PATH = join(ROOT, 'scripts', 'package', 'fpm-with-dpkg.mjs');
  const targets = Platform.current().createTarget(onlyDeb ? 'deb' : onlyFolder ? 'dir' : undefined);
  await build({ projectDir: ROOT, targets, config, publish: 'never' });
}

async function main() {
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  ensureBuilt();
  const licenses = writeNotices();
  const output = resolve(process.env.INIT_CWD ?? ROOT, values.out);
  const { version } = createRequire(import.meta.url)('electron/package.json');
  const electron = values['stand-in'] ? { folder: null, why: '--stand-in was given' } : downloadElectron();
  if (electron.folder === null && process.platform !== 'linux')
    giveUp(`Electron's program could not be had: ${electron.why}. Run this again with internet.`);
  const standIn = join(output, '.stand-in');
  const electronDist = electron.folder ?? writeStandIn(standIn, version);
  const usual = builderConfig();
  // Nobody keeps a package around a stand-in.
  const deb = { ...usual.deb, ...(electron.folder === null ? { compression: 'gz' } : {}) };
  const config = { ...usual, deb, electronVersion: version, electronDist };
  await pack(
    { ...config, directories: { ...config.directories, output } },
    values.dir || electron.folder === null,
    values.deb,
  );
  rmSync(standIn, { recursive: true, force: true });
  const folder = packedFolder(output);
  const fuses = await proveFuses(programOf(folder));
  const { files, bytes } = checkPacked(folder);
  say(
    `Packed ${files} files, ${(bytes / 1e6).toFixed(1)} MB, with ${licenses.length} packages of others: ${folder}`,
  );
  say(
    `Fuses as read back: ${Object.entries(fuses)
      .map(([name, on]) => `${name} ${on ? 'on' : 'off'}`)
      .join(', ')}`,
  );
  if (electron.folder !== null) return 0;
  say(
    `Electron's program is missing: ${electron.why}. In its place stands a script that only says so. ` +
      'All that Redwell adds is packed and checked; there is no installer. Run this again with internet.',
  );
  return NO_ELECTRON;
}

main().then(
  // Not exitCode: electron-builder ends the process with 0 when it has nothing left to do.
  (code) => process.exit(code),
  (error) => giveUp(`Packing failed: ${error.message}`),
);
