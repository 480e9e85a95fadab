/** Node module hooks: resolve `electron` to the double, and compile the double's TypeScript. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const DOUBLES = new URL('./', import.meta.url).href;
const DOUBLE = new URL('electron.ts', DOUBLES).href;

export async function resolve(specifier, context, next) {
  if (specifier === 'electron') return { url: DOUBLE, shortCircuit: true };
  return next(specifier, context);
}

export async function load(url, context, next) {
  if (!url.startsWith(DOUBLES) || !url.endsWith('.ts')) return next(url, context);
  const text = await readFile(fileURLToPath(url), 'utf8');
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      verbatimModuleSyntax: true,
    },
    fileName: fileURLToPath(url),
  });
  return { format: 'module', source: outputText, shortCircuit: true };
}
