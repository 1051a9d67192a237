import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise } from 'dependency-cruiser'
import { afterEach, describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const planted = join(root, 'src/modules/directory/planted')

async function violations(): Promise<string[]> {
  const config = (await import('../../.dependency-cruiser.mjs')).default
  const result = await cruise(['src/modules/directory', 'src/modules/registry', 'src/shared', 'src/server'], {
    baseDir: root,
    ruleSet: { forbidden: config.forbidden },
    validate: true,
    ...config.options,
    tsConfig: { fileName: join(root, 'tsconfig.json') },
  })
  const output = result.output
  if (typeof output === 'string') throw new Error('unexpected output')
  expect(output.summary.totalCruised).toBeGreaterThan(30)
  return output.summary.violations.map((v) => v.rule.name)
}

afterEach(() => rmSync(planted, { recursive: true, force: true }))

describe('the import rules', () => {
  it('catch a planted offence, so that their silence means something', async () => {
    mkdirSync(planted, { recursive: true })
    writeFileSync(
      join(planted, 'later.ts'),
      "import { coreOf } from '../../registry/queries.ts'\nexport const x = coreOf\n",
    )
    const found = await violations()
    expect(found).toContain('directory-imports-no-later-module')
    expect(found).toContain('directory-through-doors')
  })
})
