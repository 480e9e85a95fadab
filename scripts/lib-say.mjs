/** How the start-up scripts speak: one line per thing that happens, on stderr, so that stdout stays the app's. */

export const say = (text) => process.stderr.write(`${text}\n`);

/** Ends the process with a sentence instead of a stack trace. */
export function giveUp(text) {
  say(text);
  process.exit(1);
}
