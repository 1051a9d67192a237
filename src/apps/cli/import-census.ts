import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { CensusBatch } from '../../modules/registry/census/contract.ts'
import { BatchFile, returnedRows, runCensus } from '../../modules/registry/census/run.ts'
import type { CensusGroundWork } from '../../modules/registry/census/step.ts'
import { reasonText } from '../../modules/registry/rules/census-reasons.ts'
import { type Connection, connect } from '../../server/db.ts'
import { createFileStore } from '../../server/files.ts'
import { openGround } from '../../server/ground.ts'
import { createVault } from '../../server/vault.ts'
import { Problem } from '../../shared/problem.ts'
import { memberByEmail } from '../members.ts'
import { listeners } from '../modules.ts'
import { powerOf } from '../roles.ts'
import { sayProblem } from '../say.ts'
import { CalledWrongly, type Command, cli, needed } from './command.ts'
import { tenantsNamed } from './tenants.ts'

export const command: Command = {
  help: 'load a census file: every row is created, held, refused or ignored, and says why',
  example: `${cli} import census censo.csv --tenant 02002 --as alguien@ejemplo.gob.mx --batch docs/examples/census-batch.json --dry-run`,
  words: { FILE: 'the census as CSV, as it comes: any encoding, delimiter, titles and order of columns' },
  options: {
    tenant: { type: 'string', value: 'TENANT', help: 'the municipality: its id or INEGI code', needed: true },
    as: {
      type: 'string',
      value: 'EMAIL',
      help: 'who loads it: an intake worker or a coordinator, whose organization the people come to',
      needed: true,
    },
    batch: {
      type: 'string',
      value: 'FILE',
      help: 'what cannot be read off the census: its source, the notice, the ground of each sensitive column (docs/examples/census-batch.json; docs/census.md)',
      needed: true,
    },
    'dry-run': { type: 'boolean', help: 'say what would become of each row, and save nobody' },
    return: {
      type: 'string',
      value: 'FILE',
      help: 'write the held and refused rows there, to correct and load again',
    },
    language: { type: 'string', value: 'es|en', help: 'the language of the report; English when not said' },
  },
  failed: 'the file cannot be read, lacks what is asked for, or loading stopped: called again, it goes on',
  async run({ config, words, options, say }) {
    const path = needed(words[0], 'FILE')
    const tenant = needed(options.tenant, '--tenant')
    const as = needed(options.as, '--as')
    const batchPath = needed(options.batch, '--batch')
    if (options.language !== undefined && options.language !== 'es' && options.language !== 'en')
      throw new CalledWrongly(`--language is es or en, not ${options.language}`)
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
      if (told.tally.hold + told.tally.refuse > 0) {
        if (typeof options.return === 'string') {
          await pipeline(
            Readable.from(returnedRows(g, actor, told.id, language)),
            createWriteStream(options.return, { mode: 0o600 }),
          )
          say(wording[language].written(options.return))
        } else say(wording[language].offered(basename(path, extname(path))))
      }
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

interface Words {
  heading: (batch: CensusBatch) => string
  unreadable: (why: string) => string
  noNames: (batch: CensusBatch) => string[]
  noRows: string
  dry: string
  state: (batch: CensusBatch) => string
  tally: (batch: CensusBatch, dry: boolean) => string
  families: (batch: CensusBatch) => string
  kinds: Record<'hold' | 'refuse' | 'ignore' | 'notice', string>
  totals: (line: number, says: number, people: number) => string
  questions: [none: string, some: string]
  question: (question: CensusBatch['questions'][number]) => string
  columns: [none: string, some: string]
  withheld: Record<CensusBatch['withheld'][number]['why'], string>
  grounds: string
  chosenBy: (name: string) => string
  written: (path: string) => string
  offered: (path: string) => string
}

const n = (value: number) => value.toLocaleString('en')
const counts = ({ tally, created, rowsTotal }: CensusBatch, dry: boolean) => {
  const made = dry ? tally.create : created
  const { hold, refuse, ignore } = tally
  return [made, hold, refuse, ignore, made + hold + refuse + ignore, rowsTotal ?? 0].map(n)
}
const seenIn = (seen: readonly { word: string; rows: number }[]) =>
  seen.map(({ word, rows }) => `${word} ${n(rows)}`).join(', ')
/** Columns as the batch file names them, with what stands in them. */
const columnsOf = (batch: CensusBatch) =>
  batch.columns.map(({ key, examples }) => `  "${key}": ${examples.join(' · ')}`)

const wording: Record<'es' | 'en', Words> = {
  en: {
    heading: (b) =>
      `${b.encoding} · delimiter ${JSON.stringify(b.delimiter)} · headings in line ${b.headingsLine ?? '(none)'}`,
    unreadable: (why) =>
      `The file cannot be read: ${why}. Open it in a spreadsheet, save it as CSV and load it again.`,
    noNames: (b) => [
      'No column of this file is known to hold names; nothing was loaded. Say in the batch file which one does, for',
      'example "columns": { "columna 4": "given", "columna 2": "surname" }, or "headingsLine" when the headings stand',
      'in another line. The columns are:',
      ...columnsOf(b),
    ],
    noRows: 'The file has headings and no row with a person; nothing was loaded.',
    dry: 'Dry run: nothing was saved.',
    state: (b) => `State: ${b.state}${b.problem ? ` (${b.problem})` : ''}`,
    tally: (b, dry) => {
      const [made, hold, refuse, ignore, sum, read] = counts(b, dry)
      return `${dry ? 'To create' : 'Created'} ${made} + held ${hold} + refused ${refuse} + ignored ${ignore} = ${sum} rows; rows read ${read}`
    },
    families: (b) =>
      `Families ${n(b.families.done)} of ${n(b.families.total ?? 0)}${
        b.childrenAlone > 0 ? ` · ${n(b.childrenAlone)} of children alone: somebody should look` : ''
      }`,
    kinds: { hold: 'Held', refuse: 'Refused', ignore: 'Ignored', notice: 'To look at' },
    totals: (line, says, people) =>
      `Line ${line} of the file says that there are ${n(says)}; rows that hold a person: ${n(people)}`,
    questions: ['No question of the file is unanswered.', 'Questions unanswered'],
    question: (q) =>
      q.id === 'sex_m'
        ? `Does M mean mujer (female) or masculino (male)? ${n(q.rows)} rows are kept as not known (answers.sexM). Seen: ${seenIn(q.seen)}`
        : q.id === 'sex_numbers'
          ? `Which sex is 1? ${n(q.rows)} rows are kept as not known (answers.sexOne: male or female). Seen: ${seenIn(q.seen)}`
          : `Is the day or the month written first in the dates of ${q.field}? Read as ${q.suggestion} (answers.${q.field}Order)`,
    columns: ['Every column is stored.', 'Columns not stored'],
    withheld: {
      no_ground: 'no legal ground was named (grounds)',
      not_collected: 'not collected',
      not_recognised: 'not recognised (columns)',
      set_aside: 'set aside by whoever explained the columns',
    },
    grounds: 'Sensitive columns, and the ground each is stored on',
    chosenBy: (name) => `chosen by ${name}`,
    written: (path) => `Held and refused rows to correct and load again: ${path}`,
    offered: (path) =>
      `--return ${path}-to-correct.csv writes the held and refused rows to correct and load again`,
  },
  es: {
    heading: (b) =>
      `${b.encoding} · separador ${JSON.stringify(b.delimiter)} · encabezados en la línea ${b.headingsLine ?? '(ninguna)'}`,
    unreadable: (why) =>
      `No se puede leer el archivo: ${why}. Ábralo en una hoja de cálculo, guárdelo como CSV y cárguelo de nuevo.`,
    noNames: (b) => [
      'No se sabe qué columna tiene los nombres; no se cargó nada. Dígalo en el archivo del lote, por ejemplo',
      '"columns": { "columna 4": "given", "columna 2": "surname" }, o "headingsLine" si los encabezados están en otra',
      'línea. Las columnas son:',
      ...columnsOf(b),
    ],
    noRows: 'El archivo tiene encabezados y ningún renglón con una persona; no se cargó nada.',
    dry: 'Ensayo: no se guardó nada.',
    state: (b) => `Estado: ${b.state}${b.problem ? ` (${b.problem})` : ''}`,
    tally: (b, dry) => {
      const [made, hold, refuse, ignore, sum, read] = counts(b, dry)
      return `${dry ? 'Por crear' : 'Creados'} ${made} + detenidos ${hold} + rechazados ${refuse} + ignorados ${ignore} = ${sum} renglones; renglones leídos ${read}`
    },
    families: (b) =>
      `Familias ${n(b.families.done)} de ${n(b.families.total ?? 0)}${
        b.childrenAlone > 0
          ? ` · ${n(b.childrenAlone)} solo de niñas, niños o adolescentes: alguien debe revisar`
          : ''
      }`,
    kinds: { hold: 'Detenidos', refuse: 'Rechazados', ignore: 'Ignorados', notice: 'Por revisar' },
    totals: (line, says, people) =>
      `La línea ${line} del archivo dice que son ${n(says)}; renglones con una persona: ${n(people)}`,
    questions: ['Ninguna pregunta del archivo quedó sin respuesta.', 'Preguntas sin respuesta'],
    question: (q) =>
      q.id === 'sex_m'
        ? `¿M significa mujer (female) o masculino (male)? ${n(q.rows)} renglones quedan como «no se sabe» (answers.sexM). En el archivo: ${seenIn(q.seen)}`
        : q.id === 'sex_numbers'
          ? `¿Qué sexo es 1? ${n(q.rows)} renglones quedan como «no se sabe» (answers.sexOne: male o female). En el archivo: ${seenIn(q.seen)}`
          : `¿En las fechas de ${q.field === 'birth' ? 'nacimiento' : 'ingreso'} va primero el día o el mes? Se leyeron como ${q.suggestion} (answers.${q.field}Order)`,
    columns: ['Se guardan todas las columnas.', 'Columnas que no se guardan'],
    withheld: {
      no_ground: 'no se eligió fundamento legal (grounds)',
      not_collected: 'no se recaba',
      not_recognised: 'no se reconoce (columns)',
      set_aside: 'quien explicó las columnas la dejó fuera',
    },
    grounds: 'Columnas sensibles y el fundamento de cada una',
    chosenBy: (name) => `lo eligió ${name}`,
    written: (path) => `Renglones detenidos y rechazados, para corregir y cargar de nuevo: ${path}`,
    offered: (path) =>
      `--return ${path}-por-corregir.csv escribe los renglones detenidos y rechazados para corregirlos y cargarlos de nuevo`,
  },
}

/** What happened, in lines. */
export function report(batch: CensusBatch, language: 'es' | 'en'): string[] {
  const say = wording[language]
  if (batch.state === 'unreadable') return [say.unreadable(batch.problem ?? '')]
  if (batch.state === 'surveyed')
    return [say.heading(batch), '', ...(batch.problem === 'no_rows' ? [say.noRows] : say.noNames(batch)), '']
  const lines: string[] = []
  const dry = batch.state !== 'done' && batch.created === 0
  lines.push(
    say.heading(batch),
    '',
    dry && !batch.problem ? say.dry : say.state(batch),
    say.tally(batch, dry),
    say.families(batch),
  )
  for (const kind of ['hold', 'refuse', 'ignore', 'notice'] as const) {
    const of = batch.reasons.filter((reason) => reason.kind === kind)
    if (of.length === 0) continue
    lines.push('', say.kinds[kind])
    for (const { code, rows } of of)
      lines.push(`  ${n(rows).padStart(8)}  ${code.padEnd(24)} ${reasonText(code, language).why}`)
  }
  for (const { line, says, people } of batch.totals) lines.push('', say.totals(line, says, people))
  const unanswered = batch.questions.filter((question) => !question.answered)
  lines.push('', say.questions[unanswered.length === 0 ? 0 : 1])
  for (const question of unanswered) lines.push(`  ${say.question(question)}`)
  lines.push('', say.columns[batch.withheld.length === 0 ? 0 : 1])
  for (const { heading, use, why } of batch.withheld)
    lines.push(`  ${heading} (${use}): ${say.withheld[why]}`)
  if (batch.grounds.length > 0) lines.push('', say.grounds)
  for (const { field, ground, chosenBy } of batch.grounds)
    lines.push(`  ${field}: ${ground}, ${say.chosenBy(chosenBy.name)}`)
  lines.push('')
  return lines
}
