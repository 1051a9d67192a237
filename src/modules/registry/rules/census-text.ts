/**
 * From bytes to cells, whatever program wrote them: encoding, delimiter, quotes, line ends. Pure and in pieces, so
 * that a file of any size passes through bounded memory.
 */

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' | 'ibm850' | 'macintosh'

/** What a file is when it is not a table in text. */
export type NotText = 'empty' | 'xlsx' | 'xls' | 'pdf' | 'zip' | 'gzip' | 'image' | 'html' | 'binary'

export type EncodingFound = { ok: true; encoding: Encoding; bom: number } | { ok: false; reason: NotText }

/** How many bytes from the start are enough to tell. */
export const enoughBytes = 65_536

const startsWith = (bytes: Uint8Array, ...start: number[]) => start.every((byte, i) => bytes[i] === byte)

/** The file's first bytes tell what it is; its name is not asked. */
export function detectEncoding(start: Uint8Array): EncodingFound {
  const bytes = start.subarray(0, enoughBytes)
  if (bytes.length === 0) return { ok: false, reason: 'empty' }
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) return { ok: true, encoding: 'utf-8', bom: 3 }
  if (startsWith(bytes, 0xff, 0xfe)) return { ok: true, encoding: 'utf-16le', bom: 2 }
  if (startsWith(bytes, 0xfe, 0xff)) return { ok: true, encoding: 'utf-16be', bom: 2 }
  const reason = notText(bytes)
  if (reason) return { ok: false, reason }

  let zerosEven = 0
  let zerosOdd = 0
  let controls = 0
  bytes.forEach((byte, i) => {
    if (byte === 0) i % 2 === 0 ? zerosEven++ : zerosOdd++
    else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13) controls++
  })
  // Latin text in UTF-16 has a zero in every other byte.
  const half = bytes.length / 2
  if (zerosOdd > half * 0.6 && zerosEven < half * 0.1) return { ok: true, encoding: 'utf-16le', bom: 0 }
  if (zerosEven > half * 0.6 && zerosOdd < half * 0.1) return { ok: true, encoding: 'utf-16be', bom: 0 }
  if (zerosEven + zerosOdd > 0 || controls > bytes.length / 50) return { ok: false, reason: 'binary' }
  return { ok: true, encoding: isUtf8(bytes) ? 'utf-8' : likeliestSingleByte(bytes), bom: 0 }
}

function notText(bytes: Uint8Array): NotText | null {
  const text = String.fromCharCode(...bytes.subarray(0, 512))
  if (text.startsWith('PK\x03\x04')) return /xl\/|\[Content_Types\]/u.test(text) ? 'xlsx' : 'zip'
  if (startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)) return 'xls'
  if (text.startsWith('%PDF')) return 'pdf'
  if (startsWith(bytes, 0x1f, 0x8b)) return 'gzip'
  if (text.startsWith('\x89PNG') || startsWith(bytes, 0xff, 0xd8, 0xff) || text.startsWith('GIF8'))
    return 'image'
  if (/^\s*<(!doctype|html|\?xml|table)/iu.test(text)) return 'html'
  return null
}

/** A sequence cut by the end of the sample is no fault. */
function isUtf8(bytes: Uint8Array): boolean {
  for (let i = 0; i < bytes.length; ) {
    const byte = bytes[i]!
    const more =
      byte < 0x80
        ? 0
        : byte >= 0xc2 && byte < 0xe0
          ? 1
          : byte >= 0xe0 && byte < 0xf0
            ? 2
            : byte >= 0xf0 && byte < 0xf5
              ? 3
              : -1
    if (more < 0) return false
    for (let j = 1; j <= more && i + j < bytes.length; j++) if ((bytes[i + j]! & 0xc0) !== 0x80) return false
    i += more + 1
  }
  return true
}

const high850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0'
const highOf = (label: string) =>
  new TextDecoder(label).decode(Uint8Array.from({ length: 128 }, (_, i) => 128 + i))
const highHalves: Record<'windows-1252' | 'ibm850' | 'macintosh', string> = {
  'windows-1252': highOf('windows-1252'),
  ibm850: high850,
  macintosh: highOf('macintosh'),
}

