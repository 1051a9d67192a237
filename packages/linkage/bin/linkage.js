#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { InputError, readCsv } from './csv.js'

const HELP = `linkage: who is who, in registers of families. Unsupervised.

  linkage dedupe FILE.csv --map map.json [--threshold 0.5] [--clusters]
  linkage link A.csv B.csv --map map.json [--threshold 0.5]

  --map FILE       which column is what (below); id and one name are needed, the rest as far as there is
  --threshold P    lowest probability that is printed (0.5)
  --clusters       after the pairs, one line a person found more than once: {"cluster":1,"members":["1","2"]}
  --model FILE     score with a fitted model (as written by --save-model) and fit nothing; under 100 rows the one that
                   comes with the package is used
  --save-model F   write the fitted parameters as JSON
  --seed N         seed of the random pairs (1)
  --help           this

Example. people.csv:
  id,nombres,apellido1,apellido2,nacimiento,sexo,pais,familia,telefono
  1,María José,Hernández,López,1990-05-14,F,HN,f1,5551234567
  2,MARIA JOSE,Hernandes,Lopez,1990-05-14,F,HN,,
  3,José Luis,Hernández,López,1992-08-02,M,HN,f1,5551234567
map.json:
  {"id":"id","given":["nombres"],"family":["apellido1","apellido2"],"birthDate":"nacimiento",
   "sex":"sexo","country":"pais","household":"familia","phone":"telefono"}

  $ linkage dedupe people.csv --map map.json
  {"a":"1","b":"2","probability":0.99…,"relative":0.00…,"band":"link","weights":{"prior":…,"given":…,…}}

Also in the map: "birthPrecision" (a column of D, M, Y or U), "document", and "other": up to seven further columns,
such as ["suburb","postcode"]. Dates are YYYY-MM-DD, YYYYMMDD, YYYY-MM or YYYY.
Standard output: one JSON object a pair, most probable first; weights in bits, adding up to log2(p/(1-p)).
Standard error: parameters, counts, estimated completeness of blocking, seconds. Exit 2 when the input is wrong.
`

const KEYS = [
  'id',
  'given',
  'family',
  'birthDate',
  'birthPrecision',
  'sex',
  'country',
  'household',
  'phone',
  'document',
  'other',
]
const LISTS = new Set(['given', 'family', 'other'])

process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1))

main().catch((error) => {
  if (error instanceof InputError || error?.name === 'LinkageInputError') {
    process.stderr.write(`linkage: ${error.message}\n`)
  } else {
    process.stderr.write(`linkage: unexpected: ${error?.message ?? error}\n`)
  }
  process.exitCode = 2
})

/** Of fewer rows a fit says more about the rows than about people; it is worth it from some 2,000. */
const leastToFit = 100

