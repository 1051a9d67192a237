/**
 * The file of seals, kept outside the database: one line a signed head. Whoever rewrites the tables cannot rewrite it.
 * Pure; reading the file and checking signatures are given.
 */
export interface SealLine {
  at: string
  tenantId: string
  position: number
  /** Hexadecimal. */
  head: string
  signature: Buffer
}

export const sealLine = (s: SealLine): string =>
  `${s.at} ${s.tenantId} ${s.position} ${s.head} ${s.signature.toString('base64')}\n`

const shape =
  /^(\d{4}-\d\d-\d\dT[\d:.]+Z) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}) (\d{1,15}) ([0-9a-f]{64}) ([A-Za-z0-9+/]{86}==)$/

/** The lines of the file, or the number of the first that is none of ours. A last line cut short by a crash is left out. */
export function readSealLines(text: string): { ok: true; lines: SealLine[] } | { ok: false; line: number } {
  const lines: SealLine[] = []
  const rows = text.split('\n')
  const unfinished = rows.pop()
  for (const [i, row] of rows.entries()) {
    const m = shape.exec(row)
    if (!m) return { ok: false, line: i + 1 }
    lines.push({
      at: m[1]!,
      tenantId: m[2]!,
      position: Number(m[3]),
      head: m[4]!,
      signature: Buffer.from(m[5]!, 'base64'),
    })
  }
  const last = unfinished ? shape.exec(unfinished) : null
  return last ? readSealLines(`${text}\n`) : { ok: true, lines }
}
