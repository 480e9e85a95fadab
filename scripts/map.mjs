/** `npm run map [-- DIR]`: prints the house in numbers: rooms, arrows, circles, longest file and function. */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cruise } from 'dependency-cruiser';
import ts from 'typescript';

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'));
const roomsFile = join(root, 'scripts', 'rooms.json');
/** From the ground up. A checkout without the file has its folders as rooms, and no floors. */
const listed = existsSync(roomsFile) ? Object.keys(JSON.parse(readFileSync(roomsFile, 'utf8'))) : null;

const roomOf = (path) => {
  const inside = path.replace(/^src\//, '');
  const room = listed?.find((name) => inside.startsWith(`${name}/`));
  return (
    room ??
    inside
      .split('/')
      .slice(0, inside.startsWith('core/') ? 2 : 1)
      .join('/')
  );
};

/** Groups of nodes that reach each other, as lists of two or more. */
function circlesIn(edges) {
  const index = new Map();
  const low = new Map();
  const stack = [];
  const circles = [];
  const visit = (node) => {
    index.set(node, index.size);
    low.set(node, index.get(node));
    stack.push(node);
    for (const next of edges.get(node) ?? []) {
      if (!index.has(next)) visit(next);
      if (stack.includes(next)) low.set(node, Math.min(low.get(node), low.get(next)));
    }
    if (low.get(node) !== index.get(node)) return;
    const group = stack.splice(stack.indexOf(node));
    if (group.length > 1) circles.push(group);
  };
  for (const node of edges.keys()) if (!index.has(node)) visit(node);
  return circles;
}

const add = (edges, from, to) => edges.set(from, (edges.get(from) ?? new Set()).add(to));

/** Imports of files and of rooms, types included. */
async function readEdges() {
  const { output } = await cruise([join(root, 'src')], {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    baseDir: root,
  });
  const files = new Map();
  const rooms = new Map();
  const paths = output.modules.map(({ source }) => source).filter((path) => /^src\/.*\.tsx?$/.test(path));
  for (const { source, dependencies } of output.modules) {
    if (!source.startsWith('src/')) continue;
    for (const { resolved } of dependencies) {
      if (!resolved.startsWith('src/')) continue;
      add(files, source, resolved);
      if (roomOf(source) !== roomOf(resolved)) add(rooms, roomOf(source), roomOf(resolved));
    }
  }
  return { paths, files, rooms };
}

/** Every function with its length in lines, braces included. */
function functionsOf(path, text) {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body !== undefined) {
      const lineOf = (position) => source.getLineAndCharacterOfPosition(position).line;
      const name = node.name?.getText() ?? node.parent.name?.getText() ?? '(anonymous)';
      found.push({ path, name, lines: lineOf(node.end) - lineOf(node.getStart()) + 1 });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const { paths, files, rooms } = await readEdges();
const sources = paths.map((path) => ({
  path,
  text: readFileSync(join(root, path), 'utf8'),
}));
const byLines = sources
  .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
  .sort((a, b) => b.lines - a.lines);
const functions = sources
  .flatMap(({ path, text }) => functionsOf(path, text))
  .sort((a, b) => b.lines - a.lines);
const arrows = [...rooms].flatMap(([from, targets]) => [...targets].map((to) => [from, to]));
const up = listed === null ? null : arrows.filter(([from, to]) => listed.indexOf(to) > listed.indexOf(from));
const roomNames = new Set(sources.map(({ path }) => roomOf(path)));

console.log(`rooms              ${roomNames.size}`);
console.log(
  `files              ${sources.length}, ${byLines.reduce((sum, { lines }) => sum + lines, 0)} lines`,
);
console.log(`arrows             ${arrows.length}`);
console.log(`arrows up          ${up === null ? 'no floors are stated' : up.length}`);
console.log(
  `circles of rooms   ${
    circlesIn(rooms)
      .map((c) => `\n  ${c.join(', ')}`)
      .join('') || 0
  }`,
);
console.log(
  `circles of files   ${
    circlesIn(files)
      .map((c) => `\n  ${c.join(', ')}`)
      .join('') || 0
  }`,
);
console.log(
  `longest files      ${byLines
    .slice(0, 3)
    .map((f) => `${f.path} ${f.lines}`)
    .join(', ')}`,
);
console.log(`functions over 80  ${functions.filter(({ lines }) => lines > 80).length}`);
console.log(
  `longest functions  ${functions
    .slice(0, 3)
    .map((f) => `${f.name} (${f.path}) ${f.lines}`)
    .join(', ')}`,
);
