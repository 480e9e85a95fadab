/**
 * Reads the five pleadings of the sample matter, and compares every entity and relationship with `sample-names.json`, which
 * was checked by eye against the papers: none is false there, and no party, counsel, citation, docket number, amount or date
 * is missing.
 */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { BatchNames } from '../../../src/core/pipeline/entities/batch-names.ts';
import { extractEntities } from '../../../src/core/pipeline/entities/extract.ts';
import { buildRelationships } from '../../../src/core/pipeline/entities/relationships.ts';
import { resolveEntities } from '../../../src/core/pipeline/entities/resolve.ts';
import { sharedSandbox } from './build-sandbox.ts';
import { stageInput } from './fixtures.ts';

vi.setConfig({ testTimeout: 120_000 });

const ROOT = join(import.meta.dirname, '..', '..', '..');
const PLEADINGS = join(ROOT, 'resources', 'sample-matter', 'pleadings');

interface Names {
  /** By kind and canonical name or value, the forms that are in the text. */
  entities: Record<string, Record<string, string[]>>;
  /** Kind, from, to and role. */
  relationships: string[];
}

const bench = sharedSandbox({ maxWorkers: 1, ocr: 'js' });

async function namesIn(file: string): Promise<Names> {
  const path = join(PLEADINGS, file);
  const { size } = await stat(path);
  const { result } = await bench().sandbox.runStage('ocr', stageInput(path, 'pdf', size));
  const resolved = resolveEntities(extractEntities(result).mentions);
  const entities: Names['entities'] = {};
  for (const entity of resolved.entities) {
    entities[entity.kind] ??= {};
    const ofKind = entities[entity.kind] ?? {};
    ofKind[entity.canonical] ??= [];
    const forms = ofKind[entity.canonical] ?? [];
    const form = entity.text.replace(/\s+/g, ' ');
    if (!forms.includes(form)) forms.push(form);
  }
  const { relationships } = buildRelationships(result, resolved);
  return {
    entities,
    relationships: relationships.map(({ kind, from, to, role }) =>
      [kind, from, to, ...(role === undefined ? [] : [role])].join(' | '),
    ),
  };
}

it('finds exactly the names and relationships of the pleadings', async () => {
  const truth = JSON.parse(
    await readFile(join(ROOT, 'test', 'corpus', 'sample-names.json'), 'utf8'),
  ) as Record<string, Names>;
  expect(Object.keys(truth)).toHaveLength(5);
  for (const [file, names] of Object.entries(truth)) {
    const found = await namesIn(file);
    expect(found.entities, file).toEqual(names.entities);
    expect(found.relationships.sort(), file).toEqual([...names.relationships].sort());
  }
});

it('takes Harlan Maritime in the deposition for the company of the complaint', async () => {
  const complaint = join(PLEADINGS, '01 Complaint.pdf');
  const { size } = await stat(complaint);
  const { result } = await bench().sandbox.runStage('ocr', stageInput(complaint, 'pdf', size));
  const deposition = join(ROOT, 'resources', 'sample-matter', 'notes', 'Deposition of Daniel Pruitt.txt');
  const text = await readFile(deposition, 'utf8');
  const names = new BatchNames();
  names.add('complaint', resolveEntities(extractEntities(result).mentions).canonical);
  names.add('deposition', resolveEntities(extractEntities({ text, pages: [] }).mentions).canonical);
  const resolved = await names.resolve();
  const entities = Array.from({ length: resolved.size }, (_v, i) => resolved.entity(i));
  const company = entities.filter(({ aliases }) => aliases.includes('Harlan Maritime'));
  expect(company.map(({ kind, name }) => [kind, name])).toEqual([
    ['organization', 'Harlan Maritime Supply, Inc.'],
  ]);
  expect(company[0]?.documents.map(([id]) => id)).toEqual(['complaint', 'deposition']);
  // The counsel who asks and the officer who is named are those of the complaint too.
  for (const [short, full] of [
    ['Whitcomb', 'Judith A. Whitcomb'],
    ['Okonkwo', 'Victor Okonkwo'],
  ])
    expect(entities.find(({ aliases }) => aliases.includes(short ?? ''))?.name).toBe(full);
});
