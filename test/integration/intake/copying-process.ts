/** Copies a file into a vault in its own process, and stops before publishing: `node … <vault> <file> <sha256> <bytes>`. */
import { Buffers } from '../../../src/core/intake/fingerprint.ts';
import { Vault } from '../../../src/core/intake/vault.ts';

const [, , vault = '', file = '', sha256 = '', bytes = ''] = process.argv;
const batch = new Vault(vault, new Buffers()).begin();
const source = { location: file, movable: false };
await batch.store(sha256, Number(bytes), source, new AbortController().signal);
process.stdout.write('copied\n');
// Keeps the process alive until the test ends it.
process.stdin.resume();
