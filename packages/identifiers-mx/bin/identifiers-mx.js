#!/usr/bin/env node
// Judges identifiers given as arguments: one JSON object a line on standard output.

const help = `identifiers-mx curp|rfc|nss VALUE…   judge Mexican identifiers; nothing is generated

  --as-of YYYY-MM-DD   the day against which a birth date is in the future (default: today)

Answers one JSON object a line and value. "position" counts from 1; "severity" is "warning" where values
issued by the authority are known to break the rule. Exit 0 when judged, 2 when the call is wrong.

Example:
  $ identifiers-mx curp PILW881131HNERSL06
  {"value":"PILW881131HNERSL06","valid":false,"generic":false,"problems":[{"code":"birth_date","position":9,"severity":"error"}],"parts":{"initials":"PILW","sex":"H","state":"NE","stateName":"Nacido en el extranjero","bornAbroad":true,"consonants":"RSL","homonym":"0","checkDigit":"6"}}
`

function fail(message) {
  process.stderr.write(`identifiers-mx: ${message}\n`)
  process.exit(2)
}

const args = process.argv.slice(2)
if (args.includes('--help') || args.includes('-h')) {
  process.stdout.write(help)
  process.exit(0)
}

const door = await import('../dist/index.js').catch(() => fail('not built yet: run `npm install` first'))
const judges = { curp: door.validateCurp, rfc: door.validateRfc, nss: door.validateNss }

const [kind, ...rest] = args
if (kind === undefined) fail('argument 1: say which identifier: curp, rfc or nss (see --help)')
if (!Object.hasOwn(judges, kind)) fail(`argument 1: "${kind}" is none of curp, rfc, nss`)

let asOf = new Date().toISOString().slice(0, 10)
const values = []
for (let i = 0; i < rest.length; i++) {
  if (rest[i] === '--as-of') {
    asOf = rest[++i] ?? ''
    const date = new Date(`${asOf}T00:00:00Z`)
    if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== asOf)
      fail(`--as-of: "${asOf}" is not a date YYYY-MM-DD`)
  } else if (rest[i].startsWith('--')) fail(`argument ${i + 2}: unknown option "${rest[i]}"`)
  else values.push(rest[i])
}
if (values.length === 0) fail(`argument 2: no value to judge`)
for (const value of values) process.stdout.write(`${JSON.stringify(judges[kind](value, asOf))}\n`)