/** The reading with the most letters of our languages where letters stand, and the fewest signs. */
function likeliestSingleByte(bytes: Uint8Array): Encoding {
  const isLetter = (byte: number | undefined) =>
    byte !== undefined && ((byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) || byte >= 128)
  let best: Encoding = 'windows-1252'
  let bestScore = Number.NEGATIVE_INFINITY
  for (const encoding of ['windows-1252', 'ibm850', 'macintosh'] as const) {
    let score = 0
    bytes.forEach((byte, i) => {
      if (byte < 128) return
      const sign = highHalves[encoding][byte - 128]!
      const beside = isLetter(bytes[i - 1]) || isLetter(bytes[i + 1])
      if (/[áéíóúñüÁÉÍÓÚÑÜèòçêëïôâîûàÈÒÇÊËÏÔ]/u.test(sign)) score += 2
      else if (/[ºª°¿¡–—’‘“”\u00a0]/u.test(sign))
        score += beside && sign !== 'º' && sign !== 'ª' && sign !== '°' ? 0 : 1
      else score -= 2
    })
    if (score > bestScore) {
      best = encoding
      bestScore = score
    }
  }
  return best
}

type Decode = (bytes: Uint8Array, last: boolean) => string

function decoderOf(encoding: Encoding): Decode {
  if (encoding === 'ibm850')
    return (bytes) => {
      let text = ''
      for (const byte of bytes) text += byte < 128 ? String.fromCharCode(byte) : high850[byte - 128]
      return text
    }
  const decoder = new TextDecoder(encoding, { ignoreBOM: true })
  return (bytes, last) => decoder.decode(bytes, { stream: !last })
}

/** So many bytes after the first that is not plain are enough to tell UTF-8 from the rest. */
const enoughToTell = 1024

/**
 * Bytes in, text out, piece by piece. When the start of the file was plain ASCII, the encoding is settled by the
 * first accents, however far down they stand.
 */
export class CensusDecoder {
  #decode: Decode
  #skip: number
  #open: boolean
  #held = new Uint8Array()

  constructor(found: { encoding: Encoding; bom: number }) {
    this.#skip = found.bom
    this.#open = found.encoding === 'utf-8' && found.bom === 0
    this.#decode = decoderOf(found.encoding)
  }

