/** Loading census files end to end on a real database: what is created, held, refused and ignored, and why. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { batchFile, censusWork, loadCensus } from '../../../../test/census.ts'
import {
  type House,
  house,
  member,
  notice,
  organization,
  person,
  family as registration,
  type Town,
  town,
} from '../../../../test/factories.ts'
import { type TestServer, testServer } from '../../../../test/server.ts'
import { createFileStore } from '../../../server/files.ts'
import { act } from '../../../server/guard.ts'
import { projectRoot } from '../../../server/root.ts'
import type { Actor } from '../../../shared/actor.ts'
import { writeCsv } from '../../../shared/csv.ts'
import { newId } from '../../../shared/id.ts'
import { registerFamily } from '../people.ts'
import { personFile } from '../queries.ts'
import { sweepExpired } from './finish.ts'
import { censusWorker } from './jobs.ts'
import { returnedRows } from './run.ts'
import { tellReturn, tellRows } from './view.ts'
import { workOn } from './work.ts'

let h: House
beforeAll(async () => {
  h = await house()
})

interface Office extends Town {
  ivan: Actor
}
async function office(): Promise<Office> {
  const place = await town(h)
  return {
    ...place,
    ivan: await member(h, place.tenantId, place.officeId, 'intake_worker', 'Iván Lugo (de prueba)'),
  }
}

interface Core {
  given_names: string | null
  surname_1: string | null
  surname_2: string | null
  sex: string
  birth_year: number | null
  birth_precision: string
}
const people = async (o: Office): Promise<Core[]> =>
  (
    await h.owner.pool.query<Core>(
      `select given_names, surname_1, surname_2, sex, birth_year, birth_precision from registry.person_core
       where tenant_id = $1 order by given_names, surname_1`,
      [o.tenantId],
    )
  ).rows
const count = async (o: Office, table: string, where = 'true'): Promise<number> =>
  Number(
    (
      await h.owner.pool.query(`select count(*) as n from ${table} where tenant_id = $1 and (${where})`, [
        o.tenantId,
      ])
    ).rows[0].n,
  )
const rowsOf = (o: Office, batchId: string, more: Partial<Parameters<typeof tellRows>[2]> = {}) =>
  act(h.ground, o.ivan, 'census.read', (deed) => tellRows(deed, batchId, { page: 1, size: 100, ...more }))

const heading = [
  'No. familia',
  'Parentesco',
  'Primer apellido',
  'Segundo apellido',
  'Nombre(s)',
  'Sexo',
  'Fecha nac.',
  'Nacionalidad',
  'Teléfono',
]
const désir = [
  ['F-1', 'Titular', 'Désir', '', 'Mirlande', 'Mujer', '08/03/1991', 'Haití', '6865550142'],
  ['F-1', 'Hijo/a', 'Pierre-Louis', '', 'Wilner', 'Hombre', '14/07/2016', 'Chile', '6865550142'],
]
const barrios = ['F-2', 'Titular', 'Barrios', 'Núñez', 'Ana', 'F', '02/06/1985', 'Honduras', '']
const file = (rows: readonly (readonly string[])[], delimiter: ';' | ',' | '\t' | '|' = ';') =>
  writeCsv([heading, ...rows], delimiter).replace(/^\ufeff/u, '')

describe('whatever program wrote the file', () => {
  const text = file([...désir, barrios])
  const latin = Buffer.from(text, 'latin1')
  const files: Record<string, string | Buffer> = {
    'UTF-8': text,
    'UTF-8 with its mark': `\ufeff${text}`,
    'UTF-16': Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]),
    'Windows-1252': latin,
    commas: file([...désir, barrios], ','),
    tabs: file([...désir, barrios], '\t'),
    bars: file([...désir, barrios], '|'),
    'line ends of an old Macintosh': text.replaceAll('\r\n', '\r'),
    'titles above, totals and notes below': `SISTEMA MUNICIPAL;;;;\r\n;;;;\r\n${text}\r\nTOTAL;3;;;\r\nFuente: nosotros;;;;\r\n`,
  }
  for (const [name, content] of Object.entries(files))
    it(`${name}: the same three people`, async () => {
      const o = await office()
      const told = await loadCensus(censusWork(h), o.ivan, content)
      expect([told.state, told.created]).toEqual(['done', 3])
      expect(await people(o)).toEqual([
        {
          given_names: 'Ana',
          surname_1: 'Barrios',
          surname_2: 'Núñez',
          sex: 'female',
          birth_year: 1985,
          birth_precision: 'day',
        },
        {
          given_names: 'Mirlande',
          surname_1: 'Désir',
          surname_2: null,
          sex: 'female',
          birth_year: 1991,
          birth_precision: 'day',
        },
        {
          given_names: 'Wilner',
          surname_1: 'Pierre-Louis',
          surname_2: null,
          sex: 'male',
          birth_year: 2016,
          birth_precision: 'day',
        },
      ])
    })

  it('columns in any order are the same columns, and the same rows', async () => {
    const o = await office()
    await loadCensus(censusWork(h), o.ivan, file([...désir, barrios]))
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...heading.keys()], { minLength: heading.length }),
        async (order) => {
          const shuffled = [heading, ...désir, barrios].map((row) => order.map((i) => row[i]!))
          const told = await loadCensus(censusWork(h), o.ivan, writeCsv(shuffled))
          expect(told.created).toBe(0)
          expect(told.reasons.find((r) => r.code === 'already_loaded')?.rows).toBe(3)
        },
      ),
      { numRuns: 4 },
    )
    expect(await count(o, 'registry.person_core')).toBe(3)
  })
})

describe('what becomes of a row', () => {
  it('an impossible date is held, no name is refused, an unreadable sex is created as not known', async () => {
    const o = await office()
    const told = await loadCensus(
      censusWork(h),
      o.ivan,
      file([
        ...désir,
        ['F-2', 'Titular', 'Barrios', '', 'Ana', 'F', '31/02/1985', 'Honduras', ''],
        ['F-2', 'Hijo/a', '', '', '', 'H', '01/02/2015', 'Honduras', ''],
        ['F-3', 'Titular', 'Cadet', '', 'Alix', '¿?', '1990', 'Haití', ''],
      ]),
    )
    expect(told.tally).toEqual({ read: 6, create: 3, hold: 1, refuse: 1, ignore: 1 })
    const { rows } = await rowsOf(o, told.id)
    const of = (line: number) => rows.find((row) => row.line === line)!
    expect([of(4).outcome, of(4).reasons[0]!.code]).toEqual(['hold', 'birth_impossible'])
    expect(of(4).reasons[0]!.todo).toContain('Corrija la fecha')
    expect([of(5).outcome, of(5).reasons[0]!.code]).toEqual(['refuse', 'no_name'])
    expect((await people(o)).find((p) => p.given_names === 'Alix')).toMatchObject({
      sex: 'not_known',
      birth_precision: 'year',
    })
  })

  it('M beside H or F is one question a file; unanswered it is not known, and listed', async () => {
    const rows = [
      ['F-1', 'Titular', 'Cadet', '', 'Alix', 'M', '1990', 'Haití', ''],
      ['F-2', 'Titular', 'Noël', '', 'Jude', 'H', '1980', 'Haití', ''],
    ]
    const silent = await office()
    const told = await loadCensus(censusWork(h), silent.ivan, file(rows))
    expect(told.questions).toEqual([
      expect.objectContaining({ id: 'sex_m', rows: 1, answered: false, suggestion: 'female' }),
    ])
    expect(told.reasons.find((r) => r.code === 'sex_m_unanswered')?.rows).toBe(1)
    expect((await people(silent)).map((p) => p.sex)).toEqual(['not_known', 'male'])

    const said = await office()
    const again = await loadCensus(censusWork(h), said.ivan, file(rows), { answers: { sexM: 'female' } })
    expect(again.questions).toEqual([expect.objectContaining({ id: 'sex_m', answered: true })])
    expect((await people(said)).map((p) => p.sex)).toEqual(['female', 'male'])
  })

  it('a person who is like another is held, in the file or in the registry; blanks are like nobody', async () => {
    const o = await office()
    const ana = person({
      givenNames: 'Ana Lucía',
      surname1: 'Barrios',
      surname2: 'Castro',
      birth: { year: 1985, month: 6, day: 2, precision: 'day' },
      sex: 'female',
      nationalities: ['HND'],
      languages: [],
    })
    await act(h.ground, o.ivan, 'person.register', (deed) =>
      registerFamily(deed, registration(o.noticeId, [ana])),
    )
    const told = await loadCensus(
      censusWork(h),
      o.ivan,
      file([
        ...désir,
        // Registered already, with a slip; pasted twice, in capitals; and two rows that share nothing but blanks.
        ['F-9', 'Titular', 'BARRIOS', 'CASTRO', 'ANA LUCIA', 'F', '02-06-1985', 'Hondureña', ''],
        ['', '', 'DESIR', '', 'MIRLANDE', 'M', '1991-03-08', 'HAITI', '686 555 0142'],
        ['', '', 'Toussaint', '', '', '', '', '', ''],
        ['', '', 'Baptiste', '', '', '', '', '', ''],
      ]),
    )
    expect(told.tally).toMatchObject({ create: 4, hold: 2, refuse: 0 })
    const { rows } = await rowsOf(o, told.id, { outcome: 'hold' })
    expect(rows.map((row) => [row.line, row.like[0]!.personId ?? row.like[0]!.line])).toEqual([
      [4, ana.personId],
      [5, 2],
    ])
    expect(rows[0]!.like[0]!.name).toBe('Ana Lucía Barrios Castro')
    // Who was shown is written down.
    const { rows: shown } = await h.owner.pool.query(
      `select 1 from access.event where tenant_id = $1 and shown = 'listed' and $2 = any (person_ids) and verb = 'census.read'`,
      [o.tenantId, ana.personId],
    )
    expect(shown.length).toBeGreaterThan(0)
  })

  it('a person outside the grants is not looked for: created, and no word of it', async () => {
    const o = await office()
    const elsewhere = await organization(h, o.tenantId)
    const noticeThere = await notice(h, o.tenantId, elsewhere)
    const julio = await member(h, o.tenantId, elsewhere, 'intake_worker')
    await act(h.ground, julio, 'person.register', (deed) =>
      registerFamily(
        deed,
        registration(noticeThere, [
          person({
            givenNames: 'Mirlande',
            surname1: 'Désir',
            birth: { year: 1991, month: 3, day: 8, precision: 'day' },
            sex: 'female',
            nationalities: ['HTI'],
            languages: [],
          }),
        ]),
      ),
    )
    const told = await loadCensus(censusWork(h), o.ivan, file(désir))
    expect(told.tally).toMatchObject({ create: 2, hold: 0 })
  })

  it('a sensitive column without ground is not stored, and listed; with one it is sealed, and says who chose it', async () => {
    const o = await office()
    const rosa = await member(h, o.tenantId, o.officeId, 'case_worker', 'Rosa Archundia (de prueba)')
    const text = writeCsv([
      ['Nombre(s)', 'Apellido', 'Embarazo', 'Enf. crónica', 'Estatus migratorio', 'Religión'],
      ['Mirlande', 'Désir', 'Sí', 'Asma de prueba', 'Irregular', 'Fe de prueba'],
      ['Guerda', 'Lafleur', 'No', 'Diabetes de prueba', 'Solicitante COMAR', 'Fe de prueba'],
    ])
    const told = await loadCensus(
      censusWork(h),
      o.ivan,
      text,
      {
        grounds: {
          pregnancy: { ground: 'health_care', chosenBy: 'rosa@example.org' },
          migrationStatus: 'rights_defence',
        },
      },
      { accountOf: async () => rosa.accountId },
    )
    expect(told.withheld.map((w) => [w.heading, w.why])).toEqual([
      ['Enf. crónica', 'no_ground'],
      ['Religión', 'not_collected'],
    ])
    expect(told.grounds.find((g) => g.field === 'pregnancy')).toMatchObject({
      ground: 'health_care',
      chosenBy: { name: 'Rosa Archundia (de prueba)' },
    })
    const { rows } = await h.owner.pool.query<{ person_id: string; chosen_by: string; ground: string }>(
      `select c.person_id, l.chosen_by, l.ground from registry.person_core c
       left join registry.legal_ground l on l.tenant_id = c.tenant_id and l.person_id = c.person_id
       where c.tenant_id = $1 and c.given_names = 'Mirlande'`,
      [o.tenantId],
    )
    expect(rows).toEqual([expect.objectContaining({ chosen_by: rosa.accountId, ground: 'health_care' })])
    const reader: Actor = { ...rosa, sheets: [...rosa.sheets] }
    const seen = await act(h.ground, reader, 'person.read', (deed) => personFile(deed, rows[0]!.person_id))
    expect(seen.health?.body).toEqual({ pregnant: 'yes' })
    // "Irregular" is nothing but no document recorded.
    expect([seen.documents, seen.situation]).toEqual([undefined, undefined])
    expect(told.reasons.find((r) => r.code === 'no_document_recorded')?.rows).toBe(1)
    const dump = JSON.stringify(
      (
        await h.owner.pool.query(
          `select to_jsonb(r) as r from registry.census_row r where tenant_id = $1 union all
           select to_jsonb(b) from registry.census_batch b where tenant_id = $1`,
          [o.tenantId],
        )
      ).rows,
    )
    for (const word of ['Mirlande', 'Asma', 'Diabetes', 'Fe de prueba', 'censo.csv'])
      expect(dump).not.toContain(word)
  })

  it('names that are code, emoji, or written from right to left are names', async () => {
    const o = await office()
    const odd = [
      "Robert'); drop table registry.person_core;--",
      '<script>alert(1)</script>',
      'يوسف',
      'Zoë 🦋',
      '=1+1',
    ]
    const told = await loadCensus(
      censusWork(h),
      o.ivan,
      file(odd.map((name, i) => [`F-${i}`, 'Titular', 'Prueba', '', name, '', `${1960 + i}`, '', ''])),
    )
    expect(told.created).toBe(odd.length)
    expect((await people(o)).map((p) => p.given_names).sort()).toEqual([...odd].sort())
    const long = await loadCensus(
      censusWork(h),
      o.ivan,
      file([['F-9', 'Titular', 'Prueba', '', 'a'.repeat(301), '', '', '', '']]),
    )
    expect([long.created, long.reasons.map((r) => r.code)]).toEqual([
      0,
      expect.arrayContaining(['name_too_long']),
    ])
  })
})

describe('the example of the documents', () => {
  const example = readFileSync(join(projectRoot(), 'docs/examples/census-example.csv'))
  const said = JSON.parse(readFileSync(join(projectRoot(), 'docs/examples/census-batch.json'), 'utf8'))

  it('every row has its fate: the duplicates held, wherever they stand; again creates none; corrected it is loaded', async () => {
    const o = await office()
    const g = censusWork(h)
    const told = await loadCensus(g, o.ivan, example, said)
    expect([told.state, told.encoding, told.delimiter, told.headingsLine]).toEqual([
      'done',
      'windows-1252',
      ';',
      3,
    ])
    expect(told.tally).toEqual({ read: 27, create: 17, hold: 4, refuse: 1, ignore: 5 })
    expect(told.totals).toEqual([{ line: 27, says: 22, people: 22 }])
    const { rows } = await rowsOf(o, told.id)
    expect(
      rows
        .filter((row) => row.outcome !== 'create')
        .map((row) => [row.line, row.reasons.find(({ kind }) => kind !== 'notice')!.code, row.like[0]?.line]),
    ).toEqual([
      [1, 'title', undefined],
      [2, 'title', undefined],
      [3, 'header', undefined],
      [7, 'possible_duplicate', 8],
      [14, 'birth_impossible', undefined],
      [17, 'blank', undefined],
      [18, 'possible_duplicate', 11],
      [20, 'no_name', undefined],
      [23, 'birth_impossible', undefined],
      [27, 'total', undefined],
    ])
    expect(told.questions).toMatchObject([{ id: 'sex_m', rows: 4, answered: false }])
    expect(told.withheld.map(({ heading }) => heading)).toEqual(['Esquema vacunación'])
    expect(told.grounds.map(({ field, chosenBy }) => [field, chosenBy.name])).toEqual(
      ['chronicDisease', 'migrationStatus', 'pregnancy', 'symptoms'].map((field) => [field, o.ivan.name]),
    )
    expect(told.reasons.find(({ code }) => code === 'no_document_recorded')?.rows).toBe(2)
    // A household comes from its number; whoever has none stands alone.
    expect(await count(o, 'registry.household')).toBe(told.families.total)
    expect(told.families.total).toBe(10)
    expect((await people(o)).filter(({ sex }) => sex === 'not_known')).toHaveLength(5)

    const again = await loadCensus(g, o.ivan, example, said)
    expect(again.tally).toMatchObject({ create: 0, hold: 4, refuse: 1, ignore: 22 })

    let back = ''
    for await (const piece of returnedRows(g, o.ivan, told.id, 'es')) back += piece
    const corrected = back
      .replace('31/02/2015', '28/02/2015')
      .replace('12/13/2090', '')
      .replace('E-006;Pareja;;;;', 'E-006;Pareja;;;Norma;')
      .replace(/^(E-901(?:;[^;]*){16});/mu, '$1;MISMA')
    const second = await loadCensus(g, o.ivan, corrected, { ...said, answers: { sexM: 'male' } })
    expect(second.tally).toEqual({ read: 6, create: 3, hold: 1, refuse: 0, ignore: 2 })
    expect(await count(o, 'registry.person_core')).toBe(20)
    // Claudette and Norma joined theirs; Ricardo's family is new.
    expect(await count(o, 'registry.household')).toBe(11)
  })
})

describe('a file of any size', () => {
  it('passes through bounded memory: of 40 MB never more than a part is held', async () => {
    const o = await office()
    const folder = mkdtempSync(join(tmpdir(), 'integrate-long-'))
    const at = (path: string) => JSON.stringify(join(projectRoot(), path))
    const script = join(folder, 'child.mts')
    // What lives after a collection is the same on every machine, however busy; the window is made small to see it.
    writeFileSync(
      script,
      `import { connect } from ${at('src/server/db.ts')}
import { createVault } from ${at('src/server/vault.ts')}
import { createFileStore } from ${at('src/server/files.ts')}
import { powerOf } from ${at('src/apps/roles.ts')}
import { BatchFile, runCensus } from ${at('src/modules/registry/census/run.ts')}
const { app, worker, actor, folder } = JSON.parse(process.env.CENSUS!)
const g = { ground: { db: connect(app).db, vault: createVault(Buffer.alloc(32, 42)) }, worker: connect(worker), files: createFileStore(folder), powerOf, windowSigns: 2_000_000 }
const living = () => {
  globalThis.gc!()
  return process.memoryUsage().heapUsed / 1e6
}
const before = living()
let most = 0
// A thousand names of which no two are alike.
const parts = 'bren dult farc gomp kiv lusk marn nep rost tild'.split(' ')
const name = (i: number) => [...String(i).padStart(3, '0')].map((digit) => parts[Number(digit)]).join('a')
setInterval(() => { most = Math.max(most, living()) }, 500).unref()
const told = await runCensus(g, { ...actor, verbs: new Set(actor.verbs) }, {
  fileName: 'censo.csv', dryRun: true,
  source: (async function* () {
    yield Buffer.from('Familia;Nombre;Apellido;Fecha nac;Observaciones\\r\\n')
    for (let i = 0; i < 1000; i++)
      yield Buffer.from(\`F-\${i};\${name(i)} Sintética;\${name((i * 313) % 1000)};\${1950 + (i % 50)};\${String(i).repeat(40_000).slice(0, 40_000)}\\r\\n\`)
  })(),
  batch: BatchFile.parse({ notice: { language: 'es', how: 'given_at_the_census' } }),
})
console.log(JSON.stringify({ state: told.state, tally: told.tally, bytes: told.fileBytes, grown: most - before }))
process.exit(0)
`,
    )
    const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', script], {
      cwd: projectRoot(),
      env: {
        ...process.env,
        CENSUS: JSON.stringify({
          app: h.database.appUrl,
          worker: h.database.workerUrl,
          actor: { ...o.ivan, verbs: [...o.ivan.verbs] },
          folder,
        }),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let out = ''
    child.stdout.on('data', (piece) => {
      out += piece
    })
    const code = await new Promise((resolve) => child.once('close', resolve))
    const told = JSON.parse(out)
    expect([code, told.state, told.tally]).toEqual([
      0,
      'planned',
      { read: 1001, create: 1000, hold: 0, refuse: 0, ignore: 1 },
    ])
    expect(told.bytes).toBeGreaterThan(40_000_000)
    expect(told.grown).toBeLessThan(35)
  })
})

describe('families', () => {
  it('come from the number alone: one head, whoever the file calls one, thirty and more in one', async () => {
    const o = await office()
    const many = Array.from({ length: 34 }, (_, i) => [
      'F-1',
      i === 20 ? 'Titular' : i === 21 ? 'Titular' : 'Hijo/a',
      ['Cadet', 'Noël', 'Estimé', 'Dorvil', 'Lubin', 'Valcin'][i % 6]!,
      '',
      `${'Abigail Bertrand Claude Daphnée Ernst Fabiola Gaston'.split(' ')[i % 7]} ${'Renel Sony Tania Urbain Vital'.split(' ')[i % 5]}`,
      '',
      `${1950 + i * 2}`,
      '',
      '',
    ])
    const told = await loadCensus(censusWork(h), o.ivan, file([...many, barrios]))
    expect(told.created).toBe(35)
    const { rows } = await h.owner.pool.query<{ n: number; heads: number }>(
      `select count(*)::int as n, (count(*) filter (where role = 'head'))::int as heads
       from registry.household_member where tenant_id = $1 group by household_id order by n`,
      [o.tenantId],
    )
    expect(rows).toEqual([
      { n: 1, heads: 1 },
      { n: 34, heads: 1 },
    ])
  })

  it('take back a corrected row: it joins them, and what was decided is done', async () => {
    const o = await office()
    const g = censusWork(h)
    const first = await loadCensus(
      g,
      o.ivan,
      file([
        ...désir,
        ['F-1', 'Sobrino/a', 'Désir', '', 'Evens', 'H', '30/02/2012', 'Haití', ''],
        ['', '', 'Désir', '', 'Mirlande', 'F', '08/03/1991', 'Haití', ''],
        ['', '', 'Pierre Louis', '', 'Wilner', 'H', '14/07/2016', 'Chile', ''],
      ]),
    )
    expect(first.tally).toMatchObject({ create: 2, hold: 3 })
    let back = ''
    for await (const piece of returnedRows(g, o.ivan, first.id, 'es')) back += piece
    const lines = back.trimEnd().split('\r\n')
    expect(lines).toHaveLength(4)
    const corrected = [
      lines[0],
      lines[1]!.replace('30/02/2012', '20/02/2012'),
      // Column of the decision stands after the file's own.
      lines[2]!.replace(/^((?:[^;]*;){9})/u, '$1NUEVA'),
      lines[3]!.replace(/^((?:[^;]*;){9})/u, '$1MISMA'),
    ].join('\r\n')
    const second = await loadCensus(g, o.ivan, corrected)
    expect(second.tally).toMatchObject({ create: 2, hold: 0, ignore: 2 })
    expect(second.reasons.find((r) => r.code === 'said_same')?.rows).toBe(1)
    const { rows } = await h.owner.pool.query<{ given_names: string; role: string; size: number }>(
      `select c.given_names, m.role, (count(*) over (partition by m.household_id))::int as size
       from registry.household_member m join registry.person_core c on c.tenant_id = m.tenant_id and c.person_id = m.person_id
       where m.tenant_id = $1 order by c.given_names, m.role`,
      [o.tenantId],
    )
    expect(rows).toEqual([
      { given_names: 'Evens', role: 'niece_nephew', size: 3 },
      { given_names: 'Mirlande', role: 'head', size: expect.any(Number) },
      { given_names: 'Mirlande', role: 'head', size: expect.any(Number) },
      { given_names: 'Wilner', role: 'child', size: 3 },
    ])
    // The corrected file again: everything in it is there.
    const third = await loadCensus(g, o.ivan, corrected)
    expect(third.created).toBe(0)
  })
})

const word = fc.constantFrom(
  'Jean',
  'Marie',
  'Pierre',
  'Louis',
  'Rose',
  'Ana',
  'José',
  'López',
  'Cruz',
  'Noël',
  '',
  'TOTAL',
  '12',
  '-',
  '?',
  'Sí',
  '"',
  'a;b',
  'ñandú',
)
const date = fc.constantFrom(
  '',
  '01/02/1990',
  '31/02/1990',
  '1990',
  '38517',
  '2/13/1999',
  '04-11-02',
  'no sabe',
  'x',
  '2099-01-01',
)
const row = fc.tuple(
  fc.constantFrom('', 'F-1', 'F-2', 'f 1', '3.0'),
  fc.constantFrom('', 'Titular', 'Hijo/a', 'Pareja', 'zzz'),
  word,
  word,
  word,
  fc.constantFrom('', 'H', 'M', 'F', 'm', 'x?', 'Mujer'),
  date,
  fc.constantFrom('', 'Haití', 'Chile', 'Narnia'),
  fc.constantFrom('', '6865550142', 'no tiene', '1'),
)

describe('the account', () => {
  it('created + held + refused + ignored = rows read, whatever the file; again creates nothing; windows change nothing of that', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 14 }),
        fc.constantFrom(4, 10_000),
        async (rows, windowRows) => {
          const o = await office()
          const text = file(rows)
          const told = await loadCensus(censusWork(h, { windowRows }), o.ivan, text)
          if (told.problem === 'no_rows') {
            // Nobody in it: told so, and nothing is done.
            expect([told.state, await count(o, 'registry.person_core')]).toEqual(['surveyed', 0])
            return
          }
          expect(told.state).toBe('done')
          const { create, hold, refuse, ignore, read } = told.tally
          expect(create + hold + refuse + ignore).toBe(read)
          expect(read).toBe(told.rowsTotal)
          expect(told.created).toBe(create)
          expect(await count(o, 'registry.person_core')).toBe(create)
          expect(await count(o, 'registry.census_key')).toBe(create)
          expect(await count(o, 'registry.household_member', 'until_at is null')).toBe(create)
          const staged = await rowsOf(o, told.id)
          expect(staged.total).toBe(read)
          for (const r of staged.rows) expect(r.outcome === 'create' || r.reasons.length > 0).toBe(true)
          const again = await loadCensus(censusWork(h, { windowRows }), o.ivan, text)
          expect(again.created).toBe(0)
          expect(await count(o, 'registry.person_core')).toBe(create)
        },
      ),
      { numRuns: 12 },
    )
  })

  it('one file loaded twice at the same moment creates once', async () => {
    const o = await office()
    const text = file([...désir, barrios])
    const both = await Promise.all([
      loadCensus(censusWork(h), o.ivan, text),
      loadCensus(censusWork(h), o.ivan, text),
    ])
    expect(await count(o, 'registry.person_core')).toBe(3)
    expect(both[0].created + both[1].created).toBe(3)
    for (const told of both) expect(told.tally.create + told.tally.hold + told.tally.ignore).toBe(4)
  })

  it('rows of a long file are compared across its windows', async () => {
    const o = await office()
    const filler = Array.from({ length: 9 }, (_, i) => [
      `G-${i}`,
      'Titular',
      'Cadet',
      '',
      'Abigail Bertrand Claude Daphnée Ernst Fabiola Gaston Henri Irma'.split(' ')[i]!,
      '',
      `19${50 + i * 4}`,
      '',
      '',
    ])
    const told = await loadCensus(
      censusWork(h, { windowRows: 4 }),
      o.ivan,
      file([...désir, ...filler, ['', '', 'Desir', '', 'Mirlande', 'F', '08/03/1991', 'Haití', '']]),
    )
    expect(told.tally).toMatchObject({ create: 11, hold: 1 })
    const { rows } = await rowsOf(o, told.id, { outcome: 'hold' })
    expect(rows[0]!.like[0]!.line).toBe(2)
  })
})

describe('what goes wrong on the way', () => {
  const families = (n: number) =>
    Array.from({ length: n }, (_, i) => {
      const surname = ['Cadet', 'Noël', 'Estimé', 'Dorvil', 'Lubin', 'Valcin', 'Sénat', 'Rosier'][i % 8]!
      const given = 'Abigail Bertrand Claude Daphnée Ernst Fabiola Gaston Henri Irma Jonas'.split(' ')[
        i % 10
      ]!
      return [
        [`F-${i}`, 'Titular', `${surname}${i}`, '', given, '', `${1950 + (i % 50)}`, '', ''],
        [`F-${i}`, 'Hijo/a', `${surname}${i}`, '', `${given}ito`, '', `${2005 + (i % 15)}`, '', ''],
      ]
    }).flat()

  const connectionsNamed = async (name: string): Promise<number> =>
    (
      await h.owner.pool.query<{ n: number }>(
        'select count(*)::int as n from pg_stat_activity where application_name = $1',
        [name],
      )
    ).rows[0]!.n

  it('kill -9 in the middle: what was done is whole, and the rest follows once', async () => {
    const o = await office()
    const name = 'to-be-killed'
    const folder = mkdtempSync(join(tmpdir(), 'integrate-killed-'))
    const text = file(families(60))
    const script = join(folder, 'child.mts')
    const at = (path: string) => JSON.stringify(join(projectRoot(), path))
    writeFileSync(
      script,
      `import { connect } from ${at('src/server/db.ts')}
import { createVault } from ${at('src/server/vault.ts')}
import { createFileStore } from ${at('src/server/files.ts')}
import { powerOf } from ${at('src/apps/roles.ts')}
import { BatchFile, runCensus } from ${at('src/modules/registry/census/run.ts')}
const { app, worker, actor, text, folder } = JSON.parse(process.env.CENSUS!)
const g = { ground: { db: connect(app).db, vault: createVault(Buffer.alloc(32, 42)) }, worker: connect(worker), files: createFileStore(folder), powerOf }
await runCensus(g, { ...actor, verbs: new Set(actor.verbs) }, {
  fileName: 'censo.csv', source: (async function* () { yield Buffer.from(text) })(),
  batch: BatchFile.parse({ notice: { language: 'es', how: 'given_at_the_census' } }),
})
`,
    )
    const child = spawn(process.execPath, ['--import', 'tsx', script], {
      cwd: projectRoot(),
      env: {
        ...process.env,
        CENSUS: JSON.stringify({
          app: `${h.database.appUrl}&application_name=${name}`,
          worker: `${h.database.workerUrl}&application_name=${name}`,
          actor: { ...o.ivan, verbs: [...o.ivan.verbs] },
          text,
          folder,
        }),
      },
      stdio: 'inherit',
    })
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    for (let done = 0; done < 5; ) {
      done = await count(o, 'registry.household')
      if (child.exitCode !== null) break
      await new Promise((resolve) => setTimeout(resolve, 5))
    }
    expect(await connectionsNamed(name)).toBeGreaterThan(0)
    child.kill('SIGKILL')
    await ended
    // Its last word may still be under way inside the database.
    await expect.poll(() => connectionsNamed(name), { timeout: 30_000 }).toBe(0)
    const before = await count(o, 'registry.household')
    expect(before).toBeGreaterThanOrEqual(5)
    expect(before).toBeLessThan(60)
    // Nothing half: every household there is has both its people, with their keys.
    expect(await count(o, 'registry.person_core')).toBe(before * 2)
    expect(await count(o, 'registry.census_key')).toBe(before * 2)

    const { rows } = await h.owner.pool.query<{ id: string; state: string }>(
      'select id, state from registry.census_batch where tenant_id = $1',
      [o.tenantId],
    )
    expect(rows[0]!.state).toBe('importing')
    const g = { ...censusWork(h), files: createFileStore(folder) }
    // Its lease still runs: nobody else touches it meanwhile.
    await workOn(g, o.tenantId, rows[0]!.id)
    expect(await count(o, 'registry.household')).toBe(before)
    await h.owner.pool.query('update registry.census_batch set lease_until = now() where tenant_id = $1', [
      o.tenantId,
    ])
    const worker = censusWorker(g, async () => [o.tenantId])
    await worker.sweep(o.tenantId)
    await worker.stop().catch(() => {})
    // Stopped between two families; the next sweep goes on to the end.
    const next = censusWorker(g, async () => [o.tenantId])
    for (let i = 0; i < 100; i++) {
      await next.sweep(o.tenantId)
      const { rows: now } = await h.owner.pool.query(
        'select state from registry.census_batch where tenant_id = $1',
        [o.tenantId],
      )
      if (now[0].state === 'done') break
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    await next.stop()
    expect(await count(o, 'registry.person_core')).toBe(120)
    expect(await count(o, 'registry.household')).toBe(60)
    const told = await act(h.ground, o.ivan, 'census.read', (deed) =>
      tellRows(deed, rows[0]!.id, { page: 1, size: 1 }),
    )
    expect(told.total).toBe(121)
    expect(readdirSync(folder).filter((name) => name.endsWith('.sealed'))).toEqual([])
    const again = await loadCensus(g, o.ivan, text)
    expect([again.created, again.tally.ignore]).toEqual([0, 121])
  }, 60_000)

  it('a family that cannot be saved is held, and the others go on', async () => {
    const o = await office()
    await h.owner.pool.query(
      `alter table registry.person_core add constraint not_this_one check (given_names <> 'Claude') not valid`,
    )
    try {
      const told = await loadCensus(censusWork(h), o.ivan, file(families(5)))
      expect(told.state).toBe('done')
      expect(told.tally).toMatchObject({ read: 11, create: 8, hold: 2, ignore: 1 })
      expect(told.reasons.find((r) => r.code === 'not_saved')?.rows).toBe(2)
      expect(await count(o, 'registry.person_core')).toBe(8)
      expect(await count(o, 'registry.household')).toBe(4)
    } finally {
      await h.owner.pool.query('alter table registry.person_core drop constraint not_this_one')
    }
  })

  it('whoever may no longer, and an agreement that ended, stop it with the reason', async () => {
    const o = await office()
    const g = censusWork(h)
    const planned = await loadCensus(g, o.ivan, file(désir), {}, { dryRun: true })
    expect([planned.state, await count(o, 'registry.person_core')]).toEqual(['planned', 0])
    await h.owner.pool.query(`update registry.census_batch set state = 'importing' where tenant_id = $1`, [
      o.tenantId,
    ])
    await h.owner.pool.query('update access.membership set ended_at = now() where tenant_id = $1', [
      o.tenantId,
    ])
    await workOn(g, o.tenantId, planned.id)
    const state = async () =>
      (
        await h.owner.pool.query('select state, problem from registry.census_batch where tenant_id = $1', [
          o.tenantId,
        ])
      ).rows[0]
    expect(await state()).toEqual({ state: 'stopped', problem: 'not_allowed' })
    await h.owner.pool.query('update access.membership set ended_at = null where tenant_id = $1', [
      o.tenantId,
    ])
    await h.owner.pool.query(`update registry.census_batch set state = 'importing' where tenant_id = $1`, [
      o.tenantId,
    ])
    await h.owner.pool.query('update access.organization set agreement_until = now() where tenant_id = $1', [
      o.tenantId,
    ])
    await workOn(g, o.tenantId, planned.id)
    expect(await state()).toEqual({ state: 'stopped', problem: 'agreement_ended' })
    expect(await count(o, 'registry.person_core')).toBe(0)
  })

  it('what waits is gone when its time is over', async () => {
    const o = await office()
    const g = censusWork(h)
    const told = await loadCensus(
      g,
      o.ivan,
      file([...désir, ['F-9', 'Titular', 'Cadet', '', 'Alix', '', '31/02/1990', '', '']]),
    )
    const later = new Date(Date.now() + 31 * 86_400_000)
    await sweepExpired(g, o.tenantId, new Date())
    expect(await count(o, 'registry.census_row', 'body_sealed is not null')).toBe(1)
    await sweepExpired(g, o.tenantId, later)
    expect(await count(o, 'registry.census_row')).toBe(0)
    expect(
      await count(o, 'registry.census_batch', 'file_name_sealed is not null or detail_sealed is not null'),
    ).toBe(0)
    expect(await count(o, 'registry.person_core')).toBe(2)
    const piece = await act(h.ground, o.ivan, 'census.read', (deed) =>
      tellReturn(deed, told.id, { language: 'es', after: 0 }),
    )
    expect(piece.rows).toBe(0)
  })
})

describe('by its routes', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(h)
  })

  const send = async (
    actor: Actor,
    content: string | Buffer,
    more: { name?: string; commandId?: string; language?: string } = {},
  ) => {
    // Known to the server by an ordinary call first.
    await server.call(actor, 'GET', '/api/census')
    const boundary = 'a-boundary-of-this-test'
    const payload = Buffer.concat([
      Buffer.from(
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${more.name ?? 'censo.csv'}"\r\ncontent-type: text/csv\r\n\r\n`,
      ),
      Buffer.from(content as string),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ])
    const response = await server.app.inject({
      method: 'POST',
      url: '/api/census',
      headers: {
        'x-integrate': '1',
        'x-integrate-command': more.commandId ?? newId(),
        'x-test-actor': actor.accountId,
        'x-integrate-language': more.language ?? 'es',
        'content-type': `multipart/form-data; boundary=${boundary}`,
      },
      payload,
    })
    return { status: response.statusCode, body: response.json() }
  }
  const work = (o: Office, id: string) => workOn({ ...censusWork(h), files: server.files }, o.tenantId, id)
  const kept = async (o: Office) => count(o, 'registry.census_batch')

  it('file, columns, choices, dry run, start, result, return', async () => {
    const o = await office()
    const text = writeCsv([
      ['Quién', 'Clan', 'Nacido', 'Embarazo'],
      ['Mirlande', 'Désir', '08/03/1991', 'Sí'],
      ['Alix', 'Cadet', '31/02/1990', 'No'],
    ])
    const commandId = newId()
    const sent = await send(o.ivan, text, { commandId })
    expect([sent.status, sent.body.state, sent.body.fileName]).toEqual([202, 'received', 'censo.csv'])
    // The same again is the same: one batch, one file.
    const again = await send(o.ivan, text, { commandId })
    expect([again.status, again.body.id, await kept(o)]).toEqual([202, sent.body.id, 1])
    const id = sent.body.id as string
    await work(o, id)
    const url = `/api/census/${id}`
    const surveyed = await server.call(o.ivan, 'GET', url)
    expect(surveyed.body.state).toBe('surveyed')
    expect(surveyed.body.problem).toBe('no_headings')
    const found = await server.call(o.ivan, 'PUT', `${url}/columns`, {
      version: surveyed.body.version,
      columns: [],
      headingsLine: 1,
    })
    await work(o, id)
    const corrected = await server.call(o.ivan, 'PUT', `${url}/columns`, {
      version: found.body.version,
      columns: [
        { key: 'quien', use: 'given' },
        { key: 'clan', use: 'surname' },
        { key: 'nacido', use: 'birth' },
      ],
    })
    expect([corrected.status, corrected.body.state]).toEqual([200, 'received'])
    await work(o, id)
    const told = await server.call(o.ivan, 'GET', url)
    expect(
      (told.body.columns as { use: string; confirmed: boolean }[]).map((c) => [c.use, c.confirmed]),
    ).toEqual([
      ['given', true],
      ['surname', true],
      ['birth', true],
      ['pregnancy', false],
    ])
    // The second editor is told.
    const late = await server.call(o.ivan, 'PUT', `${url}/choices`, {
      version: surveyed.body.version,
      answers: {},
      grounds: [],
    })
    expect([late.status, late.body.code]).toEqual([409, 'changed_meanwhile'])
    const early = await server.call(o.ivan, 'POST', `${url}/start`, { version: told.body.version })
    expect([early.status, early.body.code]).toEqual([422, 'notice_missing'])
    const chosen = await server.call(o.ivan, 'PUT', `${url}/choices`, {
      version: told.body.version,
      answers: {},
      grounds: [{ field: 'pregnancy', ground: 'health_care' }],
      notice: { noticeId: o.noticeId, language: 'es', how: 'read_aloud' },
    })
    expect(chosen.status).toBe(200)
    expect(chosen.body.grounds).toEqual([
      expect.objectContaining({ chosenBy: { accountId: o.ivan.accountId, name: o.ivan.name } }),
    ])
    const planned = await server.call(o.ivan, 'POST', `${url}/plan`, { version: chosen.body.version })
    expect([planned.status, planned.body.state]).toEqual([202, 'planning'])
    await work(o, id)
    const dry = await server.call(o.ivan, 'GET', url)
    expect(dry.body).toMatchObject({
      state: 'planned',
      tally: { create: 1, hold: 1, refuse: 0, ignore: 1, read: 3 },
      created: 0,
    })
    const rows = await server.call(o.ivan, 'GET', `${url}/rows?outcome=hold`)
    expect(rows.body).toMatchObject({ total: 1, rows: [{ line: 3, outcome: 'hold' }] })
    expect(await count(o, 'registry.person_core')).toBe(0)
    const started = await server.call(o.ivan, 'POST', `${url}/start`, { version: dry.body.version })
    expect([started.status, started.body.state]).toEqual([202, 'importing'])
    await work(o, id)
    const done = await server.call(o.ivan, 'GET', url)
    expect(done.body).toMatchObject({ state: 'done', created: 1, families: { total: 1, done: 1 } })
    const back = await server.call(o.ivan, 'GET', `${url}/return?language=es`)
    expect(back.body).toMatchObject({ rows: 1, fileName: 'censo - por corregir.csv' })
    expect(String(back.body.csv)).toContain('Alix')
    const over = await server.call(o.ivan, 'POST', `${url}/cancel`, {})
    expect([over.status, over.body.code]).toEqual([409, 'still_in_use'])
    // What was said of these headings is known the next time.
    const next = await send(o.ivan, `Otro título;;;\r\n${text.replace(/^\ufeff/u, '')}`)
    await work(o, next.body.id)
    const remembered = await server.call(o.ivan, 'GET', `/api/census/${next.body.id}`)
    expect(remembered.body.remembered).toBe(true)
    expect((remembered.body.columns as { use: string }[]).map((c) => c.use)).toEqual([
      'given',
      'surname',
      'birth',
      'pregnancy',
    ])
    const cancelled = await server.call(o.ivan, 'POST', `/api/census/${next.body.id}/cancel`, {})
    expect(cancelled.body.state).toBe('cancelled')
    const list = await server.call(o.ivan, 'GET', '/api/census')
    expect((list.body.rows as { state: string }[]).map((b) => b.state)).toEqual(['cancelled', 'done'])
  })

  it('another organization sees nothing of it', async () => {
    const o = await office()
    const elsewhere = await organization(h, o.tenantId)
    const julio = await member(h, o.tenantId, elsewhere, 'intake_worker')
    const sent = await send(o.ivan, file(désir))
    expect((await server.call(julio, 'GET', `/api/census/${sent.body.id}`)).status).toBe(404)
    expect((await server.call(julio, 'GET', `/api/census/${sent.body.id}/rows`)).status).toBe(404)
    expect((await server.call(julio, 'POST', `/api/census/${sent.body.id}/cancel`, {})).status).toBe(404)
    expect((await server.call(julio, 'GET', '/api/census')).body.total).toBe(0)
  })

  it('who may not is refused before a byte of the file is read', async () => {
    const o = await office()
    const lucia = await member(h, o.tenantId, o.officeId, 'analyst')
    const refused = await send(lucia, file(désir))
    expect([refused.status, refused.body.code]).toEqual([403, 'not_allowed'])
    expect(await kept(o)).toBe(0)
  })

  const wrong: Record<string, [Buffer | string, RegExp]> = {
    xlsx: [
      Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.from('[Content_Types].xml xl/workbook.xml')]),
      /Excel/,
    ],
    xls: [Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]), /Excel/],
    pdf: ['%PDF-1.7 …', /PDF/],
    zip: [Buffer.from('PK\x03\x04 nada'), /comprimido/],
    gzip: [Buffer.from([0x1f, 0x8b, 8, 0]), /comprimido/],
    image: [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), /imagen/],
    html: ['<!doctype html><table><tr><td>Nombre</td></tr></table>', /página web/],
    binary: [Buffer.from([0, 1, 2, 3, 4, 5, 6, 0, 0, 9, 1, 2, 3]), /No es texto/],
    empty: ['', /vacío/],
  }
  for (const [kind, [content, sentence]] of Object.entries(wrong))
    it(`a file that is not what it says (${kind}) is refused with what to do, and nothing of it stays`, async () => {
      const o = await office()
      const told = await send(o.ivan, content)
      expect([told.status, told.body.code]).toEqual([422, 'file_not_readable'])
      expect(told.body.errors[0].message).toMatch(sentence)
      expect(await kept(o)).toBe(0)
    })

  it('text that is no table, or names nobody, says so', async () => {
    const o = await office()
    const prose = await send(o.ivan, 'Estimada comisión:\r\nadjunto el censo.\r\nSaludos\r\n')
    await work(o, prose.body.id)
    const told = await server.call(o.ivan, 'GET', `/api/census/${prose.body.id}`)
    expect([told.body.state, told.body.problem]).toEqual(['surveyed', 'no_headings'])
    const nameless = await send(o.ivan, 'Sexo;Fecha nac.\r\nH;01/02/1990\r\n')
    await work(o, nameless.body.id)
    const other = await server.call(o.ivan, 'GET', `/api/census/${nameless.body.id}`)
    expect(other.body.problem).toBe('no_name_column')
  })

  it('no file, and one that breaks off, are refused', async () => {
    const o = await office()
    await server.call(o.ivan, 'GET', '/api/census')
    const json = await server.call(o.ivan, 'POST', '/api/census', { file: 'x' })
    expect([json.status, json.body.code]).toEqual([415, 'wrong_media_type'])
  })

  it('a notice that is not the organization’s is none', async () => {
    const o = await office()
    const other = await office()
    const sent = await send(o.ivan, file(désir))
    await work(o, sent.body.id)
    const told = await server.call(o.ivan, 'PUT', `/api/census/${sent.body.id}/choices`, {
      version: 1,
      answers: {},
      grounds: [],
      notice: { noticeId: other.noticeId, language: 'es', how: 'read_aloud' },
    })
    expect([told.status, told.body.code]).toEqual([422, 'notice_missing'])
    const consent = await server.call(o.ivan, 'PUT', `/api/census/${sent.body.id}/choices`, {
      version: 1,
      answers: {},
      grounds: [{ field: 'pregnancy', ground: 'consent' }],
    })
    expect([consent.status, consent.body.code]).toEqual([422, 'invalid'])
  })
})

it('a batch file says what is wrong with it', () => {
  expect(() => batchFile({ grounds: { pregnancy: 'because' } })).toThrow()
  expect(() => batchFile({ surprise: 1 } as object)).toThrow()
  expect(batchFile().grounds).toEqual({})
})
