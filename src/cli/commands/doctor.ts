/** `redwell doctor`: checks this machine and the data folder, and says what to do about each problem. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { dataPlaces, prepareDataDir } from '../../core/app/data-dir.ts';
import { openSettings } from '../../core/app/settings.ts';
import { type Place, readRooms } from '../../core/disk/room.ts';
import { diskWords, sizeInWords } from '../../core/disk/words.ts';
import { damagedNow, inspect } from '../../core/history/inspect.ts';
import { recoveryWarning } from '../../core/history/recovery/words.ts';
import { redisHealth } from '../../core/live/health.ts';
import { toWireError } from '../../shared/errors.ts';
import { EXPOSURE_TEXT, type RedisCondition, redisConditionText } from '../../shared/redis-condition.ts';
import { counted, size } from '../format.ts';
import { withHistory } from '../offline.ts';
import type { Output } from '../output.ts';
import { type RedisAccess, type RedisOptions, withRedis } from '../redis-app.ts';
import { shownJson } from '../shown.ts';
import { wallsFinding } from './doctor-walls.ts';

interface Finding {
  what: string;
  /** `missing`: Redwell works without it, but slower. `bad`: Redwell does not work. */
  state: 'ok' | 'missing' | 'bad';
  says: string;
  action?: string;
}

const run = promisify(execFile);

/** @returns exit code: 0 if nothing is bad, else 1 */
export async function doctor(
  options: RedisOptions & { entries: string },
  json: boolean,
  out: Output,
): Promise<number> {
  const findings = [
    node(),
    await program(
      'redis-server',
      ['--version'],
      'the built-in Redis server needs it',
      'Run "npm run setup".',
    ),
    await program(
      'tesseract',
      ['--version'],
      'the built-in engine reads scans, but slower',
      'Install tesseract-ocr to read scans faster.',
    ),
    await program(
      'pdftotext',
      ['-v'],
      'the built-in engine reads long PDFs, but slower',
      'Install poppler-utils to read long PDFs faster.',
    ),
    await program(
      'soffice',
      ['--version'],
      'PowerPoint 97-2003, WordPerfect, Publisher, Visio, Works and iWork files end as exceptions',
      'Install LibreOffice to read them.',
    ),
    await wallsFinding(options.entries),
    ...(await folder(options.dataDir)),
    ...(await history(options.dataDir)),
    ...(await redis(options)),
  ];
  if (json) await out.line(shownJson(findings));
  else
    for (const { what, state, says, action } of findings) {
      await out.line(`${state.padEnd(8)}${what}: ${says}`);
      if (action !== undefined) await out.line(`        ${action}`);
    }
  return findings.some((finding) => finding.state === 'bad') ? 1 : 0;
}

function node(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19))
    return { what: 'Node', state: 'ok', says: process.version };
  return { what: 'Node', state: 'bad', says: process.version, action: 'Install Node 20.19 or newer.' };
}

async function program(name: string, args: string[], without: string, action: string): Promise<Finding> {
  const needed = name === 'redis-server';
  try {
    const { stdout, stderr } = await run(needed ? (process.env.REDWELL_REDIS_SERVER ?? name) : name, args);
    return { what: name, state: 'ok', says: (stdout || stderr).split('\n')[0]?.trim() ?? '' };
  } catch (error) {
    const reason = error instanceof Error && !error.message.includes('ENOENT') ? ` (${error.message})` : '';
    return { what: name, state: 'missing', says: `not found; ${without}${reason}`, action };
  }
}

const DATA_FOLDER = { what: 'Data folder' };

async function folder(dataDir: string): Promise<Finding[]> {
  try {
    const { warnings } = await prepareDataDir(dataDir);
    const bad = warnings.map(
      ({ message: says, action }): Finding => ({ ...DATA_FOLDER, state: 'bad', says, action }),
    );
    const own: Finding[] = bad.length > 0 ? bad : [{ ...DATA_FOLDER, state: 'ok', says: dataDir }];
    return [...own, ...(await disks(dataDir))];
  } catch (error) {
    const { message, action } = toWireError(error);
    const bad: Finding = { ...DATA_FOLDER, state: 'bad', says: message };
    return [{ ...bad, ...(action === undefined ? {} : { action }) }, ...(await disks(dataDir))];
  }
}