async function main() {
  const started = performance.now()
  const options = argumentsOf(process.argv.slice(2))
  if (!options) return
  const { command, files, values } = options
  const threshold = Number(values.threshold ?? '0.5')
  if (!(threshold > 0 && threshold <= 1))
    throw new InputError(`--threshold ${values.threshold}: a probability above 0 and up to 1 is needed`)
  const seed = Number(values.seed ?? '1')
  if (!Number.isInteger(seed) || seed < 0)
    throw new InputError(`--seed ${values.seed}: a whole number from 0 is needed`)
  if (!values.map) throw new InputError('--map FILE is needed: which column is what (see --help)')
  const map = readMap(values.map)
  const linkage = await import('../dist/index.js').catch(() => {
    throw new InputError('the package is not built: run its build first (dist/index.js is missing)')
  })
  const register = new linkage.Register()
  const notes = []
  for (const [number, file] of files.entries()) {
    if (number === 1) register.startSecondFile()
    const before = register.table.rows
    await load(file, map, register, notes)
    if (register.table.rows === before) throw new InputError(`${file}: no records below the header`)
  }
  const few = register.table.rows < leastToFit && !map.other?.length
  if (few && !values.model)
    notes.push(
      `${register.table.rows} rows are too few to learn from: scored with the model that comes with the package`,
    )
  const model = values.model ? modelOf(values.model, map, linkage) : few ? linkage.defaultModel : undefined
  const result = linkage.run(register, { threshold, seed, ...(model ? { model } : {}) })
  const clusters = values.clusters ? new linkage.Clusters() : undefined
  let text = ''
  for (const pair of result.pairs()) {
    text += `${JSON.stringify({
      a: pair.a,
      b: pair.b,
      probability: rounded(pair.probability, 6),
      relative: rounded(pair.relative, 6),
      band: pair.band,
      weights: Object.fromEntries(
        Object.entries(pair.weights).map(([field, bits]) => [field, rounded(bits, 2)]),
      ),
    })}\n`
    clusters?.join(pair.a, pair.b, pair.probability)
    if (text.length > 1 << 16) {
      await write(text)
      text = ''
    }
  }
  clusters?.groups().forEach((members, n) => {
    text += `${JSON.stringify({ cluster: n + 1, members })}\n`
  })
  await write(text)
  if (values['save-model']) {
    const { writeFileSync } = await import('node:fs')
    writeFileSync(
      values['save-model'],
      `${JSON.stringify({ ...result.model, frequencies: register.table.frequencies(5) })}\n`,
    )
  }
  report(command, result, notes, clusters, (performance.now() - started) / 1000)
}

function argumentsOf(argv) {
  let parsed
  try {
    parsed = parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        map: { type: 'string' },
        threshold: { type: 'string' },
        seed: { type: 'string' },
        model: { type: 'string' },
        'save-model': { type: 'string' },
        clusters: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new InputError(`${error.message.split('. ')[0]} (see --help)`)
  }
  const [command, ...files] = parsed.positionals
  if (parsed.values.help) {
    process.stdout.write(HELP)
    return undefined
  }
  if (command !== 'dedupe' && command !== 'link') {
    throw new InputError(
      `${command === undefined ? 'no command' : `unknown command ${command}`}: dedupe or link is needed (see --help)`,
    )
  }
  const wanted = command === 'dedupe' ? 1 : 2
  if (files.length !== wanted) {
    throw new InputError(
      `${command} takes ${wanted === 1 ? 'one CSV file' : 'two CSV files'}, not ${files.length} (see --help)`,
    )
  }
  if (parsed.values.clusters && command === 'link') throw new InputError('--clusters goes with dedupe')
  return { command, files, values: parsed.values }
}

function readJson(file) {
  let text
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new InputError(`${file}: ${error.code === 'ENOENT' ? 'no such file' : error.message}`)
  }
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new InputError(`${file}: not JSON: ${error.message}`)
  }
}

function readMap(file) {
  const raw = readJson(file)
  if (raw === null || typeof raw !== 'object' || Array.isArray(raw))
    throw new InputError(`${file}: an object is needed`)
  const map = {}
  for (const [key, value] of Object.entries(raw)) {
    if (!KEYS.includes(key))
      throw new InputError(`${file}: unknown key "${key}"; known are ${KEYS.join(', ')}`)
    if (value === null || value === undefined) continue
    const list = Array.isArray(value) ? value : [value]
    if (
      list.some((name) => typeof name !== 'string' || name.trim() === '') ||
      (!LISTS.has(key) && list.length !== 1)
    ) {
      throw new InputError(
        `${file}: "${key}" takes ${LISTS.has(key) ? 'column names in a list' : 'one column name'}`,
      )
    }
    map[key] = list.map((name) => name.trim())
  }
  if (!map.id) throw new InputError(`${file}: "id" is missing`)
  if (!map.given?.length && !map.family?.length)
    throw new InputError(`${file}: "given" or "family" is needed`)
  if ((map.other?.length ?? 0) > 7)
    throw new InputError(`${file}: "other" takes at most seven columns, not ${map.other.length}`)
  return map
}

