/** What stands inside a backup: a header, each table's rows and their hash, and a trailer. */
import { createHash } from 'node:crypto'
import type { AppliedMigration } from '../migrate.ts'
import { NotReadable, type SealedWriter } from './sealed-file.ts'

export interface TableHead {
  /** `schema.table`. */
  table: string
  columns: string[]
  /** As the owner counted them in the same snapshot. */
  rows: number
}

export interface Header {
  format: 1
  madeAt: string
  /** The version of the server it was made on. */
  postgres: string
  migrations: AppliedMigration[]
  tables: TableHead[]
  sequences: { name: string; value: number }[]
  /** The erasures already done when it was made; a restore needs at least these. */
  erasures: { id: string; count: number; head: string }
  /** Tasks of the queue not done yet. */
  queue: { task: string; payload: unknown }[]
}

const kinds = { header: 1, table: 2, rows: 3, end: 4, trailer: 5 } as const
type Kind = keyof typeof kinds
const kindOf = new Map<number, Kind>(Object.entries(kinds).map(([k, n]) => [n, k as Kind]))

export interface TableEnd {
  rows: number
  sha256: string
}

export async function putFrame(to: SealedWriter, kind: Kind, body: Buffer | object): Promise<void> {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body))
  const head = Buffer.alloc(5)
  head[0] = kinds[kind]
  head.writeUInt32BE(bytes.length, 1)
  await to.write(head)
  await to.write(bytes)
}

export interface Frame {
  kind: Kind
  body: Buffer
}

export async function* framesIn(pieces: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let held: Buffer = Buffer.alloc(0)
  for await (const piece of pieces) {
    held = held.length === 0 ? piece : Buffer.concat([held, piece])
    while (held.length >= 5) {
      const length = held.readUInt32BE(1)
      if (held.length < 5 + length) break
      const kind = kindOf.get(held[0]!)
      if (!kind) throw new NotReadable('the backup was written by a later version: use that version')
      yield { kind, body: held.subarray(5, 5 + length) }
      held = held.subarray(5 + length)
    }
  }
  if (held.length > 0) throw new NotReadable('the backup ends in the middle: make another one')
}

/** Rows of a text COPY: one line each, since a line break inside a value is written `\n`. */
export function rowCounter() {
  const hash = createHash('sha256')
  let rows = 0
  return {
    take(piece: Buffer): void {
      hash.update(piece)
      for (let i = piece.indexOf(10); i !== -1; i = piece.indexOf(10, i + 1)) rows++
    },
    end: (): TableEnd => ({ rows, sha256: hash.digest('hex') }),
    rows: () => rows,
  }
}
