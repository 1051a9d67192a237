import { existsSync, readFileSync } from 'node:fs'
import { loadPovertyLines } from '../catalogue.ts'
import { asOwner } from './as-owner.ts'
import { type Command, cli, needed } from './command.ts'

export const command: Command = {
  help: 'load the official poverty line by income, as INEGI publishes it each month; with it income is asked',
  example: `${cli} import poverty-line docs/examples/poverty-line-example.csv`,
  words: {
    FILE: 'a CSV with the columns month (2026-10), area (urban or rural), pesos (4823.55 a person and month) and source (the page and its date); docs/examples/poverty-line-example.csv shows it, with invented values',
  },
  failed: 'rows were refused, each with its line, and the others were loaded; or the file cannot be read',
  async run({ config, words, say }) {
    const path = needed(words[0], 'FILE')
    if (!existsSync(path)) throw new Error(`no file ${path}`)
    return asOwner(config, say, async (owner) => {
      const told = await loadPovertyLines(owner, readFileSync(path, 'utf8'), new Date())
      const { read, added, changed, unchanged, refused, half } = told
      say(
        `Added ${added} + brought up to date ${changed.length} + the same as before ${unchanged} + refused ${refused.length} = ${read} rows`,
      )
      for (const line of changed) say(`  ${line}; results told before stay as they were`)
      for (const line of refused.slice(0, 20)) say(`  refused ${line}`)
      for (const month of half)
        say(`  ${month} has one of its two lines: income is not asked in that month until the other is there`)
      return refused.length === 0 ? 0 : 1
    })
  },
}
