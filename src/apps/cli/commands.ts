/** Every command of the command line, loaded when it is called. */
import { type Command, cli } from './command.ts'

export const commands: Record<string, () => Promise<{ command: Command }>> = {
  migrate: () => import('./migrate.ts'),
  'tenant add': () => import('./tenant-add.ts'),
  'tenant list': () => import('./tenant-list.ts'),
  'admin invite': () => import('./admin-invite.ts'),
  'operator invite': () => import('./operator-invite.ts'),
  'seed demo': () => import('./seed-demo.ts'),
  'import census': () => import('./import-census.ts'),
  'import municipalities': () => import('./import-municipalities.ts'),
  'import poverty-line': () => import('./import-poverty-line.ts'),
  'audit verify': () => import('./audit-verify.ts'),
  backup: () => import('./backup.ts'),
  restore: () => import('./restore.ts'),
  doctor: () => import('./doctor.ts'),
}

/** The command that these words begin with. */
export const commandOf = (argv: readonly string[]): string | undefined =>
  Object.keys(commands)
    .filter((name) => name.split(' ').every((word, i) => argv[i] === word))
    .sort((a, b) => b.length - a.length)[0]

/** All commands, or those of a group such as `import`, one line each. */
export async function overview(group = ''): Promise<string> {
  const names = Object.keys(commands)
  const some = names.filter((name) => name.startsWith(`${group} `))
  const lines = [`${cli} COMMAND …`, '']
  for (const name of some.length > 0 ? some : names) {
    const { command } = await commands[name]!()
    lines.push(`  ${name.padEnd(24)}${command.help}`)
  }
  return [
    ...lines,
    '',
    `${cli} COMMAND --help tells the arguments and options of one, with an example.`,
  ].join('\n')
}
