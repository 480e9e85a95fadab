/** Vitest's global set-up for the corpus: tools and files are brought here before anything is timed. */
import { fetchCorpus } from './fetch.ts';
import { installTools } from './tools.ts';

export default async function setup(): Promise<void> {
  const say = (text: string): void => console.log(text);
  installTools(say);
  const { missing } = await fetchCorpus(say);
  for (const { source, why } of missing) say(`${source.name} is not in the corpus: ${why}`);
}
