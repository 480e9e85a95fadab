/** All hostile files, with the same bytes in every run. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { hostileArchives } from './archives.ts';
import type { HostileCase } from './case.ts';
import { damagedFiles } from './damage.ts';
import { hostileFormats } from './formats.ts';
import { hostileMails } from './mails.ts';
import { hostileOffice } from './office.ts';
import { hostilePdfs } from './pdfs.ts';
import { hostilePictures } from './pictures.ts';
import { hostileTexts } from './texts.ts';

/** Empties `folder` and writes every case into it. */
export async function writeHostile(folder: string): Promise<HostileCase[]> {
  await rm(folder, { recursive: true, force: true });
  const cases = [
    ...(await hostilePdfs()),
    ...hostilePictures(),
    ...hostileOffice(),
    ...hostileMails(),
    ...(await hostileArchives()),
    ...hostileTexts(),
    ...(await hostileFormats()),
    ...(await damagedFiles()),
  ];
  for (const { path, bytes } of cases) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return cases;
}
