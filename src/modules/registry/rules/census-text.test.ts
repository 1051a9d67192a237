import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  CensusDecoder,
  CensusReader,
  type Delimiter,
  delimiters,
  detectDelimiter,
  detectEncoding,
  type Encoding,
  readRecords,
} from './census-text.ts'

const rows = [
  'No. familia;Nombre(s);Año',
  'F-1;José Ñáñez;1990',
  'F-2;Rosemène Désir, «Wòz»;2001',
  'F-3;Íngrid Núñez;1987',
]
const text = rows.join('\r\n')

function encode(t: string, encoding: Encoding, bom = false): Uint8Array {
  if (encoding === 'utf-8')
    return Uint8Array.from([...(bom ? [0xef, 0xbb, 0xbf] : []), ...Buffer.from(t, 'utf8')])
  if (encoding === 'utf-16le')
    return Uint8Array.from([...(bom ? [0xff, 0xfe] : []), ...Buffer.from(t, 'utf16le')])
  if (encoding === 'utf-16be')
    return Uint8Array.from([...(bom ? [0xfe, 0xff] : []), ...Buffer.from(t, 'utf16le').swap16()])
  const table = new Map<string, number>()
  for (let byte = 0; byte < 256; byte++)
    table.set(new CensusDecoder({ encoding, bom: 0 }).push(Uint8Array.of(byte)), byte)
  return Uint8Array.from([...t].map((sign) => table.get(sign) ?? 63))
}

describe('a file that is not what it says', () => {
  test.each<[string, number[] | string, string]>([
    ['nothing', '', 'empty'],
    ['a workbook', 'PK\x03\x04....[Content_Types].xml', 'xlsx'],
    ['an archive', 'PK\x03\x04fotos/1.jpg', 'zip'],
    ['an old workbook', [0xd0, 0xcf, 0x11, 0xe0, 1, 2], 'xls'],
    ['a PDF', '%PDF-1.7', 'pdf'],
    ['a picture', [0xff, 0xd8, 0xff, 0xe0], 'image'],
    ['a web page', '<!DOCTYPE html><html>', 'html'],
    ['a compressed file', [0x1f, 0x8b, 8], 'gzip'],
    ['anything else', [1, 2, 3, 0, 4, 5, 0, 0, 0, 7], 'binary'],
  ])('%s', (_, bytes, reason) => {
    const start = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes
    expect(detectEncoding(Uint8Array.from(start))).toEqual({ ok: false, reason })
  })
})

describe('encodings', () => {
  const cases: [Encoding, boolean][] = [
    ['utf-8', false],
    ['utf-8', true],
    ['utf-16le', true],
    ['utf-16le', false],
    ['utf-16be', true],
    ['utf-16be', false],
    ['windows-1252', false],
    ['ibm850', false],
    ['macintosh', false],
  ]
  test.each(cases)('%s, with mark: %s, in pieces of any size', (encoding, bom) => {
    // The grave accent of Creole stands in all of them; the guillemets too.
    const bytes = encode(text, encoding, bom)
    const found = detectEncoding(bytes)
    if (!found.ok) throw new Error(found.reason)
    expect(found.encoding).toBe(encoding)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), (size) => {
        const decoder = new CensusDecoder(found)
        let out = ''
        for (let i = 0; i < bytes.length; i += size) out += decoder.push(bytes.subarray(i, i + size))
        expect(out + decoder.end()).toBe(text)
      }),
    )
  })
  test('accents that only come far below a plain start', () => {
    for (const encoding of ['utf-8', 'windows-1252', 'ibm850'] as const) {
      const plain = Buffer.from('F-1;Ana;1990\n'.repeat(9000))
      const found = detectEncoding(plain)
      if (!found.ok) throw new Error(found.reason)
      const decoder = new CensusDecoder(found)
      const bytes = encode(text, encoding)
      let out = decoder.push(plain)
      for (let i = 0; i < bytes.length; i += 3) out += decoder.push(bytes.subarray(i, i + 3))
      out += decoder.push(plain)
      expect(out + decoder.end()).toBe(`${plain}${text}${plain}`)
    }
  })
  test('a sign cut by the end of the sample is no fault', () => {
    expect(detectEncoding(Uint8Array.from([0x41, 0xc3]))).toMatchObject({ ok: true, encoding: 'utf-8' })
  })
})

