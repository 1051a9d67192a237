/** `npm run -s cli -- <command>`: what operators do from a shell. Each command is a file in `cli/`. */
import { parseArgs } from 'node:util'
import { loadConfig } from '../server/config.ts'
import { CalledWrongly, type CliContext, checkCall, cli, describe } from './cli/command.ts'
import { commandOf, commands, overview } from './cli/commands.ts'

async function main(argv: string[]): Promise<number> {
  const name = commandOf(argv)
  const help = argv.includes('--help')
  if (!name) {
    const asked = help || argv.length === 0
    if (asked) console.log(await overview(argv[0]))
    else console.error(`there is no command "${argv.join(' ')}"\n\n${await overview(argv[0])}`)
    return asked ? 0 : 2
  }
  const { command } = await commands[name]!()
  if (help) {
    console.log(describe(name, command))
    return 0
  }
  let words: string[]
  let options: CliContext['options']
  try {
    const parsed = parseArgs({
      args: argv.slice(name.split(' ').length),
      options: command.options ?? {},
      allowPositionals: true,
      strict: true,
    })
    words = parsed.positionals
    options = parsed.values as CliContext['options']
    checkCall(name, command, words, options)
  } catch (e) {
    console.error(`${(e as Error).message}\n${cli} ${name} --help tells how it is called.`)
    return 2
  }
  const answer = loadConfig(process.env)
  if (!answer.ok) {
    console.error(answer.problems.join('\n'))
    return 2
  }
  try {
    return await command.run({ config: answer.config, words, options, say: (line) => console.log(line) })
  } catch (e) {
    console.error((e as Error).message)
    return e instanceof CalledWrongly ? 2 : 1
  }
}

process.exitCode = await main(process.argv.slice(2))