function modelOf(file, map, linkage) {
  const value = readJson(file)
  try {
    return linkage.readModel(value, map.other?.length ?? 0)
  } catch (error) {
    throw new InputError(`${file}: ${error.message}`)
  }
}

async function load(file, map, register, notes) {
  let at
  let width = 0
  let oddDates = 0
  let oddDate = ''
  const seen = new Set()
  for await (const { line, cells } of readCsv(file)) {
    if (!at) {
      const header = cells.map((cell) => cell.trim())
      width = header.length
      at = {}
      for (const [key, columns] of Object.entries(map)) {
        at[key] = columns.map((column) => {
          const place = header.indexOf(column)
          if (place < 0)
            throw new InputError(
              `${file}, line ${line}: no column "${column}" (map key ${key}); there are ${header.join(', ')}`,
            )
          return place
        })
      }
      continue
    }
    if (cells.length !== width)
      throw new InputError(`${file}, line ${line}: ${cells.length} cells where the header has ${width}`)
    const one = (key) => (at[key] ? cells[at[key][0]].trim() : '')
    const many = (key) => (at[key] ?? []).map((place) => cells[place])
    const id = one('id')
    if (id === '') throw new InputError(`${file}, line ${line}: the id is empty`)
    if (seen.has(id)) throw new InputError(`${file}, line ${line}: the id ${id} is there twice`)
    seen.add(id)
    const precision = one('birthPrecision').toUpperCase()
    if (precision !== '' && !/^[DMYU]$/.test(precision)) {
      throw new InputError(`${file}, line ${line}: birth precision "${precision}"; D, M, Y or U is needed`)
    }
    const birthDate = one('birthDate')
    if (birthDate !== '' && !/^\d{4}(?:[-/.]?\d{2}(?:[-/.]?\d{2})?)?(?:[T ].*)?$/.test(birthDate)) {
      oddDates++
      if (oddDate === '') oddDate = `"${birthDate}" on line ${line}`
    }
    register.add({
      id,
      given: many('given'),
      family: many('family'),
      birthDate,
      ...(precision === '' ? {} : { birthPrecision: precision }),
      sex: one('sex'),
      country: one('country'),
      household: one('household'),
      phone: one('phone'),
      document: one('document'),
      other: many('other'),
    })
  }
  if (!at) throw new InputError(`${file}: the file is empty`)
  if (oddDates > 0)
    notes.push(`${file}: ${oddDates} birth dates not understood and taken as unknown, the first ${oddDate}`)
}

function report(command, result, notes, clusters, seconds) {
  const { counts, model } = result
  const lines = [
    `${command}: ${counts.rows} rows, ${counts.pairs} pairs, ${counts.compared} compared, ${counts.patterns} patterns, ${result.found} printed`,
    `blocking: ${counts.blocks} blocks, ${counts.oversizeBlocks} divided, ${counts.skippedPairs} pairs left out; estimated completeness ${rounded(result.completeness, 4)}`,
    `expected of each record: ${rounded(model.samePerRecord, 4)} others the same person, ${rounded(model.relativesPerRecord, 4)} relatives compared`,
  ]
  if (clusters) lines.push(`clusters: ${clusters.groups().length}, ${clusters.refused.length} pairs refused`)
  for (const note of [...notes, ...model.notes]) lines.push(`note: ${note}`)
  for (const field of model.fields) {
    const levels = {}
    field.labels.forEach((label, l) => {
      if (l > 0) levels[label] = [field.same[l], field.relative[l], field.other[l]].map((p) => rounded(p, 7))
    })
    lines.push(`parameters ${JSON.stringify({ field: field.name, 'level: same, relative, other': levels })}`)
  }
  lines.push(`seconds: ${rounded(seconds, 2)}`)
  process.stderr.write(`${lines.join('\n')}\n`)
}

function rounded(value, digits) {
  return Number(value.toFixed(digits))
}

function write(text) {
  if (text === '' || process.stdout.write(text)) return undefined
  return new Promise((resolve) => process.stdout.once('drain', resolve))
}
