/** `npm start`: configuration, database, demo when empty, then the site; ends cleanly on a signal. */
import { join } from 'node:path'
import { loadConfig } from '../server/config.ts'
import { connect } from '../server/db.ts'
import { openGround } from '../server/ground.ts'
import { projectRoot } from '../server/root.ts'
import { loadStates } from './catalogue.ts'
import { demoDue, seedDemo } from './demo.ts'
import { knownDemoAccounts } from './demo-accounts.ts'
import { openSite } from './site.ts'

const say = (line: string) => console.log(line)
const answer = loadConfig(process.env)
if (!answer.ok) {
  console.error(answer.problems.map((p) => `  ${p}`).join('\n'))
  process.exit(1)
}
const { config } = answer
const started = Date.now()

const ground = await openGround(config, say).catch((e: Error) => {
  console.error(e.message)
  process.exit(1)
})
let site: Awaited<ReturnType<typeof openSite>> | undefined
let stopping = false
const stop = async () => {
  if (stopping) return
  stopping = true
  await site?.close()
  await ground.stop()
  process.exit(0)
}
// From here on our postmaster is alive: no signal may leave it behind.
process.on('SIGINT', () => void stop())
process.on('SIGTERM', () => void stop())

const owner = connect(ground.ownerUrl, { max: 1 })
try {
  await loadStates(owner)
  if (config.demo && (await demoDue(owner, config.dataDir))) await seedDemo(config, ground, say)
} catch (e) {
  console.error((e as Error).message)
  await owner.close()
  await ground.stop()
  process.exit(1)
}
await owner.close()
const demo = config.demo ? knownDemoAccounts(config.dataDir) : []
site = await openSite({
  config,
  urls: ground,
  log: true,
  ...(demo.length > 0 ? { demoAccounts: () => demo } : {}),
})
// What broke, by route pattern, code and constraint; not what was asked.
site.app.log.level = 'warn'

try {
  const address = await site.app.listen({ port: config.port, host: config.host })
  if (demo.length > 0) {
    say(`Demonstration accounts (also in ${join(config.dataDir, 'demo-accounts.json')}):`)
    for (const { role, email, password } of demo) say(`  ${role.padEnd(22)}${email.padEnd(36)}${password}`)
  }
  say(`Intégrate · ${address} · ${((Date.now() - started) / 1000).toFixed(1)} s · ${join(projectRoot())}`)
} catch (e) {
  console.error(
    (e as { code?: string }).code === 'EADDRINUSE'
      ? `Port ${config.port} is taken; set PORT to another, for example PORT=3001 npm start`
      : (e as Error).message,
  )
  await site.close()
  await ground.stop()
  process.exit(1)
}