describe('delimiters', () => {
  test.each(delimiters)('%j', (delimiter) => {
    expect(
      detectDelimiter(rows.map((row) => row.replaceAll(',', '').replaceAll(';', delimiter)).join('\n')),
    ).toBe(delimiter)
  })
  test('titles of another width do not decide', () => {
    expect(
      detectDelimiter(
        `Censo, corte, enero, 2022, DIF\nTotal, a, b, c, d\n${text}\n${rows.slice(1).join('\n')}`,
      ),
    ).toBe(';')
  })
  test('commas in quoted remarks do not decide, not even without headings', () => {
    const remarks = '"busca empleo, escuela, una cita, un cuarto, y dice que ""todo, todo"", está bien"'
    expect(detectDelimiter(rows.map((row) => `${row};${remarks}`).join('\n'))).toBe(';')
  })
  test('what Excel says', () => {
    expect(detectDelimiter('sep=|\na;b|c;d')).toBe('|')
  })
})

describe('records', () => {
  test('quotes, doubled quotes, line ends inside', () => {
    expect(readRecords('a;"b;c";"d ""e"""\n"f\ng";h;i', ';')).toEqual([
      { line: 1, cells: ['a', 'b;c', 'd "e"'] },
      { line: 2, cells: ['f\ng', 'h', 'i'] },
    ])
  })
  test('a quote inside a cell is a sign', () => {
    expect(readRecords('Juan "El Güero";1', ';')[0]!.cells).toEqual(['Juan "El Güero"', '1'])
  })
  test('a stray quote loses no line', () => {
    const lines = Array.from({ length: 400 }, (_, i) => `F-${i};${i === 10 || i === 399 ? '"' : ''}Ana;x`)
    const read = readRecords(lines.join('\n'), ';')
    expect(read.map((record) => record.line)).toEqual(lines.map((_, i) => i + 1))
    expect(read[10]!.cells).toEqual(['F-10', '"Ana', 'x'])
    expect(read[399]!.cells).toEqual(['F-399', '"Ana', 'x'])
  })
  test('a file without line ends stays bounded', () => {
    const reader = new CensusReader(';')
    let records = 0
    for (let i = 0; i < 40; i++) records += reader.push('x'.repeat(50_000)).length
    expect(records + reader.end().length).toBeGreaterThan(5)
  })
  test('old line ends, blank lines, no last line end', () => {
    expect(readRecords('a;b\r\rc;d', ';').map((record) => record.cells)).toEqual([
      ['a', 'b'],
      [''],
      ['c', 'd'],
    ])
  })

  const cell = fc.string({
    unit: fc.constantFrom('a', 'ñ', ' ', ';', ',', '"', '\n', '\t', '|', '🌟'),
    maxLength: 8,
  })
  const quoted = (c: string) => `"${c.replaceAll('"', '""')}"`
  test('what was written is read, cut wherever the pieces are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 8 }),
        fc.constantFrom<Delimiter>(...delimiters),
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 9 }),
        (table, delimiter, end, size) => {
          const written = table.map((row) => row.map(quoted).join(delimiter)).join(end)
          const reader = new CensusReader(delimiter)
          const read: string[][] = []
          for (let i = 0; i < written.length; i += size)
            read.push(...reader.push(written.slice(i, i + size)).map((record) => record.cells))
          read.push(...reader.end().map((record) => record.cells))
          expect(read).toEqual(table)
        },
      ),
    )
  })
})
