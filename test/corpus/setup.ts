/** Vitest's global setup for the corpus: fetches tools and files before any time limit starts. */
import { fetchCorpus } from './fetch.ts';
import { installTools } from './tools.ts';

export default async function setup(): Promise<void> {
  const say = (text: string): void => console.log(text);
  installTools(say);
  const { missing } = await fetchCorpus(say);
  for (const { source, why } of missing) say(`${source.name} is not in the corpus: ${why}`);
}
