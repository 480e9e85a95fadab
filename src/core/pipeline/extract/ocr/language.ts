/** The language data of tesseract.js, embedded in the built code so that it is found wherever the app is installed. */

/** A `data:` URL, loaded only when tesseract.js is used. */
const files = import.meta.glob<string>('../../../../../resources/tessdata/*.gz', {
  query: '?url&inline',
  import: 'default',
});

/** Returns the English data, gzip-compressed as tesseract.js expects. @throws when the build left it out */
export async function englishData(): Promise<Buffer> {
  const load = Object.values(files)[0];
  const url = await load?.();
  if (url === undefined) throw new Error('This build has no language data for OCR');
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}
