/** Counts what the attack tests tried, and prints the table at the end of the run. */
import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';

const FOLDER = 'test-results';
const FILE = `${FOLDER}/attack.jsonl`;

/** One kind of attack: where it came in, how often it was tried, and what it got. */
export interface Attack {
  channel: string;
  tried: number;
  got: string;
}

/** Records an attack that held. Call it after the expectations of the test. */
export function held(attack: Attack): void {
  mkdirSync(FOLDER, { recursive: true });
  appendFileSync(FILE, `${JSON.stringify(attack)}\n`);
}

/** Starts an empty table, and prints it when all attack tests have ended. Vitest calls it. */
export function setup(): () => void {
  rmSync(FILE, { force: true });
  return () => {
    if (!existsSync(FILE)) return;
    const attacks = readFileSync(FILE, 'utf8')
      .trim()
      .split('\n')
      .map((line): Attack => JSON.parse(line));
    for (const { channel, tried, got } of attacks.sort((a, b) => a.channel.localeCompare(b.channel)))
      process.stdout.write(`${String(tried).padStart(8)}  ${channel}: ${got}\n`);
    const total = attacks.reduce((sum, attack) => sum + attack.tried, 0);
    process.stdout.write(`${String(total).padStart(8)}  attacks in all\n`);
  };
}
