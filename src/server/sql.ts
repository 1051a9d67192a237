export interface Statement {
  sql: string
  /** Line of the file on which it begins, from 1. */
  line: number
}

/**
 * Splits a file of SQL into its statements, as psql does: a semicolon inside a string, a quoted name, a
 * dollar quote, a comment, parentheses or a `begin atomic` body ends nothing.
 */
export function splitSql(text: string): Statement[] {
  const statements: Statement[] = []
  let from = 0
  let first = -1
  let parens = 0
  let bodies = 0
  let words: string[] = []
  const close = (to: number): void => {
    if (first >= 0) statements.push({ sql: text.slice(first, to).trim(), line: lineAt(text, first) })
    first = -1
    parens = 0
    bodies = 0
    words = []
  }
  while (from < text.length) {
    const token = tokenAt(text, from)
    if (token.kind !== 'space' && token.kind !== 'semicolon' && first < 0) first = from
    if (token.kind === 'open') parens++
    if (token.kind === 'close') parens = Math.max(0, parens - 1)
    if (token.kind === 'word') {
      const word = text.slice(from, token.end).toLowerCase()
      if (words.length < 4) words.push(word)
      if (parens === 0) bodies = depthAfter(bodies, word, words)
    }
    if (token.kind === 'semicolon' && parens === 0 && bodies === 0) close(from)
    from = token.end
  }
  close(text.length)
  return statements
}

// A routine's SQL body may nest: `begin atomic … case … end … end`.
function depthAfter(depth: number, word: string, words: string[]): number {
  const routine = words[0] === 'create' && words.some((w) => w === 'function' || w === 'procedure')
  if (!routine) return 0
  if (word === 'begin' || (word === 'case' && depth > 0)) return depth + 1
  return word === 'end' && depth > 0 ? depth - 1 : depth
}

interface Token {
  kind: 'space' | 'semicolon' | 'open' | 'close' | 'word' | 'other'
  end: number
}

const WORD_START = /[A-Za-z_\u0080-\uffff]/
const WORD = /[A-Za-z0-9_$\u0080-\uffff]*/y
const DOLLAR_TAG = /\$(?:[A-Za-z_\u0080-\uffff][A-Za-z0-9_\u0080-\uffff]*)?\$/y

function tokenAt(text: string, at: number): Token {
  const c = text[at]!
  const two = text.slice(at, at + 2)
  if (/\s/.test(c)) return { kind: 'space', end: at + 1 }
  if (two === '--') return { kind: 'space', end: endOfLine(text, at) }
  if (two === '/*') return { kind: 'space', end: endOfComment(text, at) }
  if (c === ';') return { kind: 'semicolon', end: at + 1 }
  if (c === '(') return { kind: 'open', end: at + 1 }
  if (c === ')') return { kind: 'close', end: at + 1 }
  if (c === "'") return { kind: 'other', end: endOfQuote(text, at, false) }
  if (c === '"') return { kind: 'other', end: endOfQuote(text, at, false) }
  if ((c === 'e' || c === 'E') && text[at + 1] === "'")
    return { kind: 'other', end: endOfQuote(text, at + 1, true) }
  if (c === '$') return dollarAt(text, at)
  if (WORD_START.test(c)) return { kind: 'word', end: matchEnd(WORD, text, at) }
  // A number swallows the word after it, so that the e of 1e'… is no escape string.
  if (/[0-9]/.test(c)) return { kind: 'other', end: matchEnd(WORD, text, at) }
  return { kind: 'other', end: at + 1 }
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at + 1
}

function dollarAt(text: string, at: number): Token {
  DOLLAR_TAG.lastIndex = at
  const tag = DOLLAR_TAG.exec(text)?.[0]
  // $1 is a parameter.
  if (!tag) return { kind: 'other', end: at + 1 }
  const end = text.indexOf(tag, at + tag.length)
  if (end < 0) throw unclosed(text, at, `the text quoted by ${tag}`)
  return { kind: 'other', end: end + tag.length }
}

function endOfQuote(text: string, at: number, escapes: boolean): number {
  const quote = text[at]!
  for (let i = at + 1; i < text.length; i++) {
    if (escapes && text[i] === '\\') i++
    else if (text[i] === quote && text[i + 1] === quote) i++
    else if (text[i] === quote) return i + 1
  }
  throw unclosed(text, at, quote === '"' ? 'the quoted name' : 'the string')
}

function endOfComment(text: string, at: number): number {
  let depth = 0
  for (let i = at; i < text.length; i++) {
    const two = text.slice(i, i + 2)
    if (two === '/*') {
      depth++
      i++
    } else if (two === '*/') {
      depth--
      i++
      if (depth === 0) return i + 1
    }
  }
  throw unclosed(text, at, 'the comment')
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length

const unclosed = (text: string, at: number, what: string): Error =>
  new Error(`line ${lineAt(text, at)}: ${what} is never closed`)
