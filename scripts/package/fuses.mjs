/** Library: reads the fuses back from a packed program, and says which differ from what was asked for. */
import fuses from '@electron/fuses';
import { FUSES } from './config.mjs';

const { FuseV1Options, getCurrentFuseWire } = fuses;
/** How a fuse stands in the program: the characters 0 and 1. */
const STATES = { 48: false, 49: true };

const keyOf = (name) => FuseV1Options[`${name[0].toUpperCase()}${name.slice(1)}`];

/** Returns each fuse of the configuration with its state in the program at `path`: true, false, or null if unknown. */
export async function readFuses(path) {
  const wire = await getCurrentFuseWire(path);
  return Object.fromEntries(Object.keys(FUSES).map((name) => [name, STATES[wire[keyOf(name)]] ?? null]));
}

/** @throws Error naming every fuse that is not as the configuration wants it */
export async function proveFuses(path) {
  const read = await readFuses(path);
  const wrong = Object.keys(FUSES).filter((name) => read[name] !== FUSES[name]);
  if (wrong.length > 0)
    throw new Error(`These fuses of ${path} are not as they should be: ${wrong.join(', ')}.`);
  return read;
}
