/** Each command says how it is called, and who calls it wrongly is told what is missing before anything is opened. */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { afterAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../server/root.ts'
import { checkCall, cli, describe as told } from './command.ts'
import { commandOf, commands, overview } from './commands.ts'

const folder = mkdtempSync(join(tmpdir(), 'integrate-help-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const names = Object.keys(commands)
const load = async (name: string) => (await commands[name]!()).command
/** As a shell would part it. */
const parted = (line: string) => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2]!)

describe.each(names)('%s', (name) => {
  it('tells its arguments, options, an example and how it ends', async () => {
    const command = await load(name)
    const text = told(name, command)
    expect(text.startsWith(`${cli} ${name}`)).toBe(true)
    for (const word of Object.keys(command.words ?? {})) expect(text).toContain(`\n  ${word} `)
    for (const option of Object.keys(command.options ?? {})) expect(text).toContain(`\n  --${option} `)
    expect(text).toContain(`For example\n  ${command.example}`)
    expect(text).toMatch(/Ends with\n {2}0 {2}.+\n {2}1 {2}.+/)
    expect(await overview()).toContain(`  ${name.padEnd(24)}${command.help}`)
  })

  it('has an example that is called rightly, whose files are there', async () => {
    const command = await load(name)
    expect(command.example.startsWith(`${cli} `)).toBe(true)
    const argv = parted(command.example.slice(cli.length))
    expect(commandOf(argv)).toBe(name)
    const { positionals, values } = parseArgs({
      args: argv.slice(name.split(' ').length),
      options: command.options ?? {},
      allowPositionals: true,
      strict: true,
    })
    checkCall(name, command, positionals, values)
    for (const word of argv.filter((w) => w.startsWith('docs/')))
      expect(existsSync(join(projectRoot(), word)), word).toBe(true)
  })
})

describe('called from a shell', () => {
  const run = (...argv: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) => {
      execFile(
        process.execPath,
        ['--import', 'tsx', 'src/apps/cli.ts', ...argv],
        { cwd: projectRoot(), env: { ...process.env, INTEGRATE_DATA: folder } },
        (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
      )
    })

  it('help is an answer, and a wrong call is not', async () => {
    const [all, group, one, none, lacking, unknown, over] = await Promise.all([
      run('--help'),
      run('import', '--help'),
      run('import', 'census', '--help'),
      run('import', 'everything'),
      run('import', 'census', 'censo.csv', '--tenant', '02002'),
      run('backup', 'a.backup', '--quickly'),
      run('backup', 'a.backup', 'b.backup'),
    ])
    expect([all.code, group.code, one.code]).toEqual([0, 0, 0])
    for (const name of names) expect(all.out).toContain(`  ${name} `)
    expect(group.out).toContain('import poverty-line')
    expect(group.out).not.toContain('backup')
    expect(one.out).toContain('--batch FILE')
    expect(one.out).not.toContain('restore')

    expect([none.code, none.err]).toEqual([2, expect.stringContaining('no command "import everything"')])
    expect([lacking.code, lacking.err]).toEqual([
      2,
      `import census needs --as EMAIL and --batch FILE\n${cli} import census --help tells how it is called.\n`,
    ])
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining("'--quickly'")])
    expect([over.code, over.err]).toEqual([2, expect.stringContaining('what to do with "b.backup"')])
    // Nothing was opened, so nothing is in the folder of the data.
    expect(existsSync(join(folder, 'secrets.json'))).toBe(false)
  })
})
