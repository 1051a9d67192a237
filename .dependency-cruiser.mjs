// Import rules, from the order of the modules: each imports only from earlier ones, and only through a door.
import { order } from './src/modules/order.js'

const doors = '(contract|events|panels|index)\\.tsx?$'
const lastTwoDoors = '(contract|events|panels|index|measures|personal)\\.tsx?$'

const later = order.slice(0, -1).map((module, i) => ({
  name: `${module}-imports-no-later-module`,
  severity: 'error',
  comment: 'A module imports only from earlier ones; what must happen later is said in events.ts.',
  from: { path: `^src/modules/${module}/` },
  to: { path: `^src/modules/(${order.slice(i + 1).join('|')})/` },
}))

const throughDoors = order.map((module) => ({
  name: `${module}-through-doors`,
  severity: 'error',
  comment: 'Another module is entered by contract, events, panels or index.',
  from: { path: `^src/modules/${module}/`, pathNot: '\\.test\\.tsx?$' },
  to: {
    path: `^src/modules/(?!${module}/)`,
    pathNot: ['observatory', 'privacy'].includes(module) ? lastTwoDoors : doors,
  },
}))

export default {
  forbidden: [
    ...later,
    ...throughDoors,
    {
      name: 'server-imports-no-module',
      severity: 'error',
      from: { path: '^src/server/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(modules|apps)/' },
    },
    {
      name: 'shared-imports-nothing-of-ours',
      severity: 'error',
      from: { path: '^src/shared/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(server|modules|apps|ui)/' },
    },
    {
      name: 'kit-knows-no-domain',
      severity: 'error',
      from: { path: '^src/ui/' },
      to: { path: '^src/(server|modules|apps)/' },
    },
    {
      name: 'only-apps-mount',
      severity: 'error',
      comment: 'Routes, jobs and pages are imported by apps alone.',
      from: { path: '^src/', pathNot: '^src/apps/|\\.test\\.tsx?$' },
      to: { path: '^src/apps/' },
    },
    {
      name: 'rules-are-pure',
      severity: 'error',
      comment: 'Rules run in the browser too.',
      from: { path: '^src/modules/[^/]+/rules/', pathNot: '\\.test\\.ts$|^src/modules/access/rules/' },
      to: { path: '^(src/server|node:|fs$|pg$)' },
    },
    {
      name: 'packages-stand-alone',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src/' },
      to: { path: '^(src|db|packages)/', pathNot: '^packages/$1/' },
    },
    {
      name: 'no-circle',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
}
