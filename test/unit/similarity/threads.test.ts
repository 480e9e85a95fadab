import { describe, expect, it } from 'vitest';
import { baseSubject, type MailFacts, mailFacts } from '../../../src/core/similarity/mail-facts.ts';
import { type ThreadMail, type ThreadPlace, threadsOf } from '../../../src/core/similarity/threads.ts';
import { inOneTurn } from '../../../src/core/util/event-loop.ts';
import type { DocumentMetadata } from '../../../src/shared/documents.ts';

const person = (name: string) => ({ name, address: `${name.toLowerCase()}@harlan.example` });
const OFFER = 'We can deliver the pumps to the harbor by the tenth of May at the agreed price.';
const REPLY = 'The tenth of May is too late for us, because the ship sails on the seventh.';

interface Mail {
  from?: string;
  to?: string;
  subject?: string;
  sent?: string;
  id?: string;
  re?: string;
  root?: string;
  body: string;
  attachments?: string[];
}

function mail({
  from = 'Dana',
  to = 'Lee',
  subject = 'Pumps',
  sent,
  id,
  re,
  root,
  body,
  attachments = [],
}: Mail): ThreadMail {
  const metadata: DocumentMetadata = {
    from: [person(from)],
    to: [person(to)],
    subject,
    ...(sent === undefined ? {} : { sent: `2024-05-0${sent}T10:00:00Z` }),
    ...(id === undefined ? {} : { messageId: `<${id}@x>` }),
    ...(re === undefined ? {} : { inReplyTo: `<${re}@x>` }),
    ...(root === undefined ? {} : { conversation: `<${root}@x>` }),
  };
  const text = `From: ${from} <${from.toLowerCase()}@harlan.example>\nTo: ${to}\nSubject: ${subject}\n\n${body}`;
  return { ...(mailFacts('eml', metadata, text) as MailFacts), attachments };
}

const threads = (...mails: ThreadMail[]): (ThreadPlace | null)[] => inOneTurn(threadsOf(mails));
const groups = (...mails: ThreadMail[]): (number | null)[] =>
  threads(...mails).map((place) => place?.thread ?? null);
const quoted = (from: string, body: string): string =>
  `On Monday, May 6, 2024 at 10:00 AM ${from} <${from.toLowerCase()}@harlan.example> wrote:\n${body.replaceAll(/^/gm, '> ')}`;

describe('threads by headers', () => {
  it('joins mails that answer each other or name the same first mail', () => {
    expect(
      groups(
        mail({ id: 'a', body: OFFER }),
        mail({ id: 'c', root: 'a', re: 'b', body: 'Fine.' }),
        mail({ id: 'z', body: 'Lunch on Friday?' }),
      ),
    ).toEqual([0, 0, null]);
  });

  it('never joins by the subject alone', () => {
    expect(
      groups(mail({ id: 'a', body: OFFER }), mail({ id: 'b', subject: 'RE: Pumps', body: REPLY })),
    ).toEqual([null, null]);
  });

  it('orders a thread by the time of sending and says what was answered', () => {
    const places = threads(
      mail({ id: 'c', re: 'b', root: 'a', sent: '3', body: 'Agreed, thank you both.' }),
      mail({ id: 'a', sent: '1', body: OFFER }),
      mail({ id: 'b', re: 'a', root: 'a', sent: '2', body: REPLY }),
    );
    expect(places.map((one) => [one?.thread, one?.place, one?.parent])).toEqual([
      [1, 2, 2],
      [1, 0, null],
      [1, 1, 1],
    ]);
  });
});

describe('threads by quoted text', () => {
  const first = mail({ from: 'Dana', to: 'Lee', sent: '2', body: OFFER });
  const answer = {
    from: 'Lee',
    to: 'Dana',
    subject: 'Re: Pumps',
    sent: '3',
    body: `${REPLY}\n\n${quoted('Dana', OFFER)}`,
  };

  it('joins a mail with the one that it quotes, however it is wrapped', () => {
    const rewrapped = {
      ...answer,
      body: `${REPLY}\n\n${quoted('Dana', OFFER.replaceAll(/(.{20}\S*) /g, '$1\n'))}`,
    };
    expect(groups(first, mail(rewrapped))).toEqual([0, 0]);
  });

  it.each([
    ['another subject', { subject: 'Re: Valves' }],
    ['a writer who had no part in it', { from: 'Kim' }],
    ['an earlier time', { sent: '1' }],
    ['too few words', { body: `${REPLY}\n\n${quoted('Dana', 'Thank you very much.')}` }],
  ])('does not join over %s', (_why, change) => {
    expect(groups(first, mail({ ...answer, ...change }))).toEqual([null, null]);
  });

  it('joins each answer to a form letter with its own copy only', () => {
    const copies = ['Lee', 'Kim', 'Max'].map((to) => mail({ from: 'Dana', to, sent: '1', body: OFFER }));
    expect(groups(...copies, mail({ ...answer, from: 'Kim' }))).toEqual([null, 1, null, 1]);
  });
});

describe('the most inclusive mail', () => {
  const first = { id: 'a', sent: '1', body: OFFER };
  const second = {
    ...{ from: 'Lee', to: 'Dana', id: 'b', re: 'a', root: 'a', sent: '2' },
    body: `${REPLY}\n\n${quoted('Dana', OFFER)}`,
  };
  const third = {
    ...{ id: 'c', re: 'b', root: 'a', sent: '3' },
    body: `Then the sixth.\n\n${quoted('Lee', `${REPLY}\n\n${quoted('Dana', OFFER)}`)}`,
  };
  const contained = (...mails: Mail[]) => threads(...mails.map(mail)).map((one) => one?.containedIn ?? null);

  it('contains the others', () => {
    expect(contained(first, second, third)).toEqual([2, 2, null]);
  });

  it('is also a mail whose attachment no other has', () => {
    expect(contained({ ...first, attachments: ['f1'] }, second)).toEqual([null, null]);
    expect(contained({ ...first, attachments: ['f1'] }, { ...second, attachments: ['f1', 'f2'] })).toEqual([
      1,
      null,
    ]);
  });

  it('is each branch of a thread', () => {
    const branch = {
      ...second,
      from: 'Kim',
      id: 'd',
      body: `Please call me about this before noon today.\n\n${quoted('Dana', OFFER)}`,
    };
    expect(contained(first, second, branch)).toEqual([1, null, null]);
  });

  it('is a mail that was changed in the quote', () => {
    const altered = { ...second, body: second.body.replace('tenth of May at', 'ninth of May at') };
    expect(contained(first, altered)).toEqual([null, null]);
  });

  it('is never taken for somebody else who used the same few words', () => {
    const yes = (from: string, id: string) => ({
      ...second,
      from,
      id,
      body: `Yes.\n\n${quoted('Dana', OFFER)}`,
    });
    expect(contained(first, yes('Lee', 'b'), yes('Kim', 'k'))).toEqual([1, null, null]);
  });

  it('is the first of two copies', () => {
    expect(contained(first, first, second)).toEqual([2, 2, null]);
    expect(contained(second, second)).toEqual([null, 0]);
  });
});

it('knows subjects without what mail programs put before them', () => {
  expect(baseSubject('RE: FW: Re[2]: [EXTERNAL] Aw:  Pumps  and valves ')).toBe('pumps and valves');
  expect(baseSubject('Regarding pumps')).toBe('regarding pumps');
});
