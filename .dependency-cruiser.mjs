// Who may import whom: docs/decisions/0002-gates.md says why, this file holds it. Lists name what is allowed; the rest is refused.
const tests = '\\.test\\.tsx?$'
const packages = (...names) => names.map((name) => `^node_modules/(@types/)?${name}/`)

/** Files matching `from` import what `allowed` names and nothing else. Unit tests beside them are free to use test tools. */
const only = (name, from, allowed, exceptFiles = []) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: [tests, ...exceptFiles] },
  to: { pathNot: allowed },
})

/** Files matching `from` never import what `refused` names. */
const never = (name, from, refused, except = []) => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: [tests] },
  to: { path: refused, pathNot: except },
})

/** A package or folder of packages belongs to the files matching `owners`; tests and benches stay free. */
const owned = (name, modules, owners) => ({
  name,
  severity: 'error',
  from: { pathNot: [tests, '^(test|bench|build)/', '\\.config\\.ts$', ...owners] },
  to: { path: packages(...modules) },
})

const inner = '^server/(conversations|operators|rehearsal)/'
const outer = '^server/(storage|gateway|channels|crm)/'
const feature = '^renderer/(?!(?:state|ui|text)/)([^/]+)/'

const folders = [
  only('protocol', '^protocol/', ['^protocol/', ...packages('zod')]),
  only('distribution', '^server/distribution/', ['^protocol/', '^server/distribution/']),
  only('conversations', '^server/conversations/', ['^protocol/', '^server/distribution/', '^server/conversations/']),
  only(
    'operators',
    '^server/operators/',
    ['^protocol/', '^server/distribution/', '^server/(operators|conversations)/'],
    ['^server/operators/working-hours\\.ts$'],
  ),
  only('rehearsal', '^server/rehearsal/', [
    '^protocol/',
    '^server/distribution/',
    '^server/(rehearsal|operators|conversations)/',
  ]),
  only('working-hours', '^server/operators/working-hours\\.ts$', [
    '^protocol/',
    '^server/operators/',
    ...packages('temporal-polyfill', 'temporal-spec'),
  ]),
  never('server', '^server/', '^(client|preload|main|renderer|widget|build)/'),
  never(
    'use-cases-know-no-adapter',
    '^server/(accounts|attachments|automatic-texts|bots)/',
    `${outer}|^server/(api|demo)/`,
  ),
  never('storage', '^server/storage/', '^server/(gateway|channels|crm|api|demo)/', ['/(ports|channel)\\.ts$']),
  never('gateway', '^server/gateway/', '^server/(storage|channels|crm|demo)/'),
  never('channels', '^server/channels/', '^server/(storage|gateway|crm|api|demo)/'),
  never('crm', '^server/crm/', '^server/(storage|gateway|channels|api|demo)/'),
  never('channel-never-channel', '^server/channels/([^/]+)/', '^server/channels/([^/]+)/', ['^server/channels/$1/']),
  never('crm-never-crm', '^server/crm/([^/]+)/', '^server/crm/([^/]+)/', ['^server/crm/$1/']),
  never('nobody-imports-the-hub-root', '^server/', '^server/main\\.ts$'),
  only('client', '^client/', ['^protocol/', '^client/'], ['^client/socketio-transport\\.ts$']),
  only('client-socketio', '^client/socketio-transport\\.ts$', [
    '^protocol/',
    '^client/',
    ...packages('socket\\.io-client'),
  ]),
  only(
    'preload-contract',
    '^preload/',
    ['^protocol/', '^client/', '^preload/(?!index\\.ts)', ...packages('zod')],
    ['^preload/index\\.ts$'],
  ),
  only('preload-script', '^preload/index\\.ts$', ['^protocol/', '^preload/', ...packages('electron')]),
  {
    name: 'preload-takes-only-types-of-client',
    severity: 'error',
    from: { path: '^preload/' },
    to: { path: '^client/', dependencyTypesNot: ['type-only'] },
  },
  never('main', '^main/', '^(server|renderer|widget|build)/|^preload/index\\.ts$'),
  never('renderer', '^renderer/', '^(server|main|widget|build)/|^preload/index\\.ts$', ['^widget/preview\\.ts$']),
  {
    name: 'preview-of-the-widget-in-its-settings-only',
    severity: 'error',
    from: { path: '^renderer/', pathNot: [tests, '^renderer/settings/channels/WebPreview\\.tsx$'] },
    to: { path: '^widget/' },
  },
  {
    name: 'renderer-client-only-in-web',
    severity: 'error',
    from: { path: '^renderer/', pathNot: [tests, '^renderer/web\\.tsx$'] },
    to: { path: '^client/' },
  },
  never('feature-never-feature', feature, feature, ['^renderer/$1/']),
  never('shared-never-feature', '^renderer/(state|ui|text)/', feature),
  only('widget', '^widget/', ['^protocol/', '^widget/', ...packages('socket\\.io-client')]),
  {
    name: 'widget-takes-only-types-of-protocol',
    severity: 'error',
    from: { path: '^widget/', pathNot: [tests] },
    to: { path: '^protocol/', dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'scripts-before-install',
    severity: 'error',
    from: { path: '^build/.*\\.mjs$' },
    to: { pathNot: '^build/.*\\.mjs$', dependencyTypesNot: ['core'] },
  },
  never('tests-are-imported-by-nobody', '^(?!test/|bench/)', '^(test|bench)/'),
  { name: 'test-never-bench', severity: 'error', from: { path: '^test/' }, to: { path: '^bench/' } },
]

const runtimes = [
  {
    name: 'no-node-modules-of-node',
    comment: 'Folders that also run in a page or must stay pure.',
    severity: 'error',
    from: { path: `^(protocol|client|preload|renderer|widget)/|^server/distribution/|${inner}`, pathNot: [tests] },
    to: { dependencyTypes: ['core'] },
  },
  owned('electron', ['electron'], ['^main/', '^preload/index\\.ts$']),
  owned('electron-log', ['electron-log'], ['^main/']),
  owned('socket.io-client', ['socket\\.io-client'], ['^client/socketio-transport\\.ts$', '^widget/']),
  owned(
    'web-server',
    ['fastify', '@fastify/[^/]+', 'socket\\.io'],
    ['^server/(gateway|api)/', '^server/channels/web/', '^server/main\\.ts$'],
  ),
  owned('sqlite', ['better-sqlite3(-electron)?'], ['^server/storage/', '^main/cache/', '^main/sqlite\\.ts$']),
  owned('telegram', ['grammy', '@grammyjs/[^/]+'], ['^server/channels/telegram/']),
  owned('passwords', ['@node-rs/argon2'], ['^server/accounts/']),
  owned('pino', ['pino'], ['^server/log\\.ts$']),
  owned('temporal', ['temporal-polyfill', 'temporal-spec'], ['^server/operators/working-hours\\.ts$']),
  owned('screen', ['react', 'react-dom', 'zustand', '@base-ui/react'], ['^renderer/']),
  {
    name: 'programs-need-no-development-package',
    comment: 'The hub runs from an install without development packages; the window and the widget are bundled.',
    severity: 'error',
    from: { path: '^(protocol|server|client|main)/', pathNot: [tests] },
    to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: packages('electron') },
  },
]

const hygiene = [
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
  {
    name: 'no-undeclared-package',
    severity: 'error',
    from: {},
    to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
  },
]

export default {
  forbidden: [...folders, ...runtimes, ...hygiene],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(out|data)/' },
    // In a second work tree node_modules may be a link.
    preserveSymlinks: true,
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
}
