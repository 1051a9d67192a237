/** A census file as a stream of records, whatever program wrote it; it may be read as often as needed. */
import { findDelimiter } from '../rules/census-columns.ts'
import {
  CensusDecoder,
  CensusReader,
  type CensusRecord,
  type Delimiter,
  detectEncoding,
  type Encoding,
  enoughBytes,
  type NotText,
} from '../rules/census-text.ts'

export interface CensusFile {
  encoding: Encoding
  delimiter: Delimiter
  /** A few hundred or thousand at a time. */
  records(): AsyncIterable<CensusRecord[]>
}

export type Opened = { ok: true; file: CensusFile } | { ok: false; reason: NotText }

export async function openCensus(source: () => AsyncIterable<Uint8Array>): Promise<Opened> {
  const start = await startOf(source())
  const found = detectEncoding(start)
  if (!found.ok) return found
  const decoder = new CensusDecoder(found)
  const text = decoder.push(start) + decoder.end()
  const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'))
  const delimiter = findDelimiter(start.length < enoughBytes || end < 0 ? text : text.slice(0, end))
  return {
    ok: true,
    file: {
      encoding: found.encoding,
      delimiter,
      async *records() {
        const bytes = new CensusDecoder(found)
        const reader = new CensusReader(delimiter)
        for await (const piece of source()) {
          const records = reader.push(bytes.push(piece))
          if (records.length > 0) yield records
        }
        const last = [...reader.push(bytes.end()), ...reader.end()]
        if (last.length > 0) yield last
      },
    },
  }
}

async function startOf(source: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of source) {
    pieces.push(piece)
    length += piece.length
    if (length >= enoughBytes) break
  }
  return Buffer.concat(pieces).subarray(0, enoughBytes)
}

export const signsOf = ({ cells }: CensusRecord): number => cells.reduce((sum, cell) => sum + cell.length, 0)

/** Windows of records, with the place of their first in the file. */
export async function* windows(
  file: CensusFile,
  most: { rows: number; signs: number },
): AsyncGenerator<{ offset: number; records: CensusRecord[] }> {
  let offset = 0
  let records: CensusRecord[] = []
  let signs = 0
  for await (const some of file.records())
    for (const record of some) {
      records.push(record)
      signs += signsOf(record)
      if (records.length >= most.rows || signs >= most.signs) {
        yield { offset, records }
        offset += records.length
        records = []
        signs = 0
      }
    }
  if (records.length > 0) yield { offset, records }
}
