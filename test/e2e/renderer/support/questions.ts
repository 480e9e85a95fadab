/** The dialogs and pages that ask before they act on an ended batch: as they open, without Redis, and after a failure. */
import { expect, type Page } from '@playwright/test';
import type { BridgeHandlers } from '../../../../src/shared/bridge.ts';
import { RedwellError } from '../../../../src/shared/errors.ts';
import type { Due } from '../../../../src/shared/retention.ts';
import type { BridgeHost } from '../../../doubles/bridge-host.ts';
import type { Scenario } from './health.ts';

/** A state of the app and how to open it; `go` waits until it is visible. */
export type Question = readonly [
  name: string,
  path: string,
  go: (page: Page, host: BridgeHost) => Promise<unknown>,
  prepare?: (host: BridgeHost) => void,
];

const BATCH = '/batch/b-old0';
const DAY = 86_400_000;

const seen = (testId: string) => (page: Page) => expect(page.getByTestId(testId).first()).toBeVisible();
const opened = (button: string, testId: string) => async (page: Page) => {
  await page.getByTestId(button).click();
  await seen(testId)(page);
  // A dialog that still fades in has other colors.
  await expect(page.getByRole('dialog')).toHaveCSS('opacity', '1');
};

const failsWith = (message: string, action: string) => async (): Promise<never> => {
  throw new RedwellError('redis_unavailable', message, { action });
};
const unreachable = failsWith(
  'The processing engine cannot be reached.',
  'Redwell connects again by itself. Nobody needs to act.',
);

/** Lets the host answer in another way. */
const answer = <N extends keyof BridgeHandlers>(
  host: BridgeHost,
  name: N,
  handler: BridgeHandlers[N],
): void => void Object.assign(host.handlers, { [name]: handler });

const dueOf = (host: BridgeHost): Due => ({
  due: [7, 12, 40].map((days, i) => ({
    batchId: `b-old${i}`,
    name: [
      'Production 060',
      'Harlan Maritime Supply, Inc., third request, mailbox of the controller',
      'Scans',
    ][i]!,
    matter: i === 1 ? '2021-0447 Halvorsen Shipping A/S against Crestline Logistics Holding and others' : '',
    endedAt: host.now() - 300 * DAY,
    deleteAt: host.now() + days * DAY,
    hold: null,
  })),
  dueCount: 9,
});

function withRetention(host: BridgeHost): void {
  Object.assign(host.retention, dueOf(host), {
    rule: { count: 12, unit: 'months' },
    confirmed: { at: host.now() - 30 * DAY, who: 'pat' },
    clockWaitsUntil: host.now() + DAY,
    holds: [
      {
        target: { matter: '2021-0447 Halvorsen' },
        reason: 'Litigation hold of May 3',
        at: host.now(),
        who: 'pat',
      },
      { target: { batchId: 'b-old1' }, reason: '', at: host.now(), who: 'dana' },
    ],
  });
}

const settingsAt = (testId: string) => async (page: Page) => {
  await page.getByTestId(testId).first().scrollIntoViewIfNeeded();
  await seen(testId)(page);
};

const DIALOGS: readonly Question[] = [
  ['delete', BATCH, opened('batch-delete', 'delete-plan')],
  ['rerun', BATCH, opened('batch-rerun', 'rerun-effects')],
];

const PAGES: readonly Question[] = [
  ['hand over', '/handover/b-old0', seen('handover-plan')],
  ['compare, choose', BATCH, opened('batch-compare', 'compare-choice')],
  ['compare', '/compare?a=b-old0&b=b-old1', seen('changes-table')],
];

export const QUESTIONS: Readonly<Partial<Record<Scenario, readonly Question[]>>> = {
  busy: [
    ...DIALOGS,
    ...PAGES,
    ['details', `${BATCH}?tab=details`, settingsAt('batch-commands')],
    [
      'retention',
      '/settings',
      async (page) => {
        await opened('retention-change', 'retention-preview')(page);
        await expect(page.getByTestId('retention-preview')).not.toContainText('Looking');
      },
      (host) => {
        answer(host, 'retention.preview', async () => dueOf(host));
      },
    ],
    ['retention, due and held', '/settings', settingsAt('hold-add'), withRetention],
  ],
  failing: [
    [
      'delete, failed',
      BATCH,
      async (page) => {
        await opened('batch-delete', 'delete-plan')(page);
        await page.getByTestId('delete-name').fill('Production 060');
        await page.getByTestId('delete-confirm').click();
        await expect(page.getByRole('dialog').getByTestId('error-alert')).toBeVisible();
      },
      (host) => {
        answer(host, 'deletion.run', unreachable);
      },
    ],
    [
      'rerun, failed',
      BATCH,
      async (page) => {
        await opened('batch-rerun', 'rerun-effects')(page);
        await page.getByTestId('batch-rerun-confirm').click();
        await expect(page.getByRole('dialog').getByTestId('error-alert')).toBeVisible();
      },
      (host) => {
        answer(host, 'batches.rerun', unreachable);
      },
    ],
    [
      'retention, failed',
      '/settings',
      async (page) => {
        await opened('retention-change', 'retention-preview')(page);
        await page.getByTestId('retention-agree').check();
        await page.getByTestId('retention-confirm').click();
        await expect(page.getByRole('dialog').getByTestId('error-alert')).toBeVisible();
      },
      (host) => {
        answer(
          host,
          'retention.set',
          failsWith(
            'The record of retention could not be written: the disk is full.',
            'Free some space, then try again.',
          ),
        );
      },
    ],
    [
      'hand over, failed',
      '/handover/b-old0',
      (page) => expect(page.getByTestId('error-alert').first()).toBeVisible(),
      (host) => {
        answer(
          host,
          'handover.plan',
          failsWith('The drive with the originals is away.', 'Connect the drive, then try again.'),
        );
      },
    ],
  ],
  offline: [
    ...DIALOGS,
    [
      'details',
      `${BATCH}?tab=details`,
      async (page) => {
        await settingsAt('batch-commands')(page);
        await expect(page.getByTestId('batch-commands')).toContainText('cannot be reached');
      },
      (host) => {
        answer(host, 'log.server', unreachable);
      },
    ],
  ],
};
