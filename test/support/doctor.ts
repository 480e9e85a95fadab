/** What `redwell doctor` finds. */
import { runCli } from '../integration/cli/run.ts';

export interface Finding {
  what: string;
  state: string;
  says: string;
  action?: string;
}

/** Runs the built `redwell doctor` on a data folder and the Redis server at an address. */
export async function findings(dataDir: string, redisUrl: string): Promise<Finding[]> {
  const { stdout } = await runCli(['doctor', '--data', dataDir, '--redis', redisUrl, '--json']);
  return JSON.parse(stdout) as Finding[];
}
