/** Joins the lines of format=flowed text (RFC 3676). */

/** Returns the paragraphs, each on one line. @param delSp true when the space before a soft break is not text */
export function joinFlowed(text: string, delSp: boolean): string {
  const out: string[] = [];
  let open = false;
  let openDepth = 0;
  for (const raw of text.split(/\r?\n/)) {
    const quotes = /^>*/.exec(raw)?.[0].length ?? 0;
    const line = raw.slice(quotes).replace(/^ /, '');
    // The signature separator ends with a space but is a line of its own.
    const signature = line === '-- ';
    const soft = line.endsWith(' ') && !signature;
    const kept = soft && delSp ? line.slice(0, -1) : line;
    if (open && quotes === openDepth && !signature) out.push(kept);
    else out.push(out.length === 0 ? '' : '\n', quotes > 0 ? `${'>'.repeat(quotes)} ` : '', kept);
    open = soft;
    openDepth = quotes;
  }
  return out.join('');
}
