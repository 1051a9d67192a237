#!/usr/bin/env node
// The command's door to the world: reads standard input, writes standard output. Everything else is in src/command.ts.
import { answer, help, InputError } from '../dist/index.js'

process.stdout.on('error', (error) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await run(process.argv.slice(2))

async function run(given) {
  if (given.includes('--help') || given.includes('-h')) {
    process.stdout.write(help)
    return 0
  }
  const strange = given.find((each) => each !== '--decimals')
  if (strange !== undefined)
    return refuse(`${strange}: unknown argument; usage: deprivation [--decimals] < case.json`)
  if (process.stdin.isTTY)
    return refuse('no input: deprivation [--decimals] < case.json (--help shows an example)')
  try {
    const chunks = []
    for await (const chunk of process.stdin) chunks.push(chunk)
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks))
    process.stdout.write(answer(text, { decimals: given.includes('--decimals') }))
    return 0
  } catch (error) {
    if (error instanceof InputError) return refuse(error.message)
    if (error.code === 'ERR_ENCODING_INVALID_ENCODED_DATA') return refuse('the input is not UTF-8')
    return refuse(`it cannot be computed: ${error instanceof Error ? error.message : error}`)
  }
}

function refuse(sentence) {
  process.stderr.write(`deprivation: ${sentence.replace(/\s+/g, ' ')}\n`)
  return 2
}
