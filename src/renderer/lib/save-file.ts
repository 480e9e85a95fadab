/** Hands a file to the browser, which saves it with the downloads. @param type of media */
export function saveFile(name: string, parts: BlobPart[], type = 'text/csv'): void {
  const url = URL.createObjectURL(new Blob(parts, { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has read it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
