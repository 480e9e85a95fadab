/** Library: messages of the scripts. They go to stderr, because stdout belongs to the app. */

export const say = (text) => process.stderr.write(`${text}\n`);

/** Exits with 1 and a sentence instead of a stack trace. */
export function giveUp(text) {
  say(text);
  process.exit(1);
}
