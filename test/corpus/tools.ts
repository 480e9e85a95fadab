/** Finds and installs the reference tools. */
import { installPackage } from '../../scripts/lib-packages.mjs';
import { findProgram } from '../../scripts/lib-run.mjs';

export type Tool = 'pdftotext' | 'pdftoppm' | 'soffice' | 'python3' | 'tesseract';

const PACKAGES: Readonly<Record<Tool, { apt: string[]; brew: string[] }>> = {
  pdftotext: { apt: ['poppler-utils'], brew: ['poppler'] },
  pdftoppm: { apt: ['poppler-utils'], brew: ['poppler'] },
  soffice: {
    apt: ['libreoffice-writer-nogui', 'libreoffice-calc-nogui', 'libreoffice-impress-nogui'],
    brew: ['--cask', 'libreoffice'],
  },
  python3: { apt: ['python3'], brew: ['python'] },
  tesseract: { apt: ['tesseract-ocr'], brew: ['tesseract'] },
};

const TOOLS = Object.keys(PACKAGES) as Tool[];

/** Returns the path of each tool, or null when it is not installed. */
export const findTools = (): Record<Tool, string | null> =>
  Object.fromEntries(TOOLS.map((tool) => [tool, findProgram([tool])])) as Record<Tool, string | null>;

/** Installs missing tools when this user may, and reports the ones that are still missing. */
export function installTools(say: (text: string) => void): void {
  for (const tool of TOOLS) {
    if (findProgram([tool]) !== null) continue;
    const { apt, brew } = PACKAGES[tool];
    for (const name of apt) installPackage(name, { apt: name, brew });
    if (findProgram([tool]) === null)
      say(`${tool} is missing and could not be installed, so its comparisons are skipped.`);
  }
}
