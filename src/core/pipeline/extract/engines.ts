import { versionOf } from '../../util/versions.ts';
import { findNative } from './ocr/native.ts';
import { findLibreOffice } from './office/libreoffice.ts';
import { findPdftotext } from './pdf/pdftotext.ts';

/** Returns the engines of this machine, name to version. Commands that are not installed are left out. */
export async function findEngines(): Promise<Record<string, string>> {
  const native = process.env.REDWELL_OCR === 'js' ? null : await findNative();
  const pdftotext = await findPdftotext();
  const libreOffice = await findLibreOffice();
  return {
    pdfium: versionOf('@hyzyla/pdfium'),
    ...(pdftotext === null ? {} : { pdftotext }),
    ...(native === null ? {} : { tesseract: native.name.replace(/^tesseract /, '') }),
    ...(libreOffice === null ? {} : { LibreOffice: libreOffice }),
    'tesseract.js': versionOf('tesseract.js'),
    sharp: versionOf('sharp'),
    'postal-mime': versionOf('postal-mime'),
    msgreader: versionOf('@kenjiuno/msgreader'),
    htmlparser2: versionOf('htmlparser2'),
    yauzl: versionOf('yauzl'),
  };
}