/** The room on every disk that Redwell writes to. */
async function disks(dataDir: string): Promise<Finding[]> {
  // The data folder may not even be one; that is told elsewhere.
  const settings = await openSettings(dataDir, null).catch(() => null);
  const reserveBytes = settings?.get().reserveBytes ?? null;
  const places: Place[] = [...dataPlaces(dataDir), { path: tmpdir(), holds: 'temporary files' }];
  // The vault comes into being with the first start.
  const there = places.filter(({ path, holds }) => holds !== 'vault' || existsSync(path));
  return (await readRooms(there, reserveBytes)).map((disk) => {
    const what = `Disk with the ${disk.holds}`;
    const words = diskWords(disk);
    if (words === null)
      return {
        what,
        state: 'ok',
        says: `${sizeInWords(disk.freeBytes)} free; work waits below ${sizeInWords(disk.reserveBytes)}`,
      };
    return {
      what,
      state: disk.state === 'soon_low' ? 'missing' : 'bad',
      says: words.message,
      action: words.action,
    };
  });
}

async function history(dataDir: string): Promise<Finding[]> {
  const found: Finding[] = [];
  const path = join(dataDir, 'history.sqlite');
  try {
    if (inspect(path, true) !== null) throw damagedNow(path);
    await withHistory(dataDir, async (opened) => {
      const { batches, documents, bytes, gaps } = opened.stats();
      const says = `${counted(batches, 'batch', 'batches')}, ${counted(documents, 'document')}, ${size(bytes)}, ${counted(gaps, 'gap')}`;
      found.push({ what: 'History', state: 'ok', says });
      const recovery = recoveryWarning(opened.repair.report(), Date.now());
      if (recovery !== null)
        found.push({ what: 'History', state: 'missing', says: recovery.message, action: recovery.action });
    });
  } catch (error) {
    const { message, action } = toWireError(error);
    const none = /^There is no history/.test(message);
    found.push({
      what: 'History',
      state: none ? 'ok' : 'bad',
      says: message,
      ...(none || action === undefined ? {} : { action }),
    });
  }
  return found;
}

async function redis(options: RedisOptions): Promise<Finding[]> {
  try {
    return await withRedis(options, async (access) => {
      const { version, address, evictionPolicy, persistence, condition, exposure } = await redisHealth(
        access.redis,
        access.mode,
      );
      const at = `${version ?? 'a server that does not say its version'} at ${address}`;
      const found: Finding[] = [
        condition === null
          ? { what: 'Redis', state: 'ok', says: at }
          : trouble('Redis', condition, access.mode, at),
      ];
      for (const open of exposure ?? []) {
        const { message, action } = EXPOSURE_TEXT[open];
        found.push({ what: 'Redis access', state: 'bad', says: message, action });
      }
      if (evictionPolicy !== null && evictionPolicy !== 'noeviction')
        found.push(trouble('Redis policy', 'evicts', access.mode, evictionPolicy));
      else
        found.push({ what: 'Redis policy', state: 'ok', says: evictionPolicy ?? 'the server does not say' });
      if (persistence === 'none') {
        found.push({
          what: 'Redis disk',
          state: 'bad',
          says: 'the server saves nothing to disk, so a restart loses running batches',
          action: 'Turn on the append-only file on the server.',
        });
      } else found.push({ what: 'Redis disk', state: 'ok', says: persistence ?? 'the server does not say' });
      return found;
    });
  } catch (error) {
    const { message, action, details } = toWireError(error);
    const log = join(options.dataDir, 'redis', 'redis.log');
    const own = `Run "npm run setup", or see ${log}.`;
    return [
      { what: 'Redis', state: 'bad', says: message, action: details === undefined ? own : (action ?? own) },
    ];
  }
}

/** @param detail what the server says itself, for the administrator */
function trouble(
  what: string,
  condition: RedisCondition,
  mode: RedisAccess['mode'],
  detail: string,
): Finding {
  const { message, action } = redisConditionText(condition, mode === 'embedded');
  return { what, state: 'bad', says: `${message} (${detail})`, action };
}
