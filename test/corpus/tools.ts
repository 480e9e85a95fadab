/** The reference tools. */
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

/** Paths of the tools; null for one that is not here. */
export const findTools = (): Record<Tool, string | null> =>
  Object.fromEntries(TOOLS.map((tool) => [tool, findProgram([tool])])) as Record<Tool, string | null>;

/** Installs what is not here, where this user may, and names what is still missing. */
export function installTools(say: (text: string) => void): void {
  for (const tool of TOOLS) {
    if (findProgram([tool]) !== null) continue;
    const { apt, brew } = PACKAGES[tool];
    for (const name of apt) installPackage(name, { apt: name, brew });
    if (findProgram([tool]) === null)
      say(`${tool} is not here and could not be installed: what it is compared with is skipped.`);
  }
}
