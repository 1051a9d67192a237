import { blockingKeys, hashKey } from './blocking.ts'
import { Blocks } from './blocks.ts'
import type { PersonRecord } from './record.ts'
import { type NameFrequencies, Table } from './table.ts'

/** Records taken in one by one for a batch: their columns and their hashed blocking keys, no text kept twice. */
export class Register {
  readonly table: Table
  private keys = new Uint32Array(1 << 14)
  private keyRows = new Int32Array(1 << 14)
  private length = 0
  private firstFile = 0

  constructor(frequencies?: NameFrequencies) {
    this.table = new Table(frequencies)
  }

  add(record: PersonRecord): void {
    const row = this.table.add(record)
    const keys = blockingKeys(record)
    while (this.length + keys.length > this.keys.length) {
      const keys2 = new Uint32Array(this.keys.length * 2)
      keys2.set(this.keys)
      this.keys = keys2
      const rows2 = new Int32Array(this.keys.length)
      rows2.set(this.keyRows)
      this.keyRows = rows2
    }
    for (const key of keys) {
      this.keys[this.length] = hashKey(key)
      this.keyRows[this.length++] = row
    }
  }

  /** Marks the end of the first of two files to be linked: from here on records belong to the second. */
  startSecondFile(): void {
    this.firstFile = this.table.rows
  }

  /** Rows of the first file; 0 when there is one file only. */
  get split(): number {
    return this.firstFile
  }

  /** Pairs there are to judge in all. */
  get pairs(): number {
    const n = this.table.rows
    return this.firstFile > 0 ? this.firstFile * (n - this.firstFile) : (n * (n - 1)) / 2
  }

  blocks(cap: number): Blocks {
    return new Blocks(
      this.table,
      this.keys.subarray(0, this.length),
      this.keyRows.subarray(0, this.length),
      cap,
      this.firstFile,
    )
  }
}
