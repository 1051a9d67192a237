/** What a command of the command line is, and how it describes itself. */
import type { Config } from '../../server/config.ts'

export interface CliContext {
  config: Config
  /** Words after the command. */
  words: string[]
  /** Long options, as text or flags. */
  options: Record<string, string | boolean | undefined>
  say(line: string): void
}

export interface Option {
  type: 'string' | 'boolean'
  help: string
  /** What stands after it, such as FILE; of options with a text. */
  value?: string
  /** Without it the command is called wrongly. */
  needed?: true
}

export interface Command {
  /** One line for the list. */
  help: string
  example: string
  /** Words after the command in their order, such as FILE, each with what it is. All are needed. */
  words?: Readonly<Record<string, string>>
  options?: Readonly<Record<string, Option>>
  /** What it means when the command ends with 1. */
  failed: string
  run(context: CliContext): Promise<number>
}

export const cli = 'npm run -s cli --'

/** Called wrongly: the command ends with 2 and says how it is called. */
export class CalledWrongly extends Error {}

/** Words and options as they must be, before anything is opened. */
export function checkCall(name: string, command: Command, words: readonly string[], given: object): void {
  const wanted = Object.keys(command.words ?? {})
  const lacking = [
    ...wanted.slice(words.length),
    ...Object.entries(command.options ?? {}).flatMap(([option, { needed, value }]) =>
      needed && !(option in given) ? [`--${option} ${value}`] : [],
    ),
  ]
  if (lacking.length > 0) throw new CalledWrongly(`${name} needs ${list(lacking)}`)
  if (words.length > wanted.length)
    throw new CalledWrongly(`${name} does not know what to do with "${words[wanted.length]}"`)
}

const list = (all: readonly string[]) =>
  all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`

const optionText = (name: string, { type, value }: Option) =>
  type === 'string' ? `--${name} ${value}` : `--${name}`

/** How it is called, in one line. */
function callOf(name: string, { words = {}, options = {} }: Command): string {
  const opts = Object.entries(options).map(([o, option]) =>
    option.needed ? optionText(o, option) : `[${optionText(o, option)}]`,
  )
  return [cli, name, ...Object.keys(words), ...opts].join(' ')
}

/** All there is to know of one command: arguments, options, an example, how it ends. */
export function describe(name: string, command: Command): string {
  const { words = {}, options = {} } = command
  const lines: [string, string][] = [
    ...Object.entries(words),
    ...Object.entries(options).map(([o, option]): [string, string] => [optionText(o, option), option.help]),
  ]
  return [
    callOf(name, command),
    '',
    ...wrapped(`${command.help[0]!.toUpperCase()}${command.help.slice(1)}.`, 0),
    ...(lines.length > 0 ? [''] : []),
    ...columns(lines),
    '',
    'For example',
    `  ${command.example}`,
    '',
    'Ends with',
    ...columns([
      ['0', 'it is done'],
      ['1', command.failed],
      ['2', 'it was called wrongly, or the configuration has a mistake; nothing was done'],
    ]),
  ].join('\n')
}

function columns(lines: readonly [string, string][]): string[] {
  const wide = Math.max(0, ...lines.map(([left]) => left.length)) + 2
  return lines.flatMap(([left, right]) => {
    const [first, ...rest] = wrapped(right, wide + 2)
    return [`  ${left.padEnd(wide)}${first!.trimStart()}`, ...rest]
  })
}

const widest = 100

function wrapped(text: string, indent: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line && indent + line.length + word.length + 1 > widest) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  return [...lines, line].map((l) => ' '.repeat(indent) + l)
}

/** A word or option that `checkCall` saw is there. */
export function needed(value: string | boolean | undefined, what: string): string {
  if (typeof value === 'string') return value
  throw new CalledWrongly(`${what} is missing`)
}
