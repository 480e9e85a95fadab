/** The language data tesseract.js reads with, carried inside the built code so that it is found wherever that lies. */

/** One `data:` address; loaded only where this engine is used. */
const files = import.meta.glob<string>('../../../../../resources/tessdata/*.gz', {
  query: '?url&inline',
  import: 'default',
});

/** English, gzip-packed as tesseract.js takes it. @throws when the build left it out */
export async function englishData(): Promise<Buffer> {
  const load = Object.values(files)[0];
  const address = await load?.();
  if (address === undefined) throw new Error('The language data for OCR is not in this build');
  return Buffer.from(address.slice(address.indexOf(',') + 1), 'base64');
}
