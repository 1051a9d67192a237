// `npm start`: installs what is missing, builds what is stale, and becomes the server. package.json gives it a small young
// generation: Node keeps what its youngest objects once took, and a server that has worked held 60 MB more at rest.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installMissing, nodeTooOld } from './install.js'
import { has, root, run } from './run.js'

const fail = (line) => {
  console.error(line)
  process.exit(1)
}

const tooOld = nodeTooOld()
if (tooOld) fail(tooOld)
if (!(await installMissing({ dev: false }))) fail('npm install did not succeed; see above')

const { isStale } = await import('./build.js')
if (isStale()) {
  if (!(await installMissing({ dev: true }))) fail('npm install did not succeed; see above')
  // In a process of its own: what a build takes of memory must not stay with the server.
  if ((await run(process.execPath, ['scripts/build.js'])) !== 0) fail('the build did not succeed; see above')
}
if (!has('dist/server.js')) fail('there is no server to start: src/apps/server.ts is missing')

// In this process, so that signals, output and exit code are the server's own, with nobody in between.
const server = join(root, 'dist/server.js')
process.argv[1] = server
await import(pathToFileURL(server).href)
