/** A computer without redis-server: the Overview takes a server of the office, and a batch then runs to its end. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startTestRedis } from '../support/redis.ts';
import { dropOn, expect, test } from './fixtures.ts';

test('takes the server of an office, and reads a folder to the end', async ({ desk }) => {
  const office = await startTestRedis({});
  try {
    const page = await desk.start({ env: { REDWELL_REDIS_SERVER: join(desk.dataDir, 'not installed') } });
    await page.getByTestId('first-run-url').fill(office.url);
    await page.getByTestId('first-run-test').click();
    await expect(page.getByTestId('first-run-checks')).toContainText('The server answers.');
    await page.getByTestId('first-run-use').click();
    await expect(page.getByTestId('first-run')).toHaveCount(0);
    // Nobody is told that there is no engine while the one of this computer starts.
    await expect(page.getByTestId('worker-state')).toHaveText(
      /Processing engine starting|1 processing engine/,
    );
    const folder = join(desk.dataDir, 'Box 12');
    await mkdir(folder);
    await writeFile(join(folder, 'letter.txt'), 'Letter of Jane Roe to Acme Corp. of March 5, 2021.');
    await page.getByTestId('nav-intake').click();
    await dropOn(page, '[data-testid=drop-zone]', [folder]);
    await page.getByTestId('submit-batch').click();
    await expect(page.getByTestId('batch-status')).toHaveText(/Completed/, { timeout: 60_000 });
    await expect(page.getByTestId('worker-state')).toHaveText('1 processing engine');
    await desk.stop();
  } finally {
    await office.stop();
  }
});
