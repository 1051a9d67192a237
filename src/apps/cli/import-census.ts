import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { CensusBatch } from '../../modules/registry/census/contract.ts'
import { BatchFile, returnedRows, runCensus } from '../../modules/registry/census/run.ts'
import type { CensusGroundWork } from '../../modules/registry/census/work.ts'
import { reasonText } from '../../modules/registry/rules/census-reasons.ts'
import { type Connection, connect } from '../../server/db.ts'
import { createFileStore } from '../../server/files.ts'
import { openGround } from '../../server/ground.ts'
import { createVault } from '../../server/vault.ts'
import { Problem } from '../../shared/problem.ts'
import type { Command } from '../cli.ts'
import { memberByEmail } from '../members.ts'
import { listeners } from '../modules.ts'
import { powerOf } from '../roles.ts'
import { sayProblem } from '../say.ts'
import { tenantsNamed } from './tenants.ts'

export const command: Command = {
  help: 'load a census file: every row is created, held, refused or ignored, and says why',
  example:
    'npm run -s cli -- import census censo.csv --tenant 02002 --as alguien@ejemplo.gob.mx --batch docs/examples/census-batch.json --dry-run',
  options: {
    tenant: { type: 'string' },
    as: { type: 'string' },
    batch: { type: 'string' },
    'dry-run': { type: 'boolean' },
    return: { type: 'string' },
    language: { type: 'string' },
  },
  async run({ config, words, options, say }) {
    const [path] = words
    const { tenant, as, batch: batchPath } = options
    if (!path || typeof tenant !== 'string' || typeof as !== 'string' || typeof batchPath !== 'string')
      throw new Error(
        'import census needs the file, --tenant (its id or INEGI code), --as (the e-mail of who loads) and --batch (see docs/examples/census-batch.json)',
      )
    for (const needed of [path, batchPath]) if (!existsSync(needed)) throw new Error(`no file ${needed}`)
    const batch = readBatch(batchPath)
    const language = options.language === 'es' ? 'es' : 'en'
    const ground = await openGround(config, say)
    const app = connect(ground.appUrl, { max: 6, name: 'integrate-census' })
    const worker = connect(ground.workerUrl, { max: 3, name: 'integrate-census-worker' })
    const g: CensusGroundWork = {
      ground: { db: app.db, vault: createVault(config.secrets.masterKey), listeners },
      worker,
      files: createFileStore(join(config.dataDir, 'files')),
      powerOf,
    }
    const stopping = new AbortController()
    const interrupt = () => stopping.abort()
    process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
    try {
      const place = (await tenantsNamed(worker, tenant))[0]!
      const actor = await memberByEmail(app, place.id, as, batch.organization)
      if (!actor.verbs.has('census.import'))
        throw new Error(
          `${as} may not load a census at ${actor.organizationName}: that is for intake workers and coordinators`,
        )
      say(`${place.name} · ${actor.organizationName} · ${actor.name}`)
      const told = await runCensus(g, actor, {
        fileName: basename(path),
        source: createReadStream(path),
        batch,
        dryRun: options['dry-run'] === true,
        accountOf: async (email) => (await memberByEmail(app, place.id, email)).accountId,
        progress: progressTo(say),
        signal: stopping.signal,
      })
      for (const line of report(told, language)) say(line)
      if (typeof options.return === 'string' && told.tally.hold + told.tally.refuse > 0) {
        await pipeline(
          Readable.from(returnedRows(g, actor, told.id, language)),
          createWriteStream(options.return, { mode: 0o600 }),
        )
        say(`Held and refused rows to correct and load again: ${options.return}`)
      } else if (told.tally.hold + told.tally.refuse > 0)
        say(
          `--return ${basename(path, extname(path))}-to-correct.csv writes the held and refused rows to correct and load again`,
        )
      return ['done', 'planned'].includes(told.state) ? 0 : 1
    } catch (e) {
      if (e instanceof Problem) {
        if (process.env.INTEGRATE_DEBUG === '1') console.error(e.cause)
        throw new Error(sayProblem(e, language))
      }
      throw e
    } finally {
      process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
      await close([app, worker])
      await ground.stop()
    }
  },
}

const close = (all: readonly Connection[]) => Promise.all(all.map((one) => one.close()))

