import { describe, expect, it } from 'vitest';
import { statedTime } from '../../../src/renderer/lib/format.ts';
import { asError, wireOf } from '../../../src/renderer/lib/wire-error.ts';
import {
  donePercent,
  partlyReadSentence,
  recordedNote,
  waitingSentence,
} from '../../../src/renderer/text/batch.ts';
import { dropProgressSentence } from '../../../src/renderer/text/intake.ts';
import { unlockedNotice } from '../../../src/renderer/text/notices.ts';
import type { Batch } from '../../../src/shared/batches.ts';
import { RedwellError } from '../../../src/shared/errors.ts';
import { canRetryHelp } from '../../../src/shared/exceptions.ts';
import { newDrop } from '../../e2e/renderer/support/drops.ts';

const plain = (text: string): string => text.replace(/\s/g, ' ');

describe('errors', () => {
  it('keep their message, thrown or sent as data', () => {
    const wire = { code: 'folder_missing', message: 'The folder is gone.', action: 'Look.' } as const;
    expect(wireOf(wire)).toBe(wire);
    expect(wireOf(new RedwellError('folder_missing', 'The folder is gone.', { action: 'Look.' }))).toEqual(
      wire,
    );
    expect(asError(wire).message).toBe('The folder is gone.');
    expect(asError('plain').message).toBe('plain');
    for (const caught of [wire, { unknown: 1 }, null, undefined, 7])
      expect(asError(caught).message).not.toContain('[object');
  });
});

describe('a time that a document states', () => {
  it('has a zone only if the document has one', () => {
    expect(plain(statedTime('2021-03-10'))).toBe('Mar 10, 2021');
    expect(plain(statedTime('2021-03-14T15:05:00'))).toBe('Mar 14, 2021, 3:05 PM (no time zone given)');
    expect(plain(statedTime('2021-03-14T15:05:00.000Z'))).toMatch(
      /^Mar 1[345], 2021, \d{1,2}:\d\d [AP]M \S+$/,
    );
    expect(statedTime('sometime in March')).toBe('sometime in March');
  });
});

describe('a batch', () => {
  const equation = { received: 200, completed: 20, duplicates: 4, excluded: 170, exceptions: 6, pending: 0 };

  it('is not done by being canceled', () => {
    expect(donePercent({ status: 'canceled', percent: 100, equation })).toBe(15);
    expect(donePercent({ status: 'running', percent: 44, equation })).toBe(44);
    expect(donePercent({ status: 'completed', percent: 100, equation })).toBe(100);
  });

  it('explains recorded numbers only where they are not what people expect', () => {
    const note = (status: Parameters<typeof recordedNote>[0]['status'], away: boolean) =>
      recordedNote({ source: 'history', status }, away)?.title ?? null;
    for (const away of [true, false])
      for (const status of ['outbox', 'submitting'] as const) expect(note(status, away)).toBeNull();
    expect(note('running', false)).toBeNull();
    expect(note('running', true)).toBe('These are the last numbers that Redwell recorded');
    expect(note('completed', false)).toBe('These numbers come from the history');
    expect(recordedNote({ source: 'live', status: 'completed' }, false)).toBeNull();
  });

  it('offers a retry only where it can help', () => {
    expect((['encrypted', 'oversize', 'ocr_timeout'] as const).every(canRetryHelp)).toBe(true);
    expect((['corrupt', 'empty', 'unsupported', 'container_limit'] as const).some(canRetryHelp)).toBe(false);
  });

  it('claims nothing about passwords that it does not know', () => {
    expect(unlockedNotice(3, 0, true).title).toBe('All 3 documents are open');
    expect(unlockedNotice(3, 1, true).message).toBe('The passwords opened 2 of 3 documents.');
    expect(unlockedNotice(3, 3, true).message).toContain('None of the passwords');
    expect(unlockedNotice(3, 5, false).message).toBeUndefined();
  });

  it('names the unread pages that have text', () => {
    const pages = [
      { page: 1, start: 0, end: 0 },
      { page: 2, start: 0, end: 90 },
    ];
    expect(partlyReadSentence([1, 2], pages)).toContain('Page 2 could be read in part');
    expect(partlyReadSentence([1], pages)).toBe('');
  });
});

describe('the progress of an upload', () => {
  it('has no total before all files are found', () => {
    const drop = newDrop('d', 'Files', 'upload', 0);
    const upload = {
      found: 592,
      complete: false,
      sent: 587,
      bytes: 1000,
      skipped: 0,
      state: 'sending',
      error: null,
    } as const;
    expect(dropProgressSentence(drop, upload, null)).toBe('Sending: 587 files so far, 1 kB');
    expect(dropProgressSentence(drop, { ...upload, complete: true }, null)).toBe(
      'Sending: 587 of 592 files, 1 kB',
    );
  });
});

describe('a batch without a forecast', () => {
  const batch = { status: 'running', pausedBy: null, submitted: 9, equation: { received: 9 } } as Batch;

  it('says behind which batch it waits, and when it comes', () => {
    const behind = { id: 'b-1', name: 'Ortega lease' };
    expect(waitingSentence({ ...batch, waiting: { position: 1, behind } })).toBe(
      'Waits behind “Ortega lease”. Raise its priority to start it sooner.',
    );
    expect(waitingSentence({ ...batch, waiting: { position: 3, behind } })).toContain(
      'Waits behind “Ortega lease”, number 3 in line.',
    );
    expect(waitingSentence({ ...batch, waiting: null })).toBe('Estimating the time left.');
  });
});
