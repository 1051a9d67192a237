import { wrong } from './errors.ts'

/**
 * Reads comma-separated values (RFC 4180): quotes, doubled quotes inside, line ends of any kind, a byte order mark.
 * @returns the header and the records, all as text, and the line on which each record begins
 * @throws DisclosureError naming the line when a record has another number of fields than the header
 */
export function readCsv(text: string): { header: string[]; records: string[][]; lines: number[] } {
  const lines: { fields: string[]; line: number }[] = []
  let fields: string[] = []
  let field = ''
  let quoted = false
  let line = 1
  let start = 1
  let any = false
  const endRecord = () => {
    if (any) lines.push({ fields: [...fields, field], line: start })
    fields = []
    field = ''
    any = false
    start = line
  }
  const source = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  for (let i = 0; i < source.length; i++) {
    const c = source[i]!
    if (c === '\n') line++
    if (quoted) {
      if (c !== '"') field += c
      else if (source[i + 1] === '"') {
        field += '"'
        i++
      } else quoted = false
    } else if (c === '"' && field === '') {
      quoted = true
      any = true
    } else if (c === ',') {
      fields.push(field)
      field = ''
      any = true
    } else if (c === '\n') endRecord()
    else {
      field += c
      any = true
    }
  }
  if (quoted) wrong(`line ${start}`, 'a quote is never closed')
  endRecord()
  const [header, ...records] = lines
  if (!header) wrong('line 1', 'the file is empty')
  for (const record of records)
    if (record.fields.length !== header.fields.length)
      wrong(`line ${record.line}`, `has ${record.fields.length} fields, the header ${header.fields.length}`)
  return {
    header: header.fields,
    records: records.map((record) => record.fields),
    lines: records.map((record) => record.line),
  }
}
