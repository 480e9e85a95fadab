/**
 * `node scripts/make-icons.mjs`: draws `resources/icons` from the page's icon, `src/renderer/public/icon.svg`.
 * Makes the app icon in the sizes for Linux, Windows (.ico) and packagers, and the tray icon, also as a macOS template
 * (black on transparent).
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';

const ROOT = join(import.meta.dirname, '..');
const ICONS = join(ROOT, 'resources', 'icons');
const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const ICO_SIZES = [16, 24, 32, 48, 64, 256];
/** Sizes of the tray icons in points. Each is also drawn at twice the size, for high-density screens. */
const TRAY_SIZES = { tray: 32, trayTemplate: 16 };

const mark = await readFile(join(ROOT, 'src', 'renderer', 'public', 'icon.svg'), 'utf8');
/** One color with the drawing cut out, for the macOS menu bar, which colors the shape. */
const template =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><path fill-rule="evenodd" d="M3 9.5A2.5 2.5 0 0 1 5.5 7h6.2c.7 0 1.3.3 1.8.8L15.2 10H26.5A2.5 2.5 0 0 1 29 12.5V24a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3zM3 13.2v1.6h26v-1.6zM9 19.4v2.2h14v-2.2z"/></svg>';

/** @param {string} svg @param {number} size */
const png = (svg, size) =>
  sharp(Buffer.from(svg), { density: (72 * size) / 32 })
    .resize(size, size)
    .png({ compressionLevel: 9, palette: size > 128 })
    .toBuffer();

/** Packs PNG images into an icon file. Windows reads that since Vista. @param {{ size: number, data: Buffer }[]} pictures */
function ico(pictures) {
  const head = Buffer.alloc(6);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = 6 + 16 * pictures.length;
  const entries = pictures.map(({ size, data }) => {
    const entry = Buffer.alloc(16);
    entry.writeUInt8(size % 256, 0);
    entry.writeUInt8(size % 256, 1);
    entry.writeUInt16LE(1, 4);
    entry.writeUInt16LE(32, 6);
    entry.writeUInt32LE(data.length, 8);
    entry.writeUInt32LE(offset, 12);
    offset += data.length;
    return entry;
  });
  return Buffer.concat([head, ...entries, ...pictures.map(({ data }) => data)]);
}

await mkdir(ICONS, { recursive: true });
await writeFile(join(ICONS, 'icon.svg'), mark);
for (const size of APP_SIZES) await writeFile(join(ICONS, `${size}x${size}.png`), await png(mark, size));
await writeFile(
  join(ICONS, 'icon.ico'),
  ico(await Promise.all(ICO_SIZES.map(async (size) => ({ size, data: await png(mark, size) })))),
);
for (const [name, size] of Object.entries(TRAY_SIZES))
  for (const times of [1, 2]) {
    const drawing = name === 'tray' ? mark : template;
    await writeFile(join(ICONS, `${name}${times === 1 ? '' : '@2x'}.png`), await png(drawing, size * times));
  }
