/** Which room may import which. The rooms stand in scripts/rooms.json, from the ground up; types count like values. */
const ROOMS = require('./scripts/rooms.json');

const pathOf = (room) => `^src/${room}/`;
const names = Object.keys(ROOMS);

/** A room imports itself and the rooms on its list, and nothing else of the house. */
const allowLists = names.map((room) => ({
  name: `${room.replaceAll('/', '-')}-imports-only-its-list`,
  comment: ROOMS[room].does,
  severity: 'error',
  from: { path: pathOf(room) },
  to: { path: '^src/', pathNot: [room, ...ROOMS[room].imports].map(pathOf) },
}));

module.exports = {
  forbidden: [
    ...allowLists,
    {
      name: 'every-file-has-a-room',
      severity: 'error',
      from: { path: '^src/', pathNot: names.map(pathOf) },
      to: {},
    },
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependency-in-the-product',
      severity: 'error',
      from: { path: '^src/' },
      // Electron is the program that runs it; it is not loaded from node_modules.
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '/electron/' },
    },
    {
      name: 'shared-imports-only-zod',
      severity: 'error',
      from: { path: pathOf('shared') },
      to: { pathNot: [pathOf('shared'), 'node_modules/zod/'] },
    },
    {
      name: 'electron-in-the-shell-only',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: ['^src/main/(shell|bridge)/', '^src/main/index\\.ts$', '^src/preload/'],
      },
      to: { path: '(^|/)node_modules/electron/|^electron$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-node-in-the-page',
      severity: 'error',
      from: { path: ['renderer', 'preload', 'shared'].map(pathOf) },
      to: { dependencyTypes: ['core'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