  push(bytes: Uint8Array): string {
    const rest = bytes.subarray(Math.min(this.#skip, bytes.length))
    this.#skip -= bytes.length - rest.length
    return this.#open ? this.#settle(rest, false) : this.#decode(rest, false)
  }

  end(): string {
    return this.#open ? this.#settle(new Uint8Array(), true) : this.#decode(new Uint8Array(), true)
  }

  #settle(bytes: Uint8Array, last: boolean): string {
    const all = new Uint8Array(this.#held.length + bytes.length)
    all.set(this.#held)
    all.set(bytes, this.#held.length)
    const first = all.findIndex((byte) => byte > 127)
    const plain = first < 0 ? all : all.subarray(0, first)
    this.#held = first < 0 ? new Uint8Array() : all.slice(first)
    const text = new TextDecoder().decode(plain)
    if (!last && this.#held.length < enoughToTell) return text
    const held = this.#held
    this.#open = false
    if (held.length > 0 && !isUtf8(held)) this.#decode = decoderOf(likeliestSingleByte(held))
    return text + this.#decode(held, last)
  }
}

export const delimiters = [';', ',', '\t', '|'] as const
export type Delimiter = (typeof delimiters)[number]

/**
 * The delimiter that cuts most lines into the same number of cells, and more than one; a line whose quotes stand
 * amid cells counts half. Excel's `sep=;` decides by itself.
 */
export function detectDelimiter(text: string): Delimiter {
  const lines = text.split(/\r\n|\n|\r/u).slice(0, 200)
  const stated = /^sep=(.)$/iu.exec(lines[0] ?? '')?.[1]
  if (stated !== undefined && isDelimiter(stated)) return stated
  const full = lines.filter((line) => line.trim() !== '')
  let best: Delimiter = ','
  let bestScore = 0
  for (const delimiter of delimiters) {
    const counts = new Map<number, number>()
    const amid = new RegExp(`[^${delimiter}"]"[^${delimiter}"]`, 'u')
    for (const line of full) {
      const cells = splitLine(line, delimiter).cells.length
      if (cells > 1) counts.set(cells, (counts.get(cells) ?? 0) + (amid.test(line) ? 0.5 : 1))
    }
    for (const [cells, times] of counts) {
      const score = (times / full.length) * (1 + Math.log2(cells))
      if (score > bestScore) {
        best = delimiter
        bestScore = score
      }
    }
  }
  return best
}

const isDelimiter = (text: string): text is Delimiter => (delimiters as readonly string[]).includes(text)

/** Cells of one line; `open` when a quote that began a cell has not ended. */
function splitLine(line: string, delimiter: string, quotes = true): { cells: string[]; open: boolean } {
  const cells: string[] = []
  let at = 0
  for (;;) {
    if (quotes && line[at] === '"') {
      let cell = ''
      at++
      for (;;) {
        const end = line.indexOf('"', at)
        if (end < 0) {
          cells.push(cell + line.slice(at))
          return { cells, open: true }
        }
        cell += line.slice(at, end)
        at = end + 1
        if (line[at] !== '"') break
        cell += '"'
        at++
      }
      // Some programs write "Ana" Ruiz; what follows the quote belongs to the cell.
      const end = line.indexOf(delimiter, at)
      cells.push(cell + line.slice(at, end < 0 ? undefined : end))
      if (end < 0) return { cells, open: false }
      at = end + 1
    } else {
      const end = line.indexOf(delimiter, at)
      cells.push(line.slice(at, end < 0 ? undefined : end))
      if (end < 0) return { cells, open: false }
      at = end + 1
    }
  }
}

/** Engines keep the whole text alive for a piece cut from it; a cell that is remembered must not keep its file. */
const cutLoose = (text: string) => (text.length < 13 ? text : ` ${text}`.slice(1))

/** One record as read: the line of the file on which it begins, counted from 1, and its cells. */
export type CensusRecord = { line: number; cells: string[] }

const mostLines = 50
const mostSigns = 50_000

/**
 * Text in, records out. A quoted cell may run over lines, but a quote that never ends must not swallow the file:
 * after fifty lines its first line is read as it stands. Every line of the file ends up in exactly one record.
 */
export class CensusReader {
  readonly #delimiter: Delimiter
  #tail = ''
  #line = 1
  #pending: string[] = []

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter
  }

  push(text: string): CensusRecord[] {
    const all = this.#tail + text
    // A carriage return at the very end may be half of a line end.
    const whole = all.endsWith('\r') ? all.slice(0, -1) : all
    const lines = whole.split(/\r\n|\n|\r/u)
    this.#tail = lines.pop()! + all.slice(whole.length)
    // Without a line end in sight this is no table; it is cut so that memory stays bounded.
    if (this.#tail.length > mostSigns * 4) {
      lines.push(this.#tail)
      this.#tail = ''
    }
    return lines.flatMap((line) => this.#take(line))
  }

  end(): CensusRecord[] {
    const tail = this.#tail.replace(/\r$/u, '')
    const last = this.#tail === '' ? [] : this.#take(tail)
    this.#tail = ''
    const rest: CensusRecord[] = []
    while (this.#pending.length > 0) rest.push(...this.#giveUp())
    return [...last, ...rest]
  }

  #take(line: string): CensusRecord[] {
    this.#pending.push(line)
    const text = this.#pending.join('\n')
    const { cells, open } = splitLine(text, this.#delimiter)
    if (!open) {
      const record = { line: this.#line, cells: cells.map(cutLoose) }
      this.#line += this.#pending.length
      this.#pending = []
      return [record]
    }
    return this.#pending.length >= mostLines || text.length > mostSigns ? this.#giveUp() : []
  }

  /** The quote was a stray one: its line stands alone, the lines after it are read again. */
  #giveUp(): CensusRecord[] {
    const [first = '', ...again] = this.#pending
    this.#pending = []
    const record = { line: this.#line, cells: splitLine(first, this.#delimiter, false).cells.map(cutLoose) }
    this.#line++
    return [record, ...again.flatMap((line) => this.#take(line))]
  }
}

/** All records of a text at hand. */
export function readRecords(text: string, delimiter: Delimiter = detectDelimiter(text)): CensusRecord[] {
  const reader = new CensusReader(delimiter)
  return [...reader.push(text), ...reader.end()]
}
