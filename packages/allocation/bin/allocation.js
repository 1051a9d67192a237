#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'

const help = `Families to shelters: never split, never over capacity, with a proof of how good it is.

  allocation solve INSTANCE.json --method exact|anytime|online [--gap 1e-4] [--seconds 10] [--batches 12]
                                 [--seed 1] [--explain]
  allocation check INSTANCE.json RESULT.json
  allocation wish  INSTANCE.json WISHES.json [--seconds 10]

INSTANCE may be - for standard input. Result on standard output, progress on standard error.

Example. Two shelters, three families; the Pérez use a cot, and only the second shelter has one:

  $ cat town.json
  {"dimensions": ["beds", "cots"],
   "families": [{"id": "Pérez", "size": 3, "demand": [3, 1]},
                {"id": "Jean",  "size": 2, "demand": [2, 0]},
                {"id": "Ana",   "size": 1, "demand": [1, 0]}],
   "shelters": [{"id": "North", "capacity": [3, 0]}, {"id": "South", "capacity": [4, 1]}],
   "pairs": [[0, 0, 36], [0, 1, 30], [1, 0, 18], [1, 1, 26], [2, 1, 12]]}
  $ allocation solve town.json --method exact
  {"assignment":[1,0,1],"objective":60,"bound":60,"gap":0,"placedPeople":6,"unplacedFamilies":0,"violations":0,…}

The Pérez need the cot of South, Ana may only go to South, and with her the 4 beds of South are full: the Jean family
goes to North. Indices count from 0 in the order of the lists; -1 is unplaced. Only listed pairs are eligible.
Optional in the instance: "tiers" (one per family, 0 served first), "overflow" (price of a unit above capacity by
dimension, null: hard), "maxOverflow" of a shelter, "communities" ([{"families": [0, 1], "bonus": 5}]).
Wishes: [{"kind": "place", "family": 0}, {"kind": "at" | "not-at", "family": 0, "shelter": 1},
         {"kind": "together" | "apart", "families": [0, 1]}].
Exit 0 when computed, 2 when the input is wrong.
`

class UsageError extends Error {}

async function library() {
  try {
    return await import('../dist/index.js')
  } catch (error) {
    if (error.code === 'ERR_MODULE_NOT_FOUND') throw new UsageError('not built yet: run npm install first')
    throw error
  }
}

function readJson(path) {
  let text
  try {
    text = readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw new UsageError(`${path}: cannot be read (${error.code})`)
  }
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new UsageError(`${path}: not JSON (${error.message.replace(/\s+/g, ' ')})`)
  }
}

/** Makes something of a file; what is wrong with it is told with its name. */
function from(path, make) {
  try {
    return make(readJson(path))
  } catch (error) {
    if (error.name === 'InputError') throw new UsageError(`${path}: ${error.message}`)
    throw error
  }
}

function numberOption(values, name, fallback, accepts, expected) {
  if (values[name] === undefined) return fallback
  const n = values[name].trim() === '' ? Number.NaN : Number(values[name])
  if (!accepts(n)) throw new UsageError(`--${name}: ${expected} expected, found ${values[name]}`)
  return n
}

function progressPrinter() {
  let last = 0
  return ({ value, bound, stage }) => {
    const now = performance.now()
    if (now - last < 500) return
    last = now
    const found = Number.isFinite(value) ? value.toFixed(1) : 'none yet'
    process.stderr.write(`${stage}: ${found}, at most ${Number.isFinite(bound) ? bound.toFixed(1) : '?'}\n`)
  }
}

async function solve(files, values) {
  if (files.length !== 1) throw new UsageError('solve: one INSTANCE.json expected')
  const method = values.method ?? 'exact'
  if (!['exact', 'anytime', 'online'].includes(method))
    throw new UsageError(`--method: exact, anytime or online expected, found ${method}`)
  const gap = numberOption(values, 'gap', 1e-4, (n) => n >= 0 && n < 1, 'a number from 0 to 1')
  const seconds = numberOption(values, 'seconds', 10, (n) => n > 0 && n <= 1e6, 'a number above 0')
  const batches = numberOption(
    values,
    'batches',
    12,
    (n) => Number.isInteger(n) && n > 0 && n <= 1e5,
    'a whole number above 0',
  )
  const seed = numberOption(values, 'seed', 1, (n) => Number.isInteger(n) && n >= 0, 'a whole number')
  const { explain, check, parseInstance, solveAnytime, solveExact, solveOnline } = await library()
  const instance = from(files[0], parseInstance)
  const now = () => performance.now()
  const begun = now()
  const onProgress = progressPrinter()
  const limits = { gap, seed, milliseconds: seconds * 1000, now, onProgress }
  const cancel = new AbortController()
  process.once('SIGINT', () => cancel.abort())
  const solved =
    method === 'exact'
      ? await solveExact(instance, { ...limits, signal: cancel.signal })
      : method === 'anytime'
        ? solveAnytime(instance, limits)
        : solveOnline(instance, {
            batches,
            seed,
            onBatch: (b, of) => onProgress({ value: b, bound: of, stage: 'batch' }),
          })
  const { method: _, prices, tiers, ...counts } = solved
  const { overflow } = check(instance, solved.assignment)
  return {
    ...counts,
    seconds: Math.round(now() - begun) / 1000,
    method,
    ...(tiers ? { tiers } : {}),
    ...(instance.overflow ? { overflow } : {}),
    prices,
    ...(values.explain ? { families: explain(instance, solved.assignment, prices) } : {}),
  }
}

async function verify(files) {
  if (files.length !== 2) throw new UsageError('check: INSTANCE.json and RESULT.json expected')
  const { parseClaim, parseInstance, verify: recompute } = await library()
  const instance = from(files[0], parseInstance)
  const {
    violations,
    load: _,
    tiers,
    ...verdict
  } = from(files[1], (claim) => recompute(instance, parseClaim(claim, instance)))
  return {
    ...verdict,
    violations: violations.length,
    violationList: violations,
    ...(instance.tiers ? { tiers } : {}),
    agrees: verdict.differences.length === 0 && violations.length === 0,
  }
}

async function wish(files, values) {
  if (files.length !== 2) throw new UsageError('wish: INSTANCE.json and WISHES.json expected')
  const seconds = numberOption(values, 'seconds', 10, (n) => n > 0 && n <= 1e6, 'a number above 0')
  const { answerWishes, parseInstance, parseWishes } = await library()
  const instance = from(files[0], parseInstance)
  const wishes = from(files[1], (data) => parseWishes(data, instance))
  return answerWishes(instance, wishes, { seconds })
}

async function main() {
  let parsed
  try {
    parsed = parseArgs({
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        method: { type: 'string' },
        gap: { type: 'string' },
        seconds: { type: 'string' },
        batches: { type: 'string' },
        seed: { type: 'string' },
        explain: { type: 'boolean' },
      },
    })
  } catch (error) {
    throw new UsageError(error.message.split('\n')[0])
  }
  const { values, positionals } = parsed
  if (values.help) {
    process.stdout.write(help)
    return
  }
  const [command, ...files] = positionals
  const run = new Map([
    ['solve', solve],
    ['check', verify],
    ['wish', wish],
  ]).get(command)
  if (!run) throw new UsageError(`solve, check or wish expected, found ${command ?? 'nothing'} (see --help)`)
  process.stdout.write(`${JSON.stringify(await run(files, values))}\n`)
}

main().catch((error) => {
  const wrong = error instanceof UsageError
  process.stderr.write(`allocation: ${wrong ? error.message : `unexpected: ${error.message}`}\n`)
  process.exitCode = wrong ? 2 : 1
})
