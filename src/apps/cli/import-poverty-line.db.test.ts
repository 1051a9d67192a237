/** The official poverty line comes from a file, checked row by row; with it income is asked, and without it not. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { cast, family, type House, house, member, person, testMaster, town } from '../../../test/factories.ts'
import { testServer } from '../../../test/server.ts'
import type { Interview } from '../../modules/assessment/contract.ts'
import type { Config } from '../../server/config.ts'
import { projectRoot } from '../../server/root.ts'
import { newId } from '../../shared/id.ts'
import { loadPovertyLines } from '../catalogue.ts'
import { command } from './import-poverty-line.ts'

const folder = mkdtempSync(join(tmpdir(), 'integrate-poverty-line-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

let h: House
beforeAll(async () => {
  h = await house()
})
beforeEach(async () => {
  await h.owner.pool.query('delete from assessment.poverty_line')
})

const november = new Date('2026-11-20T12:00:00Z')
const source = 'de prueba'
const load = (...lines: string[]) =>
  loadPovertyLines(h.owner, ['month,area,pesos,source', ...lines].join('\n'), november)
const standing = async () =>
  (
    await h.owner.pool.query<{ row: string }>(
      `select month || ' ' || area || ' ' || centavos || ' ' || source as row from assessment.poverty_line order by month, area desc`,
    )
  ).rows.map((r) => r.row)

describe('a file of poverty lines', () => {
  it('is loaded in pesos and centavos, and again without a change', async () => {
    const file = ['2026-10,urban,4823.55,de prueba', '2026-10,rural,"$3,507.2",de prueba']
    expect(await load(...file)).toEqual({
      read: 2,
      added: 2,
      changed: [],
      unchanged: 0,
      refused: [],
      half: [],
    })
    const rows = ['2026-10 urban 482355 de prueba', '2026-10 rural 350720 de prueba']
    expect(await standing()).toEqual(rows)
    expect(await load(...file)).toMatchObject({ added: 0, changed: [], unchanged: 2 })
    expect(await standing()).toEqual(rows)
  })

  it('says what stood before where a value or its source is another', async () => {
    await load('2026-10,urban,4800,un ejemplo', '2026-10,rural,3500,un ejemplo')
    const told = await load('2026-10,Urbano,4823.55,el publicado', '2026-10,rural,3500,un ejemplo')
    expect(told).toMatchObject({
      added: 0,
      unchanged: 1,
      changed: ['2026-10 urban: 4,800.00 → 4,823.55 (was: un ejemplo)'],
    })
    expect(await standing()).toEqual(['2026-10 urban 482355 el publicado', '2026-10 rural 350000 un ejemplo'])
  })

  it.each([
    [`10/2026,urban,4800,${source}`, 'the month "10/2026" is not written as 2026-10'],
    [`2026-13,urban,4800,${source}`, 'the month "2026-13" is not written as 2026-10'],
    [`2026-12,urban,4800,${source}`, '2026-12 has not come yet'],
    [`2026-10,suburban,4800,${source}`, 'the area "suburban" is neither urban nor rural'],
    [
      `2026-10,urban,"4800,55",${source}`,
      '"4800,55" is no amount in pesos with two decimals, such as 4823.55',
    ],
    [`2026-10,urban,-4800,${source}`, '"-4800" is no amount in pesos with two decimals, such as 4823.55'],
    [`2026-10,urban,,${source}`, '"" is no amount in pesos with two decimals, such as 4823.55'],
    [
      `2026-10,urban,482355,${source}`,
      '482,355.00 pesos a person and month cannot be the poverty line (500 to 50,000)',
    ],
    ['2026-10,urban,4800,', 'the source is missing, or longer than 300 letters'],
    [`2026-10,urban,4800,${'x'.repeat(301)}`, 'the source is missing, or longer than 300 letters'],
  ])('refuses the row %j and says why', async (row, why) => {
    const told = await load(row, `2026-09,rural,3500,${source}`)
    expect([told.added, told.refused]).toEqual([1, [`line 2: ${why}`]])
    expect(await standing()).toEqual(['2026-09 rural 350000 de prueba'])
  })

  it('refuses what it says twice, and areas that are exchanged', async () => {
    const twice = await load(`2026-10,urban,4800,${source}`, `2026-10,urban,4900,${source}`)
    expect(twice.refused).toEqual(['line 3: 2026-10 urban stands in line 2 with another value'])
    const exchanged = await load(`2026-09,urban,3500,${source}`, `2026-09,rural,4800,${source}`)
    expect([exchanged.added, exchanged.refused]).toEqual([
      0,
      ['lines 2 and 3: 2026-09 is lower in towns than in the country; are the two exchanged?'],
    ])
    expect(await standing()).toEqual(['2026-10 urban 480000 de prueba'])
  })

  it('says which months have one line of two, whatever was there before', async () => {
    expect(await load(`2026-09,urban,4800,${source}`)).toMatchObject({ half: ['2026-09'] })
    expect(await load(`2026-09,rural,3500,${source}`, `2026-10,rural,3500,${source}`)).toMatchObject({
      half: ['2026-10'],
    })
  })

  it('without the columns, or without a row, is refused whole', async () => {
    await expect(loadPovertyLines(h.owner, 'mes;valor\n2026-10;4800\n', november)).rejects.toThrow(
      'the file has no column month, area, pesos, source',
    )
    await expect(loadPovertyLines(h.owner, '', november)).rejects.toThrow('the file has no column')
    await expect(load(`2026-10,urban,4,823.55,${source}`)).rejects.toThrow('line 2')
  })
})

describe('the command', () => {
  const run = async (words: string[]): Promise<{ code: number; said: string }> => {
    const { appUrl, ownerUrl, workerUrl } = h.database
    const config = {
      dataDir: folder,
      database: { kind: 'external', appUrl, ownerUrl, workerUrl },
      secrets: { masterKey: testMaster, authSecret: '', sealKey: '', pepper: '' },
    } as Config
    const said: string[] = []
    const code = await command.run({ config, words, options: {}, say: (line) => said.push(line) })
    return { code, said: said.join('\n') }
  }
  // The month of the town of the test, whose interviews are held on its own day.
  const month = new Date().toLocaleDateString('sv-SE', { timeZone: 'America/Tijuana' }).slice(0, 7)

  it('loads the example of the documents, and ends with 1 when a row was refused', async () => {
    const example = join(projectRoot(), 'docs/examples/poverty-line-example.csv')
    const told = await run([example])
    expect([told.code, told.said]).toEqual([0, expect.stringContaining('Added 4 + ')])
    expect(await standing()).toHaveLength(4)
    for (const row of await standing()) expect(row).toContain('EXAMPLE, invented')

    const broken = join(folder, 'broken.csv')
    writeFileSync(broken, `${readFileSync(example, 'utf8')}2026-10,urban,1,x\n`)
    const again = await run([broken])
    expect(again.code).toBe(1)
    expect(again.said).toContain('the same as before 4 + refused 1 = 5 rows')
    expect(again.said).toContain('refused line 6: 1.00 pesos')
    await expect(run([])).rejects.toThrow('FILE is missing')
    await expect(run([join(folder, 'none.csv')])).rejects.toThrow('no file')
  })

  it('has income asked in the months whose two lines are loaded, and only then', async () => {
    const server = await testServer(h)
    const place = await town(h)
    const rosa = await member(h, place.tenantId, place.officeId, 'case_worker', 'Rosa Archundia (de prueba)')
    const one = person(cast.mirlande)
    expect((await server.call(rosa, 'POST', '/api/households', family(place.noticeId, [one]))).status).toBe(
      201,
    )
    await server.call(rosa, 'POST', `/api/people/${one.personId}/interview`, {
      assessmentId: newId(),
      phase: 'assessment',
      setting: 'private',
      respondent: 'self',
      interpreter: 'none',
      serviceNow: true,
      language: 'es',
    })
    const income = async () => {
      const told = await server.call(rosa, 'GET', `/api/people/${one.personId}/interview`)
      return (told.body as unknown as Interview).steps.find((step) => step.item === 'WO3')
    }
    expect(await income()).toMatchObject({ state: 'later', later: ['parameter_not_loaded'] })
    const file = join(folder, 'lines.csv')
    writeFileSync(file, `month,area,pesos,source\n${month},urban,4800,${source}\n`)
    expect((await run([file])).said).toContain(`${month} has one of its two lines`)
    expect(await income()).toMatchObject({ later: ['parameter_not_loaded'] })
    writeFileSync(file, `month,area,pesos,source\n${month},rural,3500,${source}\n`)
    await run([file])
    expect(await income()).toMatchObject({ state: 'to_ask', later: [] })
  })
})
