/** A census from a file at hand, all steps in a row: for the command line and the demonstration. */
import { setTimeout as pause } from 'node:timers/promises'
import * as z from 'zod'
import { newFileKey } from '../../../server/files.ts'
import { act, type Deed } from '../../../server/guard.ts'
import type { Actor } from '../../../shared/actor.ts'
import { languages } from '../../../shared/actor.ts'
import { Day } from '../../../shared/contract.ts'
import { newId } from '../../../shared/id.ts'
import { noticeWays } from '../contract.ts'
import { noticeInForce } from '../reading.ts'
import { type Field, fields, headingKeys, holdsNames, normaliseHeading } from '../rules/census-columns.ts'
import { censusGrounds } from '../rules/census-member.ts'
import { enoughBytes } from '../rules/census-text.ts'
import { askPlan, askStart, getBatch, sayChoices, sayColumns, takeFile } from './batch.ts'
import { CensusAnswers, type CensusBatch, columnUses } from './contract.ts'
import type { CensusGroundWork } from './step.ts'
import { tellBatch, tellReturn } from './view.ts'
import { workOn } from './work.ts'

const GroundSaid = z.union([
  z.enum(censusGrounds),
  z.strictObject({ ground: z.enum(censusGrounds), chosenBy: z.email().optional() }),
])

/** The batch file of `cli import census`. */
export const BatchFile = z.strictObject({
  /** The organization that loads; when the account works for several. */
  organization: z.string().min(1).max(200).optional(),
  /** Who sent the file, always the same words: rows are known again by it. */
  source: z.string().trim().max(100).default(''),
  /** The day the census was taken; today when not said. */
  censusDay: Day.optional(),
  notice: z.strictObject({
    language: z.enum(languages),
    how: z.enum(noticeWays),
    interpreter: z.string().trim().min(1).max(200).optional(),
  }),
  /** The line of the headings, when it is not found; 0 when there are none. */
  headingsLine: z.int().min(0).max(500).optional(),
  /** Headings as they stand in the file, and what they are; only those that are not recognised. */
  columns: z.record(z.string(), z.enum(columnUses)).default({}),
  answers: CensusAnswers.default({}),
  /** Sensitive columns that may be stored, each with its ground. */
  grounds: z.partialRecord(z.enum(fields), GroundSaid).default({}),
})
export type BatchFile = z.infer<typeof BatchFile>

export interface RunOptions {
  fileName: string
  source: AsyncIterable<Uint8Array>
  batch: BatchFile
  dryRun?: boolean
  /** Account of an e-mail address, for grounds chosen by another than the actor. */
  accountOf?: (email: string) => Promise<string>
  progress?: (batch: CensusBatch) => void
  signal?: AbortSignal
}

/** @throws Problem */
export async function runCensus(g: CensusGroundWork, actor: Actor, o: RunOptions): Promise<CensusBatch> {
  const writing = <T>(work: (deed: Deed) => Promise<T>) => act(g.ground, actor, 'census.import', work)
  const now = () => act(g.ground, actor, 'census.read', (deed) => tellBatch(deed, id))
  const id = newId()
  const key = newFileKey()
  let start = Buffer.alloc(0)
  const watched = (async function* () {
    for await (const piece of o.source) {
      if (start.length < enoughBytes) start = Buffer.concat([start, piece]).subarray(0, enoughBytes)
      yield piece
    }
  })()
  const file = await g.files.write(id, key, watched)
  await writing((deed) => takeFile(deed, { ...file, key, start, name: o.fileName }, o.batch.source)).catch(
    async (problem) => {
      await g.files.remove(id)
      throw problem
    },
  )

  let told = await settle()
  if (told.state === 'unreadable') return told
  const said = new Map(
    Object.entries(o.batch.columns).map(([heading, use]) => [normaliseHeading(heading), use]),
  )
  const { headingsLine } = o.batch
  if (headingsLine !== undefined && headingsLine !== (told.headingsLine ?? 0)) {
    const { version } = told
    await writing(async (deed) => sayColumns(deed, await getBatch(deed, id), version, [], headingsLine))
    told = await settle()
  }
  if (said.size > 0) {
    const keys = headingKeys(told.columns.map((column) => column.heading))
    const columns = keys.flatMap((name) => {
      const use = said.get(name)
      return use ? [{ key: name, use }] : []
    })
    if (columns.length > 0) {
      const { version } = told
      await writing(async (deed) => sayColumns(deed, await getBatch(deed, id), version, columns))
      told = await settle()
    }
  }
  // Which column holds the names is asked first.
  if (!holdsNames(told.columns) || told.problem === 'no_rows') return told
  const grounds: { field: Field; ground: (typeof censusGrounds)[number]; chosenBy?: string }[] = []
  for (const [field, ground] of Object.entries(o.batch.grounds)) {
    if (!ground) continue
    const { ground: code, chosenBy = undefined } = typeof ground === 'string' ? { ground } : ground
    const account = chosenBy && o.accountOf ? await o.accountOf(chosenBy) : undefined
    grounds.push({ field: field as Field, ground: code, ...(account ? { chosenBy: account } : {}) })
  }
  const { version } = told
  await writing(async (deed) => {
    const { noticeId } = await noticeInForce(deed)
    await sayChoices(deed, await getBatch(deed, id), version, {
      answers: o.batch.answers,
      grounds,
      notice: { noticeId, ...o.batch.notice },
      censusDay: o.batch.censusDay,
    })
  })
  await writing(async (deed) => askPlan(deed, await getBatch(deed, id), version + 1))
  told = await settle()
  if (o.dryRun || told.state !== 'planned') return told
  const planned = told.version
  await writing(async (deed) => askStart(deed, await getBatch(deed, id), planned))
  return settle()

  /** Works, or waits for a server that was quicker. */
  async function settle(): Promise<CensusBatch> {
    const tick = o.progress ? setInterval(() => void now().then(o.progress, () => {}), 500) : undefined
    try {
      for (;;) {
        await workOn(g, actor.tenantId, id, o.signal)
        const batch = await now()
        if (!['received', 'planning', 'importing'].includes(batch.state)) return batch
        if (o.signal?.aborted) return batch
        await pause(300)
      }
    } finally {
      clearInterval(tick)
    }
  }
}

/** The file to correct, whole or in pieces as it comes. */
export async function* returnedRows(
  g: CensusGroundWork,
  actor: Actor,
  batchId: string,
  language: 'es' | 'en',
): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const piece = await act(g.ground, actor, 'census.read', (deed) =>
      tellReturn(deed, batchId, { language, after }),
    )
    yield piece.csv
    if (piece.next === undefined) return
    after = piece.next
  }
}
