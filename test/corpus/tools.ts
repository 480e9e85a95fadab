/** The reference tools: found, or installed where this user may; one that cannot be had is named, not guessed at. */
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

/** Paths of the tools; null for one that is not here and could not be installed. */
export function findTools(say: (text: string) => void): Record<Tool, string | null> {
  const find = (tool: Tool): string | null => {
    const found = findProgram([tool]);
    if (found !== null) return found;
    const { apt, brew } = PACKAGES[tool];
    for (const name of apt) installPackage(name, { apt: name, brew });
    const installed = findProgram([tool]);
    if (installed === null)
      say(`${tool} is not here and could not be installed: what it is compared with is skipped.`);
    return installed;
  };
  return {
    pdftotext: find('pdftotext'),
    pdftoppm: find('pdftoppm'),
    soffice: find('soffice'),
    python3: find('python3'),
    tesseract: find('tesseract'),
  };
}