function readBatch(path: string): BatchFile {
  let said: unknown
  try {
    said = JSON.parse(readFileSync(path, 'utf8'))
  } catch (e) {
    throw new Error(`${path} is not JSON: ${(e as Error).message}`)
  }
  const read = BatchFile.safeParse(said)
  if (read.success) return read.data
  throw new Error(
    [
      `${path} is no batch file (see docs/examples/census-batch.json):`,
      ...read.error.issues.map((issue) => `  ${issue.path.join('.') || '(whole file)'}: ${issue.message}`),
    ].join('\n'),
  )
}

const n = (value: number) => value.toLocaleString('en')

/** A line now and then, when something moved. */
export function progressTo(say: (line: string) => void): (batch: CensusBatch) => void {
  let last = ''
  let at = 0
  return (batch) => {
    const line =
      batch.state === 'importing'
        ? `  families ${n(batch.families.done)} of ${n(batch.families.total ?? 0)} · people ${n(batch.created)}`
        : batch.state === 'planning'
          ? `  rows looked at ${n(batch.rowsDone)}${batch.rowsTotal ? ` of ${n(batch.rowsTotal)}` : ''}`
          : batch.state === 'received'
            ? `  rows read ${n(batch.rowsDone)}`
            : ''
    if (!line || line === last || Date.now() - at < 2000) return
    last = line
    at = Date.now()
    say(line)
  }
}

/** What happened, in lines. */
export function report(batch: CensusBatch, language: 'es' | 'en'): string[] {
  const lines: string[] = []
  if (batch.state === 'unreadable')
    return [
      `The file cannot be read: ${batch.problem}. Open it in a spreadsheet, save it as CSV and load it again.`,
    ]
  const { tally } = batch
  const dry = batch.state !== 'done' && batch.created === 0
  lines.push(
    `${batch.encoding} · delimiter ${JSON.stringify(batch.delimiter)} · headings in line ${batch.headingsLine ?? '(none)'}`,
    '',
    dry
      ? 'Dry run: nothing was saved.'
      : `State: ${batch.state}${batch.problem ? ` (${batch.problem})` : ''}`,
    `${dry ? 'To create' : 'Created'} ${n(dry ? tally.create : batch.created)} + held ${n(tally.hold)} + refused ${n(tally.refuse)} + ignored ${n(tally.ignore)} = ${n(
      (dry ? tally.create : batch.created) + tally.hold + tally.refuse + tally.ignore,
    )} rows; rows read ${n(batch.rowsTotal ?? 0)}`,
    `Families ${n(batch.families.done)} of ${n(batch.families.total ?? 0)}${
      batch.childrenAlone > 0 ? ` · ${n(batch.childrenAlone)} of children alone: somebody should look` : ''
    }`,
  )
  for (const kind of ['hold', 'refuse', 'ignore', 'notice'] as const) {
    const of = batch.reasons.filter((reason) => reason.kind === kind)
    if (of.length === 0) continue
    lines.push('', { hold: 'Held', refuse: 'Refused', ignore: 'Ignored', notice: 'To look at' }[kind])
    for (const { code, rows } of of)
      lines.push(`  ${n(rows).padStart(8)}  ${code.padEnd(24)} ${reasonText(code, language).why}`)
  }
  for (const { line, says, people } of batch.totals)
    lines.push(
      '',
      `Line ${line} of the file says that there are ${n(says)}; rows that hold a person: ${n(people)}`,
    )
  const unanswered = batch.questions.filter((question) => !question.answered)
  lines.push('', unanswered.length === 0 ? 'No question of the file is unanswered.' : 'Questions unanswered')
  for (const question of unanswered)
    lines.push(
      question.id === 'sex_m'
        ? `  Does M mean mujer (female) or masculino (male)? ${n(question.rows)} rows are kept as not known (answers.sexM). Seen: ${question.seen
            .map(({ word, rows }) => `${word} ${n(rows)}`)
            .join(', ')}`
        : `  Is the day or the month written first in the dates of ${question.field}? Read as ${question.suggestion} (answers.${question.field}Order)`,
    )
  lines.push('', batch.withheld.length === 0 ? 'Every column is stored.' : 'Columns not stored')
  for (const { heading, use, why } of batch.withheld)
    lines.push(
      `  ${heading} (${use}): ${
        {
          no_ground: 'no legal ground was named (grounds)',
          not_collected: 'not collected',
          not_recognised: 'not recognised',
        }[why]
      }`,
    )
  if (batch.grounds.length > 0) lines.push('', 'Sensitive columns, and the ground each is stored on')
  for (const { field, ground, chosenBy } of batch.grounds)
    lines.push(`  ${field}: ${ground}, chosen by ${chosenBy.name}`)
  lines.push('')
  return lines
}
