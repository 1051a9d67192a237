import { createReadStream } from 'node:fs'

/** A mistake in the input, told in one line. */
export class InputError extends Error {}

/**
 * Rows of a CSV file (RFC 4180, UTF-8), one at a time, with the line each begins on. Comma, semicolon or tab, whichever
 * the first line has most of; quotes, line breaks within quotes and a byte order mark are understood.
 *
 * @param {string} file
 * @returns {AsyncGenerator<{ line: number, cells: string[] }>}
 */
export async function* readCsv(file) {
  const stream = createReadStream(file, { encoding: 'utf8' })
  let separator = ''
  let cells = []
  let cell = ''
  let quoted = false
  let closed = false
  let line = 1
  let begun = 1
  let first = true
  let pending = ''
  try {
    for await (const chunk of stream) {
      let text = pending + chunk
      pending = ''
      if (first) {
        const end = text.search(/[\r\n]/)
        if (end < 0 && text.length < 1 << 20) {
          pending = text
          continue
        }
        if (text.charCodeAt(0) === 0xfeff) text = text.slice(1)
        separator = separatorOf(end < 0 ? text : text.slice(0, end))
        first = false
      }
      yield* scan(text)
    }
    if (first && pending !== '') {
      if (pending.charCodeAt(0) === 0xfeff) pending = pending.slice(1)
      separator = separatorOf(pending)
      yield* scan(pending)
    }
  } catch (error) {
    if (error instanceof InputError) throw error
    throw new InputError(`${file}: ${error.code === 'ENOENT' ? 'no such file' : error.message}`)
  }
  if (quoted && !closed) throw new InputError(`${file}, line ${begun}: a quote is opened and never closed`)
  if (cell !== '' || cells.length > 0) yield { line: begun, cells: [...cells, cell] }

  function* scan(text) {
    for (let i = 0; i < text.length; i++) {
      const c = text[i]
      if (quoted && !closed) {
        if (c === '"') closed = true
        else {
          if (c === '\n') line++
          cell += c
        }
      } else if (quoted && c === '"') {
        cell += '"' // a doubled quote
        closed = false
      } else if (c === separator) {
        cells.push(cell)
        cell = ''
        quoted = false
        closed = false
      } else if (c === '\n') {
        line++
        cells.push(cell)
        if (cells.length > 1 || cells[0] !== '') yield { line: begun, cells }
        cells = []
        cell = ''
        quoted = false
        closed = false
        begun = line
      } else if (c === '\r') {
        // part of the line end
      } else if (c === '"' && cell.trim() === '') {
        cell = ''
        quoted = true
        closed = false
      } else cell += c
    }
  }
}

function separatorOf(header) {
  let best = ','
  for (const candidate of [',', ';', '\t']) {
    if (header.split(candidate).length > header.split(best).length) best = candidate
  }
  return best
}
