#!/usr/bin/env node
// Protects, attacks and perturbs tables of counts: JSON or CSV in, JSON on standard output.
import { readFileSync } from 'node:fs'

const help = `disclosure protect TABLE.json [--min-count 10] [--min-width 10] [--singletons | --no-singletons]
                   [--previous RELEASE.json]… [--link same|growing|free] [--effort 1]
disclosure attack TABLE.json
disclosure audit RELEASE1.json RELEASE2.json … [--link same|growing|free] [--min-count 10] [--min-width 10]
disclosure round TABLE.json --base 3|5 --seed S
disclosure noise TABLE.json --epsilon E --seed S [--sensitivity 1] [--non-negative]
disclosure anonymity FILE.csv --keys a,b,c [--weight w] [--sensitive s]

TABLE.json   {"rows": […], "cols": […], "counts": [[…]…]} and, if wanted,
  "primary": ["row|col"…]          the cells to protect (default: counts 1 to min-count - 1)
  "marginsPublished": true         or false, or "where-safe": then margins are cells like others ("row|Total")
  "hierarchy": {"rows": {"State": ["Municipality"…]}, "cols": {…}}   groups, whose subtotals are published too
  "certain": "rows"                0 % and 100 % of a row's total under 30 are primary too (or "cols")
  "variables": ["municipality", "nationality"]   names by which several tables are tied
RELEASE.json the same with null for hidden counts and "margins": {"rows": […], "cols": […], "total": n},
             or full counts with "suppressed": ["row|col"…]; what protect prints is one.
A file named - is standard input. Several tables given to protect are protected together.
--min-count 0 --min-width 0 protects the given primary cells against exact recovery only.
--seed is a secret: whoever has it can undo the rounding or the noise.
Exit 0 when computed, 2 with one line when the input is wrong.

Example, a file t.json with
  {"rows":["A","B","C","D"],"cols":["male","female"],"counts":[[18,2],[14,19],[12,10],[11,14]],"primary":["A|female"]}
  $ disclosure protect t.json --min-count 0 --min-width 0
  → "secondary":["A|male","C|male","C|female"], "cost":40, "intervals":{"A|female":[0,12], …}
`

class Wrong extends Error {}

const [command, ...args] = process.argv.slice(2)
const flags = {
  protect: {
    values: ['min-count', 'min-width', 'previous', 'link', 'effort'],
    switches: ['singletons', 'no-singletons'],
  },
  attack: { values: [], switches: [] },
  audit: { values: ['link', 'min-count', 'min-width'], switches: [] },
  round: { values: ['base', 'seed'], switches: [] },
  noise: { values: ['epsilon', 'seed', 'sensitivity'], switches: ['non-negative'] },
  anonymity: { values: ['keys', 'weight', 'sensitive'], switches: [] },
}

function parse() {
  const known = flags[command]
  const files = []
  const options = { previous: [] }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]
    if (!arg.startsWith('--')) {
      files.push(arg)
      continue
    }
    const [name, ...rest] = arg.slice(2).split('=')
    if (known.switches.includes(name) && rest.length === 0) {
      options[name] = true
      continue
    }
    if (!known.values.includes(name)) throw new Wrong(`${arg}: ${command} has no such option (see --help)`)
    const value = rest.length > 0 ? rest.join('=') : args[++i]
    if (value === undefined) throw new Wrong(`--${name}: a value is missing`)
    if (name === 'previous') options.previous.push(value)
    else options[name] = value
  }
  return { files, options }
}

function number(options, name, least, fallback) {
  if (options[name] === undefined) return fallback
  const value = options[name].trim() === '' ? Number.NaN : Number(options[name])
  if (!Number.isFinite(value) || value < least)
    throw new Wrong(`--${name}: "${options[name]}" is not a number from ${least}`)
  return value
}

function whole(options, name, least, fallback) {
  const value = number(options, name, least, fallback)
  if (value !== undefined && !Number.isSafeInteger(value))
    throw new Wrong(`--${name}: "${options[name]}" is not a whole number`)
  return value
}

function needed(options, name) {
  if (options[name] === undefined) throw new Wrong(`--${name}: missing`)
  return options[name]
}

function one(files) {
  if (files.length !== 1)
    throw new Wrong(files.length === 0 ? 'no file given (see --help)' : `${files[1]}: one file is enough`)
  return files[0]
}

function text(file) {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
  } catch (problem) {
    throw new Wrong(`${file}: cannot be read (${problem.code ?? problem.message})`)
  }
}

/** Does something with what came from somewhere, and puts that before whatever is wrong with it. */
function from(origin, deed) {
  try {
    return deed()
  } catch (problem) {
    if (problem instanceof door.DisclosureError) throw new Wrong(`${origin}: ${problem.message}`)
    throw problem
  }
}

/** The tables of some JSON files, each with where it came from. */
function tables(files, read) {
  if (files.length === 0) throw new Wrong('no file given (see --help)')
  return files.flatMap((file) => {
    let data
    try {
      data = JSON.parse(text(file).replace(/^\ufeff/, ''))
    } catch (problem) {
      if (problem instanceof Wrong) throw problem
      throw new Wrong(`${file}: is not JSON (${problem.message.split('\n')[0]})`)
    }
    const list = from(file, () => door.readTables(data))
    if (list.length === 0) throw new Wrong(`${file}: tables: the list is empty`)
    return list.map((one, i) => {
      const origin = list.length === 1 ? file : `${file}: tables[${i}]`
      return { origin, table: from(origin, () => read(one)) }
    })
  })
}

