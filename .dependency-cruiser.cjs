/** Who may know whom: the rooms of the house, and the floors inside core. */
const HOSTS = ['main', 'serve', 'worker', 'cli'];
const room = (name) => `^src/${name}/`;
const core = (name) => `^src/core/${name}/`;

/** `from` may import nothing of the house but `allowed` (and itself). */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: '^src/', pathNot: [from, ...allowed] },
});

/** Inside core, `from` may not reach up to `floors`. Types have no weight at run time and may. */
const below = (from, floors, comment) => ({
  name: `core-${from}-stays-below`,
  comment,
  severity: 'error',
  from: { path: core(from) },
  to: { path: floors.map(core), dependencyTypesNot: ['type-only'] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependency-in-the-product',
      severity: 'error',
      from: { path: '^src/' },
      // Electron is the program that runs it; it is not loaded from node_modules.
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '/electron/' },
    },
    only('shared-knows-nobody', room('shared'), [], 'What both sides of the bridge speak.'),
    {
      name: 'shared-imports-only-zod',
      severity: 'error',
      from: { path: room('shared') },
      to: { pathNot: [room('shared'), 'node_modules/zod/'] },
    },
    only('core-knows-shared', room('core'), [room('shared')], 'Redwell without a screen.'),
    ...HOSTS.map((host) =>
      only(
        `${host}-knows-core-and-shared`,
        room(host),
        [room('core'), room('shared')],
        'Hosts never know each other.',
      ),
    ),
    only(
      'preload-knows-shared',
      room('preload'),
      [room('shared')],
      'Contract to contextBridge, nothing else.',
    ),
    only(
      'renderer-knows-shared',
      room('renderer'),
      [room('shared')],
      'A page reaches its host by the bridge alone.',
    ),
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
      from: { path: ['^src/renderer/', '^src/preload/', '^src/shared/'] },
      to: { dependencyTypes: ['core'] },
    },
    below(
      'redis',
      ['results', 'intake', 'cache', 'pipeline', 'batches', 'live', 'history', 'desk', 'host'],
      'The ground floor.',
    ),
    below(
      'results',
      ['cache', 'intake', 'pipeline', 'batches', 'live', 'history', 'desk', 'host'],
      'Above redis.',
    ),
    below('cache', ['intake', 'pipeline', 'batches', 'live', 'history', 'desk', 'host'], 'Above redis.'),
    below('intake', ['pipeline', 'batches', 'live', 'history', 'desk', 'host'], 'Above redis.'),
    below('batches', ['intake', 'pipeline', 'live', 'history', 'desk', 'host'], 'Above cache and results.'),
    below('pipeline', ['live', 'history', 'desk', 'host'], 'Above intake and cache.'),
    below(
      'live',
      ['intake', 'pipeline', 'history', 'desk', 'host'],
      'Reads events; never calls the pipeline.',
    ),
    below(
      'history',
      ['intake', 'pipeline', 'batches', 'live', 'desk', 'host'],
      'Reads events; needs no Redis.',
    ),
    below(
      'host',
      ['redis', 'results', 'cache', 'intake', 'batches', 'pipeline', 'live', 'history', 'desk'],
      'What each host does around a console.',
    ),
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
