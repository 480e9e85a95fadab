/** Makes small matters of real files, with the outcome that a test must expect. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import sharp from 'sharp';

export interface MadeFolder {
  path: string;
  /** Counted from the files below, not by Redwell. */
  expected: { received: number; completed: number; duplicates: number; exceptions: number; excluded: number };
}

async function textPdf(pages: readonly string[]): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const font = await pdf.embedFont(StandardFonts.TimesRoman);
  for (const text of pages) {
    const page = pdf.addPage([612, 792]);
    page.drawText(text, { x: 72, y: 700, size: 12, font, maxWidth: 468, lineHeight: 16 });
  }
  return pdf.save();
}

const scan = (text: string): Promise<Buffer> =>
  sharp(
    Buffer.from(
      `<svg width="1700" height="500"><rect width="100%" height="100%" fill="white"/><text x="80" y="200" font-size="56" font-family="DejaVu Sans">${text}</text></svg>`,
    ),
  )
    .grayscale()
    .png()
    .toBuffer();

const MAIL = `From: "Dana Whitfield" <dana@whitfield.example>
To: Paul Ortega <paul@ortega.example>
Subject: Signed lease
Date: Tue, 14 Jan 2025 09:30:00 -0500
Message-ID: <lease-1@whitfield.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="part"

--part
Content-Type: text/plain; charset=utf-8

Paul, the signed lease for $4,250 a month is attached. Dana
--part
Content-Type: text/plain; charset=utf-8; name="terms.txt"
Content-Disposition: attachment; filename="terms.txt"

Terms agreed on January 14, 2025 between Dana Whitfield and Paul Ortega.
--part--
`.replaceAll('\n', '\r\n');

/** Makes a text, a PDF, a scan, a mail with an attachment, a duplicate, an empty file, an unknown type and a system file. */
export async function makeFolder(path: string): Promise<MadeFolder> {
  await mkdir(join(path, 'letters'), { recursive: true });
  const letter = 'On March 3, 2025 Dana Whitfield of Harbor Holdings, Inc. paid $1,200.00 to Paul Ortega.\n';
  await writeFile(join(path, 'letters', 'first.txt'), letter);
  await writeFile(join(path, 'letters', 'second copy.txt'), letter);
  await writeFile(
    join(path, 'lease.pdf'),
    await textPdf([
      'LEASE between Harbor Holdings, Inc. and Paul Ortega, dated January 14, 2025.',
      'Signed in Boston, Massachusetts.',
    ]),
  );
  await writeFile(join(path, 'scan.png'), await scan('Receipt of June 1, 2024 for Karen Smith'));
  await writeFile(join(path, 'mail.eml'), MAIL);
  await writeFile(join(path, 'empty.txt'), '');
  await writeFile(
    join(path, 'unknown.bin'),
    Buffer.from(Array.from({ length: 512 }, (_v, i) => (i * 151 + 7) % 256)),
  );
  await writeFile(join(path, '.DS_Store'), 'x');
  return { path, expected: { received: 9, completed: 5, duplicates: 1, exceptions: 2, excluded: 1 } };
}

/** Makes many small text files, all different, in folders of a hundred. */
export async function makeManyFiles(path: string, count: number): Promise<void> {
  for (let folder = 0; folder * 100 < count; folder += 1) {
    const name = join(path, `box ${String(folder + 1).padStart(3, '0')}`);
    await mkdir(name, { recursive: true });
    const files = Array.from(
      { length: Math.min(100, count - folder * 100) },
      (_v, i) => folder * 100 + i + 1,
    );
    await Promise.all(
      files.map((n) =>
        writeFile(
          join(name, `note ${n}.txt`),
          `Note ${n} of the matter.\nDana Whitfield wrote to Paul Ortega on January ${(n % 28) + 1}, 2025 about $${n}.00.\n`,
        ),
      ),
    );
  }
}