/** Computes with several tables: what is wrong with one of them, or else with all, is told with where it came from. */
function among(list, deed, all = list.map(({ origin }) => origin).join(', ')) {
  try {
    return deed(list.map(({ table }) => table))
  } catch (problem) {
    if (!(problem instanceof door.DisclosureError)) throw problem
    const [start, t] = /^release (\d+), /.exec(problem.message) ?? ['']
    throw new Wrong(`${t === undefined ? all : list[t - 1].origin}: ${problem.message.slice(start.length)}`)
  }
}

/** The only table of the only file. */
function alone(files, read) {
  const [first, second] = tables([one(files)], read)
  if (second) throw new Wrong(`${second.origin}: one table is enough`)
  return first
}

function link(options) {
  if (options.link !== undefined && !['same', 'growing', 'free'].includes(options.link))
    throw new Wrong(`--link: "${options.link}" is none of same, growing, free`)
  return options.link
}

const deeds = {
  protect(files, options) {
    const requests = tables(files, door.readRequest)
    const how = {
      minCount: whole(options, 'min-count', 0, 10),
      minWidth: whole(options, 'min-width', 0, 10),
      effort: number(options, 'effort', 0, 1),
    }
    if (options.singletons) how.singletons = true
    if (options['no-singletons']) how.singletons = false
    const tie = link(options)
    const [{ origin, table }] = requests
    if (requests.length > 1) {
      if (options.previous.length > 0) throw new Wrong('--previous: goes with one table')
      return { tables: among(requests, (all) => door.protectLinked(all, how)) }
    }
    if (options.previous.length === 0) return from(origin, () => door.protect(table, how))
    const previous = tables(options.previous, door.readReleased)
    return among(previous, (earlier) => door.protectAfter(table, earlier, { ...how, link: tie }), origin)
  },
  attack(files) {
    const all = tables([one(files)], door.readReleased).map(({ origin, table }) =>
      from(origin, () => door.attack(table)),
    )
    return all.length === 1 ? all[0] : { tables: all }
  },
  audit(files, options) {
    return among(tables(files, door.readReleased), (releases) =>
      door.audit(releases, {
        link: link(options),
        minCount: whole(options, 'min-count', 0, 10),
        minWidth: whole(options, 'min-width', 0, 10),
      }),
    )
  },
  round(files, options) {
    const base = needed(options, 'base')
    if (base !== '3' && base !== '5') throw new Wrong(`--base: "${base}" is neither 3 nor 5`)
    const seed = needed(options, 'seed')
    const { origin, table } = alone(files, door.readRequest)
    return from(origin, () => door.round(table, Number(base), seed))
  },
  noise(files, options) {
    const epsilon = Number(needed(options, 'epsilon'))
    if (!(epsilon > 0) || !Number.isFinite(epsilon))
      throw new Wrong(`--epsilon: "${options.epsilon}" is not a number above 0`)
    const sensitivity = number(options, 'sensitivity', Number.MIN_VALUE, 1)
    const seed = needed(options, 'seed')
    const { origin, table } = alone(files, door.readRequest)
    return from(origin, () =>
      door.addNoise(table, epsilon, seed, { sensitivity, nonNegative: options['non-negative'] === true }),
    )
  },
  anonymity(files, options) {
    const names = needed(options, 'keys')
      .split(',')
      .map((name) => name.trim())
    const file = one(files)
    return from(file, () => {
      const { header, records, lines } = door.readCsv(text(file))
      const column = (name) => door.readColumns(header, records, [name]).map(([value]) => value)
      const weights = options.weight === undefined ? undefined : column(options.weight)
      const numbers = weights?.map((weight, i) => {
        const value = weight.trim() === '' ? Number.NaN : Number(weight)
        if (!Number.isFinite(value) || value < 0)
          throw new Wrong(
            `${file}: line ${lines[i]}: the ${options.weight} "${weight}" is not a number from 0`,
          )
        return value
      })
      const sensitive = options.sensitive === undefined ? undefined : column(options.sensitive)
      return door.anonymity(door.readColumns(header, records, names), numbers, sensitive)
    })
  },
}

let door
try {
  if (process.argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) process.stdout.write(help)
  else {
    door = await import('../dist/index.js').catch(() => {
      throw new Wrong('not built yet: run `npm install` first')
    })
    if (command === undefined || !Object.hasOwn(deeds, command))
      throw new Wrong(
        `${command ?? 'no command'}: say protect, attack, audit, round, noise or anonymity (see --help)`,
      )
    const { files, options } = parse()
    process.stdout.write(`${JSON.stringify(deeds[command](files, options))}\n`)
  }
} catch (problem) {
  const known = problem instanceof Wrong || problem?.name === 'DisclosureError'
  process.stderr.write(
    `disclosure: ${known ? problem.message : `cannot be computed (${problem?.message})`}\n`,
  )
  process.exitCode = 2
}
