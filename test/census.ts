/** Loading a census in tests: the real importer on a file given as text or bytes. */
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { powerOf } from '../src/apps/roles.ts'
import type { CensusBatch } from '../src/modules/registry/census/contract.ts'
import { BatchFile, type RunOptions, runCensus } from '../src/modules/registry/census/run.ts'
import type { CensusGroundWork } from '../src/modules/registry/census/step.ts'
import { createFileStore } from '../src/server/files.ts'
import type { Actor } from '../src/shared/actor.ts'
import type { House } from './factories.ts'

export const censusWork = (h: House, more: Partial<CensusGroundWork> = {}): CensusGroundWork => ({
  ground: h.ground,
  worker: h.worker,
  files: createFileStore(mkdtempSync(join(tmpdir(), 'integrate-files-'))),
  powerOf,
  ...more,
})

export async function* bytesOf(...pieces: (string | Uint8Array)[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) yield Buffer.from(piece as string)
}

type Said = { [K in keyof BatchFile]?: unknown }

export const batchFile = (said: Said = {}): BatchFile =>
  BatchFile.parse({ notice: { language: 'es', how: 'given_at_the_census' }, ...said })

export const loadCensus = (
  g: CensusGroundWork,
  actor: Actor,
  content: string | Uint8Array,
  said: Said = {},
  more: Partial<RunOptions> = {},
): Promise<CensusBatch> =>
  runCensus(g, actor, { fileName: 'censo.csv', source: bytesOf(content), batch: batchFile(said), ...more })
