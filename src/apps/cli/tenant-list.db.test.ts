/** The list of municipalities from a shell: by name, in columns, as the operator's page has it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type House, house, testMaster } from '../../../test/factories.ts'
import type { Config } from '../../server/config.ts'
import type { DatabaseUrls } from '../../server/roles.ts'
import { emptyDatabase } from '../../server/testing.ts'
import { newId } from '../../shared/id.ts'
import { loadStates } from '../catalogue.ts'
import { addTenant } from '../setup.ts'
import { CalledWrongly } from './command.ts'
import { command as add } from './tenant-add.ts'
import { command } from './tenant-list.ts'

const folder = mkdtempSync(join(tmpdir(), 'integrate-tenant-list-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

let h: House
beforeAll(async () => {
  h = await house()
  await loadStates(h.owner)
})

const configOf = ({ appUrl, ownerUrl, workerUrl }: DatabaseUrls) =>
  ({
    dataDir: folder,
    database: { kind: 'external', appUrl, ownerUrl, workerUrl },
    secrets: { masterKey: testMaster, authSecret: '', sealKey: '', pepper: '' },
  }) as Config

async function run(database: DatabaseUrls): Promise<{ code: number; said: string[] }> {
  const said: string[] = []
  const code = await command.run({
    config: configOf(database),
    words: [],
    options: {},
    say: (line) => said.push(line),
  })
  return { code, said }
}

describe('tenant list', () => {
  it('says that there is none yet, and how one is made', async () => {
    expect(await run(h.database)).toEqual({ code: 0, said: ['no tenant yet; "tenant add" makes one'] })
  })

  it('lists each by name with its key, state, stage, start and who runs it', async () => {
    const added = async (name: string, more: { cvegeo?: string; stateCode?: string; demo?: boolean }) => {
      const { tenantId } = await addTenant(h.owner, h.vault, {
        kind: more.cvegeo ? 'municipality' : 'state_council',
        name,
        ...more,
        organization: more.cvegeo
          ? {
              name: `DIF de ${name}`,
              kind: 'municipal_government',
              sector: 'public',
              governmentLevel: 'municipal',
            }
          : { name: 'Consejo estatal', kind: 'council', sector: 'public', governmentLevel: 'state' },
      })
      await h.owner.pool.query(`update access.tenant set created_at = '2026-02-10T12:00:00Z' where id = $1`, [
        tenantId,
      ])
      return tenantId
    }
    await added('Tijuana', { cvegeo: '02004' })
    const juarez = await added('Juárez', { cvegeo: '08037', demo: true })
    await added('Consejo de Oaxaca', { stateCode: '20' })
    await h.owner.db
      .insertInto('directory.tenant_stage')
      .values({ tenant_id: juarez, id: newId(), stage: 'pilot', from_day: '2025-09-01', until_day: null })
      .execute()
    expect(await run(h.database)).toEqual({
      code: 0,
      said: [
        'name                    key    state            stage  start       run by',
        'Consejo de Oaxaca       -      Oaxaca           -      2026-02-10  Consejo estatal',
        'Juárez (demonstration)  08037  Chihuahua        pilot  2025-09-01  DIF de Juárez',
        'Tijuana                 02004  Baja California  -      2026-02-10  DIF de Tijuana',
      ],
    })
  })

  it('changes nothing: a database of no version yet stays so, and the operator is told', async () => {
    const empty = await emptyDatabase()
    try {
      expect(await run(empty)).toEqual({
        code: 1,
        said: ['this database is older than this version, or empty; "migrate" brings it up to date'],
      })
      expect((await run(empty)).code).toBe(1)
    } finally {
      await empty.drop()
    }
  })
})

describe('tenant add', () => {
  const wanted = { name: 'Tecate', cvegeo: '02003', organization: 'DIF de Tecate' }
  const with_ = (zone: string) =>
    add.run({ config: configOf(h.database), words: [], options: { ...wanted, zone }, say: () => {} })

  it.each(['Nowhere/City', 'Tijuana', '+05:00', 'PST', 'America/Tijuana; drop'])(
    'refuses %j, which is no time zone: by it the list of all would break',
    async (zone) => {
      await expect(with_(zone)).rejects.toThrow(CalledWrongly)
      expect((await run(h.database)).said.join('\n')).not.toContain('Tecate')
    },
  )

  it('takes a zone by its name', async () => {
    expect(await with_('America/Tijuana')).toBe(0)
    expect((await run(h.database)).said.at(-2)).toMatch(/^Tecate +02003 +Baja California/)
  })

  const council = { name: 'Consejo de Prueba', kind: 'state_council', organization: 'Consejo' }
  const said = (options: Record<string, string>) =>
    add.run({ config: configOf(h.database), words: [], options, say: () => {} })

  it('adds a state council by its state, and the federal unit', async () => {
    expect(await said({ ...council, state: '02' })).toBe(0)
    expect(await said({ name: 'Unidad de Prueba', kind: 'federal_unit', organization: 'Unidad' })).toBe(0)
    const listed = (await run(h.database)).said.join('\n')
    expect(listed).toMatch(/Consejo de Prueba .*Baja California/)
    expect(listed).toContain('Unidad de Prueba')
  })

  it.each([
    [{ ...council, kind: 'county' }, '--kind "county" is none of municipality, state_council, federal_unit'],
    [council, '--state'],
    [{ ...council, state: '2' }, '--state "2" has not the 2 digits'],
    [{ ...wanted, cvegeo: '0200X' }, '--cvegeo "0200X" has not the 5 digits'],
    [{ name: 'Tecate', organization: 'DIF' }, '--cvegeo'],
  ])('refuses %j, and says what is wanting', async (options, sentence) => {
    const before = (await run(h.database)).said
    await expect(said(options)).rejects.toThrow(sentence)
    expect((await run(h.database)).said).toEqual(before)
  })
})
