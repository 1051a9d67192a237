/** `npm run -s cli -- <command>`: what operators do from a shell. Each command is a file in `cli/`, loaded when called. */
import { parseArgs } from 'node:util'
import { type Config, loadConfig } from '../server/config.ts'

export interface CliContext {
  config: Config
  /** Words after the command. */
  words: string[]
  /** Long options, as text or flags. */
  options: Record<string, string | boolean | undefined>
  say(line: string): void
}

export interface Command {
  /** One line for the list, and one example. */
  help: string
  example: string
  options?: Record<string, { type: 'string' | 'boolean' }>
  run(context: CliContext): Promise<number>
}

const commands: Record<string, () => Promise<{ command: Command }>> = {
  migrate: () => import('./cli/migrate.ts'),
  'tenant add': () => import('./cli/tenant-add.ts'),
  'admin invite': () => import('./cli/admin-invite.ts'),
  'seed demo': () => import('./cli/seed-demo.ts'),
  'import census': () => import('./cli/import-census.ts'),
  'import municipalities': () => import('./cli/import-municipalities.ts'),
  'import poverty-line': () => import('./cli/import-poverty-line.ts'),
  'audit verify': () => import('./cli/audit-verify.ts'),
  backup: () => import('./cli/backup.ts'),
  restore: () => import('./cli/restore.ts'),
  doctor: () => import('./cli/doctor.ts'),
}

async function usage(): Promise<void> {
  console.log('npm run -s cli -- <command> [options]\n')
  for (const [name, load] of Object.entries(commands)) {
    const { command } = await load()
    console.log(`  ${name.padEnd(24)}${command.help}\n  ${''.padEnd(24)}${command.example}`)
  }
}

async function main(argv: string[]): Promise<number> {
  const name = Object.keys(commands)
    .filter((c) => c.split(' ').every((word, i) => argv[i] === word))
    .sort((a, b) => b.length - a.length)[0]
  if (!name || argv.includes('--help')) {
    await usage()
    return name || argv.length === 0 || argv[0] === '--help' ? 0 : 2
  }
  const { command } = await commands[name]!()
  let parsed: ReturnType<typeof parseArgs>
  try {
    parsed = parseArgs({
      args: argv.slice(name.split(' ').length),
      options: command.options ?? {},
      allowPositionals: true,
      strict: true,
    })
  } catch (e) {
    console.error(`${(e as Error).message}\n  ${command.example}`)
    return 2
  }
  const answer = loadConfig(process.env)
  if (!answer.ok) {
    console.error(answer.problems.join('\n'))
    return 2
  }
  try {
    return await command.run({
      config: answer.config,
      words: parsed.positionals,
      options: parsed.values as CliContext['options'],
      say: (line) => console.log(line),
    })
  } catch (e) {
    console.error((e as Error).message)
    return 1
  }
}

process.exitCode = await main(process.argv.slice(2))
