import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { writeCsv } from '../../../shared/csv.ts'
import { dayToText } from '../../../shared/day.ts'
import { correctColumns, type Field, sensitiveFields } from './census-columns.ts'
import { type Answers, childrenAlone, type Plan, planCensus, shapeOf } from './census-plan.ts'
import { kindOf, reasons } from './census-reasons.ts'
import { returnFile } from './census-return.ts'
import { readRecords } from './census-text.ts'
import { PeopleAtHand } from './duplicates.ts'

const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const all = new Set(Object.keys(sensitiveFields) as Field[])
const headings =
  'No. familia;Parentesco;Primer apellido;Segundo apellido;Nombre(s);Sexo;Fecha nac.;Nacionalidad;Edo. civil;Embarazo;Enf. crónica;Estatus migratorio;Teléfono;Fecha ingreso'

type Options = {
  answers?: Answers
  grounded?: ReadonlySet<Field>
  loaded?: ReadonlySet<string>
  source?: string
  existing?: Parameters<typeof planCensus>[1]['existing']
}
function plan(
  text: string,
  { answers = {}, grounded = all, loaded, source = 'DIF', existing }: Options = {},
): Plan {
  const records = readRecords(text)
  return planCensus(records, {
    shape: shapeOf(records),
    source,
    latest: '2022-03-31',
    answers,
    grounded,
    hash,
    ...(loaded ? { loaded } : {}),
    ...(existing ? { existing } : {}),
  })
}
const census = (...rows: string[]) =>
  `CENSO DE ALBERGUES;;;;\nDatos sintéticos;;;;\n${headings}\n${rows.join('\n')}\n`
const rowOf = (p: Plan, line: number) => p.decisions.find((decision) => decision.line === line)!
const codes = (p: Plan, line: number) => rowOf(p, line).reasons.map((reason) => reason.code)

// The cast: the family Désir, Ana Peña alone, a twin pair, and what clerks do to them.
const esther =
  'F-0001;Titular;Désir;;Esther;F;22/08/1996;Haití;Soltero/a;No;No;Irregular;6865550101;20/12/2021'
const jude =
  'F-0001;Pareja;Désir;;Jude;H;02/04/1995;Haití;Unión libre;No;No;Solicitante COMAR;6865550101;20/12/2021'
const nadege = 'F-0001;Hijo/a;Désir;;Nadège;M ujer;11/05/2016;Haití;;No;Asma;TVRH;6865550101;20/12/2021'
const widline = 'F-0001;Hijo/a;Désir;;Widline;Femenino;11/05/2016;Haití;;No;No;;6865550101;20/12/2021'
const ana = 'F-0002;Titular;Peña;Ruiz;Ana;f;1988;México;Casado/a;Sí;No;;;05/01/2022'

describe('rows that are not created', () => {
  test.each<[string, string, string, string]>([
    ['no name at all', 'F-0003;Titular;;;;F;13/02/1991;Haití;;;;;;', 'refuse', 'no_name'],
    [
      'a name that says it is none',
      'F-0003;Titular;N/D;-;sin nombre;F;13/02/1991;Haití;;;;;;',
      'refuse',
      'no_name',
    ],
    ['31 February', 'F-0003;Titular;Noël;;Guerda;F;31/02/1990;Haití;;;;;;', 'hold', 'birth_impossible'],
    ['month 13', 'F-0003;Titular;Noël;;Guerda;F;12/13/2090;Haití;;;;;;', 'hold', 'birth_impossible'],
    ['the future', 'F-0003;Titular;Noël;;Guerda;F;01/01/2030;Haití;;;;;;', 'hold', 'birth_in_future'],
    ['two centuries', 'F-0003;Titular;Noël;;Guerda;F;01/01/1830;Haití;;;;;;', 'hold', 'birth_too_long_ago'],
    ['no date', 'F-0003;Titular;Noël;;Guerda;F;ayer;Haití;;;;;;', 'hold', 'birth_unreadable'],
    [
      'an impossible entry',
      'F-0003;Titular;Noël;;Guerda;F;01/01/1990;Haití;;;;;;31/04/2021',
      'hold',
      'entry_impossible',
    ],
    [
      'a slipped column',
      'F-0003;Titular;Noël;;Guerda;F;01/01/1990;Haití;;;;;;;01/01/2022',
      'hold',
      'too_many_cells',
    ],
    [
      'a name of 301 characters',
      `F-0003;Titular;Noël;;${'x'.repeat(301)};F;01/01/1990;Haití;;;;;;`,
      'hold',
      'name_too_long',
    ],
    ['blank', ';;;;;;;;;;;;;', 'ignore', 'blank'],
    ['totals', 'TOTAL;;;;5;;;;;;;;;', 'ignore', 'total'],
  ])('%s', (_, row, outcome, code) => {
    const p = plan(census(esther, row, ana))
    expect(rowOf(p, 5).outcome).toBe(outcome)
    expect(codes(p, 5)).toContain(code)
    expect(p.tally.create).toBe(2)
  })

  test('every reason that holds, refuses or ignores says what to do in both languages', () => {
    for (const [code, { es, en }] of Object.entries(reasons))
      for (const text of [es.why, es.todo, en.why, en.todo]) expect(text.length, code).toBeGreaterThan(4)
  })
})

describe('what is not known registers all the same', () => {
  test.each<[string, string, string]>([
    ['sex that cannot be read', ';;Noël;;Guerda;?;1990;Haití;;;;;;', 'sex_unreadable'],
    ['sex not stated', ';;Noël;;Guerda;;1990;Haití;;;;;;', 'sex_not_stated'],
    ['no date of birth', ';;Noël;;Guerda;F;desconocida;Haití;;;;;;', 'birth_not_known'],
    ['no family', ';Titular;Noël;;Guerda;F;1990;Haití;;;;;;', 'no_household'],
    ['no given name', ';;Noël;;;F;1990;Haití;;;;;;', 'given_not_stated'],
    ['no document', ';;Noël;;Guerda;F;1990;Haití;;;;Irregular;;', 'no_document_recorded'],
    ['a country nobody knows', ';;Noël;;Guerda;F;1990;Narnia;;;;;;', 'nationality_unreadable'],
    ['half a telephone', ';;Noël;;Guerda;F;1990;Haití;;;;;555 01;', 'phone_unreadable'],
    ['some procedure', ';;Noël;;Guerda;F;1990;Haití;;;;En trámite;;', 'procedure_unnamed'],
  ])('%s', (_, row, code) => {
    const p = plan(census(row))
    expect(rowOf(p, 4).outcome).toBe('create')
    expect(codes(p, 4)).toContain(code)
    expect(kindOf(code as keyof typeof reasons)).toBe('notice')
  })
  test('one name is a name', () => {
    expect(rowOf(plan(census(';;;;Wilner;;;;;;;;;')), 4).outcome).toBe('create')
  })
})

describe('what a row becomes', () => {
  const p = plan(census(esther, jude, nadege, widline, ana))
  test('names, dates, sex, country, kinship, telephone', () => {
    expect(p.tally).toEqual({ read: 8, create: 5, hold: 0, refuse: 0, ignore: 3 })
    expect(rowOf(p, 4).candidate).toMatchObject({
      core: {
        givenNames: 'Esther',
        surname1: 'Désir',
        sex: 'female',
        nationalities: ['HTI'],
        civilStatus: 'single',
        birth: { year: 1996, month: 8, day: 22 },
      },
      household: 'F-0001',
      role: 'head',
      phones: ['+526865550101'],
      documents: [],
      health: { pregnant: 'no' },
    })
    expect(rowOf(p, 5).candidate).toMatchObject({
      documents: ['procedure_asylum'],
      populationGroup: 'asylum_applicant',
      core: { sex: 'male', civilStatus: 'union' },
    })
    expect(rowOf(p, 6).candidate).toMatchObject({
      documents: ['visitor_humanitarian'],
      health: { chronic: 'Asma' },
      core: { sex: 'female' },
    })
    expect(rowOf(p, 8).candidate).toMatchObject({
      health: { pregnant: 'yes' },
      core: { surname2: 'Ruiz', birth: { year: 1988, precision: 'year' } },
    })
  })
  test('the word irregular is kept nowhere', () => {
    expect(
      JSON.stringify(p.decisions.map((decision) => [decision.candidate, decision.reasons, decision.like])),
    ).not.toMatch(/irregular/iu)
  })
  test('families by their number alone', () => {
    expect(p.households).toEqual([
      { number: 'F-0001', lines: [4, 5, 6, 7], headLine: 4, headInferred: false, severalHeads: false },
      { number: 'F-0002', lines: [8], headLine: 8, headInferred: false, severalHeads: false },
    ])
    const scattered = plan(
      census(esther, ana, jude, ';Hijo/a;Désir;;Kenson;H;2012;Haití;;;;;6865550101;20/12/2021'),
    )
    expect(scattered.households.map((household) => household.lines)).toEqual([[4, 6], [5]])
  })
  test('a family whose head is held has one until somebody says so; children alone are seen', () => {
    const held = plan(census(esther.replace('22/08/1996', '31/02/1996'), nadege, jude))
    expect(held.households[0]).toMatchObject({ headLine: 6, headInferred: true })
    const alone = plan(census(esther.replace('22/08/1996', '31/02/1996'), nadege, widline))
    expect(childrenAlone(alone, '2022-03-31')).toHaveLength(1)
    expect(childrenAlone(p, '2022-03-31')).toHaveLength(0)
  })
  test('capitals are eased, the person’s own spelling is left alone', () => {
    const q = plan(
      census(
        'F-1;Titular;DE LA CRUZ;OB;MARÍA DE LOS ÁNGELES;F;1990;MEX;;;;;;',
        'F-2;Titular;McDonald;;jean-robert;H;1991;Haití;;;;;;',
        'F-3;Titular;D’ANJOU;;JEAN-ROBERT;H;1981;Haití;;;;;;',
      ),
    )
    expect(rowOf(q, 4).candidate!.core).toMatchObject({
      givenNames: 'María de los Ángeles',
      surname1: 'De la Cruz',
      surname2: 'Ob',
    })
    expect(rowOf(q, 5).candidate!.core).toMatchObject({ givenNames: 'Jean-Robert', surname1: 'McDonald' })
    expect(rowOf(q, 6).candidate!.core).toMatchObject({ givenNames: 'Jean-Robert', surname1: 'D’Anjou' })
  })
  test('surnames in one cell are two where that is the custom; a whole name is split only at a comma', () => {
    const q = plan(
      'Apellidos;Nombre;País\nDe la Cruz Ob;Ana;México\nJean Baptiste;Marie;Haití\nPeña;Luis;México',
    )
    expect(q.decisions.slice(1).map((d) => [d.candidate!.core.surname1, d.candidate!.core.surname2])).toEqual(
      [
        ['De la Cruz', 'Ob'],
        ['Jean Baptiste', undefined],
        ['Peña', undefined],
      ],
    )
    const w = plan('Nombre completo;Sexo;Edad\nRuiz Peña, Ana;F;30\nMarie Ange Jean Baptiste;F;31')
    expect(w.decisions[1]!.candidate!.core.givenNames).toBe('Ana')
    expect(w.decisions[2]!.candidate!.core).toMatchObject({
      givenNames: 'Marie Ange Jean Baptiste',
      birth: { year: 1991, precision: 'about' },
    })
    expect(w.decisions[2]!.reasons.map((r) => r.code)).toContain('name_not_split')
  })
  test('emoji, right to left, scripts and formulas are names and texts like any other', () => {
    const q = plan(
      census(
        'F-1;Titular;الحسن;;يوسف;H;1990;Siria;;;;;;',
        'F-2;Titular;=cmd();;🌟;F;1990;Haití;;;;;;',
        "F-3;Titular;'); drop table person;;<script>;F;1990;Haití;;;;;;",
      ),
    )
    expect(rowOf(q, 4).candidate!.core).toMatchObject({
      givenNames: 'يوسف',
      surname1: 'الحسن',
      nationalities: ['SYR'],
    })
    expect(rowOf(q, 5).candidate!.core).toMatchObject({ givenNames: '🌟', surname1: '=cmd()' })
    expect(q.tally.create + q.tally.hold).toBe(3)
  })
})

describe('a sensitive column without a ground is not even read', () => {
  const p = plan(census(nadege, ana), { grounded: new Set(['pregnancy']) })
  test('and is listed', () => {
    expect(rowOf(p, 4).candidate).toMatchObject({ documents: [], health: { pregnant: 'no' } })
    expect(rowOf(p, 4).candidate!.health).not.toHaveProperty('chronic')
    expect(p.withheld).toEqual([
      { heading: 'Enf. crónica', use: 'chronicDisease', why: 'no_ground' },
      { heading: 'Estatus migratorio', use: 'migrationStatus', why: 'no_ground' },
    ])
    expect(JSON.stringify(p.decisions.map((decision) => decision.candidate))).not.toMatch(
      /asma|humanitarian/iu,
    )
  })
})

describe('M beside H or F is one question a file', () => {
  const rows = census(
    esther,
    jude,
    'F-0003;Titular;Noël;;Guerda;M;1990;Haití;;;;;;',
    'F-0004;Titular;Noël;;Kenson;m;1991;Haití;;;;;;',
  )
  test('asked once, with what helps to answer; unanswered it is not known, and listed', () => {
    const p = plan(rows)
    expect(p.questions).toEqual([{ id: 'sex_m', rows: 2, seen: { F: 1, H: 1, M: 2 }, suggestion: null }])
    expect([6, 7].map((line) => rowOf(p, line).candidate!.core.sex)).toEqual(['not_known', 'not_known'])
    expect(p.reasons.sex_m_unanswered).toBe(2)
  })
  test('answered, it holds for all of them', () => {
    const p = plan(rows, { answers: { sexM: 'male' } })
    expect([6, 7].map((line) => rowOf(p, line).candidate!.core.sex)).toEqual(['male', 'male'])
    expect(p.reasons.sex_m_unanswered).toBeUndefined()
  })
  test('suggested where only one letter stands beside it', () => {
    expect(
      plan(census('F-3;;Noël;;Guerda;M;;;;;;;;', 'F-3;;Noël;;Jude;H;;;;;;;;')).questions[0],
    ).toMatchObject({ suggestion: 'female' })
    expect(
      plan(census('F-3;;Noël;;Guerda;F;;;;;;;;', 'F-3;;Noël;;Jude;M;;;;;;;;')).questions[0],
    ).toMatchObject({ suggestion: 'male' })
    expect(plan(census(esther)).questions).toEqual([])
  })
})

test('a column that mixes the order of day and month is a question', () => {
  const dates = ['22/08/1996', '23/08/1996', '08/22/1996', '08/25/1996', '04/05/1990']
  const p = plan(census(...dates.map((date, i) => `F-${i};Titular;Noël;;Guerda${i}x;F;${date};Haití;;;;;;`)))
  expect(p.questions).toMatchObject([{ id: 'date_order', field: 'birth' }])
  const first = plan(
    census(
      'F-1;Titular;Noël;;Guerda;F;12/25/1990;Haití;;;;;;',
      'F-2;Titular;Dorvil;;Esther;F;04/05/1991;Haití;;;;;;',
    ),
  )
  expect(dayToText(rowOf(first, 5).candidate!.core.birth)).toBe('1991-04-05')
})

describe('duplicates inside the file', () => {
  test.each<[string, string]>([
    [
      'in capitals, without its family',
      ';Titular;Désir;;ESTHER;F;22/08/1996;Haití;;;;;6865550101;20/12/2021',
    ],
    ['in a family of its own', 'F-0980;Titular;DÉSIR;;ESTHER;F;22/08/1996;Haití;;;;;6865550101;20/12/2021'],
    ['without date', 'F-0980;Titular;Désir;;Esther;F;;Haití;;;;;6865550101;20/12/2021'],
    ['names exchanged', ';Titular;Esther;;Désir;F;22/08/1996;Haití;;;;;;'],
    ['with an impossible date', 'F-0980;Titular;Désir;;ESTHER;F;31/02/1990;Haití;;;;;6865550101;20/12/2021'],
    ['typed twice in its family', esther],
  ])('%s: held, wherever it stands; the row in its family is kept', (_, twin) => {
    for (const [rows, kept, held] of [
      [[esther, jude, ana, twin], 4, 7],
      [[twin, esther, jude, ana], 5, 4],
    ] as const) {
      const p = plan(census(...rows))
      if (twin === esther) {
        expect(p.tally).toMatchObject({ create: 3, hold: 1 })
        continue
      }
      expect([rowOf(p, kept).outcome, rowOf(p, held).outcome]).toEqual(['create', 'hold'])
      expect(codes(p, held)).toContain('possible_duplicate')
      expect(rowOf(p, held).like[0]!.line).toBe(kept)
    }
  })
  test('day and month exchanged, one slip in the year', () => {
    for (const date of ['04/02/1995', '02/04/1985']) {
      const p = plan(
        census(esther, jude, `F-0980;Titular;DESIR;;JUDE;H;${date};Haití;;;;;6865550101;20/12/2021`),
      )
      expect(rowOf(p, 6), date).toMatchObject({ outcome: 'hold', like: [{ line: 5 }] })
    }
  })
  test('twins, father and son named alike, and blank cells are not', () => {
    const p = plan(
      census(
        esther,
        jude,
        nadege,
        widline,
        ana,
        'F-0001;Hijo/a;Désir;;Jude;H;02/04/2012;Haití;;;;;6865550101;20/12/2021',
        ';;;;Wilner;;;;;;;;;',
        ';;;;Stanley;;;;;;;;;',
        ';;Noël;;;;;;;;;;;',
        ';;Cadet;;;;;;;;;;;',
      ),
    )
    expect(p.tally).toMatchObject({ create: 10, hold: 0 })
  })
  test('three times the same person: one is created', () => {
    const p = plan(
      census(
        ';Titular;Désir;;ESTHER;F;22/08/1996;Haití;;;;;;',
        'F-9;Titular;Désir;;ESTHER;F;22/08/1996;Haití;;;;;;',
        esther,
        jude,
      ),
    )
    expect(p.decisions.filter((d) => d.key).map((d) => d.outcome)).toEqual([
      'hold',
      'hold',
      'create',
      'create',
    ])
    expect([4, 5].map((line) => rowOf(p, line).like[0]!.line)).toEqual([6, 6])
  })
  test('people already registered', () => {
    const existing = new PeopleAtHand<Parameters<PeopleAtHand<never>['add']>[0]>()
    existing.add({
      id: 'p-1',
      names: { given: 'Esther', surname: 'Désir' },
      birth: { year: 1996, month: 8, day: 22, precision: 'day' },
      sex: 'female',
    } as never)
    const p = plan(census(esther, jude), { existing })
    expect(rowOf(p, 4)).toMatchObject({ outcome: 'hold', like: [{ personId: 'p-1' }] })
    expect(rowOf(p, 5).outcome).toBe('create')
  })
})

describe('loading again', () => {
  const keysOf = (p: Plan) => new Set(p.decisions.filter((d) => d.outcome === 'create').map((d) => d.key))
  const rows = [
    esther,
    ';Titular;Désir;;ESTHER;F;22/08/1996;Haití;;;;;6865550101;20/12/2021',
    jude,
    ana,
    'F-3;Titular;;;;F;;;;;;;;',
  ]
  const first = plan(census(...rows))
  test('creates nothing twice, whatever the order of rows and columns', () => {
    expect(plan(census(...rows), { loaded: keysOf(first) }).tally).toMatchObject({
      create: 0,
      hold: 1,
      refuse: 1,
    })
    expect(plan(census(...rows.toReversed()), { loaded: keysOf(first) }).tally.create).toBe(0)
    const moved = readRecords(census(...rows))
      .slice(2)
      .map(({ cells }) => cells.toReversed())
    expect(plan(writeCsv(moved), { loaded: keysOf(first) }).tally.create).toBe(0)
  })
  test('the same row twice has two keys; another source has others', () => {
    const twice = plan(census(ana, ana))
    expect(new Set(twice.decisions.filter((d) => d.key).map((d) => d.key)).size).toBe(2)
    const other = plan(census(...rows), { source: 'another' })
    expect([...keysOf(other)].some((key) => keysOf(first).has(key))).toBe(false)
  })
})

describe('the file to correct', () => {
  const bad = [
    esther,
    'F-0003;Titular;Noël;;Guerda;F;12/25/1990;Haití;;;;;+52 686 555 0102;05/01/2022',
    'F-0004;Titular;=1+1;"El ""Güero""; Luis";Luis;H;31/02/1990;México;;;;;;',
    'F-0980;Titular;Désir;;ESTHER;F;22/08/1996;Haití;;;;;6865550101;20/12/2021',
    'F-0005;Titular;;;;F;;;;;;;;',
  ]
  const first = plan(
    census(
      ...bad,
      jude,
      ana,
      'F-7;Titular;Cadet;;Jude;H;23/05/1990;Haití;;;;;;',
      'F-8;Titular;Cadet;;Islande;F;23/05/1991;Haití;;;;;;',
    ),
  )
  const records = readRecords(census(...bad))
  const file = returnFile(first.decisions, shapeOf(records), 'es')

  test('has the columns as they came, and why beside them', () => {
    const back = readRecords(file)
    expect(back).toHaveLength(1 + first.tally.hold + first.tally.refuse)
    expect(back[0]!.cells.slice(-6)).toEqual([
      'Decisión',
      'Código motivo',
      'Motivo',
      'Qué hacer',
      'Línea original',
      'Repetición',
    ])
    const guerda = back[1]!.cells
    expect(guerda.slice(-5)).toEqual([
      'birth_impossible',
      expect.stringContaining('calendario'),
      expect.stringContaining('¿Será 1990-12-25?'),
      '5',
      '',
    ])
    expect(back[2]!.cells[2]).toBe("'=1+1")
    expect(back[2]!.cells[3]).toBe('El "Güero"; Luis')
    expect(returnFile(first.decisions, shapeOf(records), 'en')).toContain('Reason code')
  })
  test('loaded again as it is, every row is held or refused as before', () => {
    const again = plan(file, {
      loaded: new Set(first.decisions.filter((d) => d.outcome === 'create').map((d) => d.key)),
      existing: peopleOf(first),
    })
    expect(again.tally).toEqual({ read: 5, create: 0, hold: 3, refuse: 1, ignore: 1 })
  })
  test('corrected and decided, it is created or let go', () => {
    const fixed = file
      .replace('12/25/1990', '25/12/1990')
      .replace('31/02/1990', '')
      .replace(/(F-0980.*20\/12\/2021);;/u, '$1;MISMA;')
      .replace('F-0005;Titular;;;;', 'F-0005;Titular;;;Rose;')
    const again = plan(fixed, { existing: peopleOf(first) })
    expect(again.tally).toEqual({ read: 5, create: 3, hold: 0, refuse: 0, ignore: 2 })
    expect(plan(fixed.replace('MISMA', 'nueva'), { existing: peopleOf(first) }).tally).toMatchObject({
      create: 4,
      hold: 0,
    })
  })
  const peopleOf = (p: Plan) => {
    const hand = new PeopleAtHand()
    for (const { candidate, outcome, line } of p.decisions)
      if (candidate && outcome === 'create')
        hand.add({
          id: String(line),
          names: {
            given: candidate.core.givenNames ?? null,
            surname: candidate.core.surname1 ?? null,
            secondSurname: candidate.core.surname2 ?? null,
          },
          birth: candidate.core.birth,
          phones: candidate.phones,
        })
    return hand
  }
})

test('a file without headings, or without a column of names, says so', () => {
  expect(plan('F-1;Désir;F;22/08/1996\nF-1;Désir;H;02/04/1995').problems).toEqual([
    'no_headings',
    'no_name_column',
  ])
  expect(plan(census(esther)).problems).toEqual([])
  expect(plan('').problems).toEqual(['empty'])
  expect(
    planCensus([], {
      shape: shapeOf([]),
      source: 's',
      latest: '2022-03-31',
      answers: {},
      grounded: all,
      hash,
    }).problems,
  ).toEqual(['empty'])
})

describe('rows of the same words', () => {
  const short = (...rows: string[]) => `Nombre;Apellido;Edad\n${rows.join('\n')}\n`
  test('are one person, until somebody says that they are two', () => {
    const p = plan(short('Ana;Ruiz;34', 'Luz;Gil;20', 'ANA;Ruíz;34', 'Ana;Ruiz;35'))
    expect(p.decisions.map((d) => [d.line, d.outcome, d.like.map((like) => like.line)])).toEqual([
      [1, 'ignore', []],
      [2, 'create', []],
      [3, 'create', []],
      [4, 'hold', [2]],
      [5, 'create', []],
    ])
    expect(rowOf(p, 4).like[0]!.reasons.map((reason) => reason.field)).toEqual(
      expect.arrayContaining(['given', 'surname']),
    )
  })
  test('a thousand of them are one to create and the rest to look at', () => {
    const p = plan(short(...Array.from({ length: 1000 }, () => 'Ana;Ruiz;34')))
    expect(p.tally).toEqual({ read: 1001, create: 1, hold: 999, refuse: 0, ignore: 1 })
    expect(new Set(p.decisions.map((d) => d.key)).size).toBe(1001)
  })
  test('a given name alone is many people', () => {
    expect(plan(short('Marie;;', 'Marie;;', 'Marie;;20', 'Marie;;20')).tally).toMatchObject({ create: 4 })
  })
  test('returned and said to be another, the row is created once, however often it is loaded', () => {
    const text = short('Ana;Ruiz;34', 'Ana;Ruiz;34', 'Ana;Ruiz;34')
    const records = readRecords(text)
    const first = plan(text)
    const loaded = new Set(first.decisions.filter((d) => d.outcome === 'create').map((d) => d.key))
    const back = returnFile(first.decisions, shapeOf(records), 'es').replace(/^(Ana;Ruiz;34);/gmu, '$1;NUEVA')
    const second = plan(back, { loaded })
    expect(second.tally).toEqual({ read: 3, create: 2, hold: 0, refuse: 0, ignore: 1 })
    const all = new Set([...loaded, ...second.decisions.filter((d) => d.key).map((d) => d.key)])
    expect(plan(back, { loaded: all }).tally).toMatchObject({ create: 0, hold: 0, ignore: 3 })
    expect(plan(text, { loaded: all }).tally).toMatchObject({ create: 0, hold: 0, ignore: 4 })
  })
})

describe('files of other shapes', () => {
  test.each<[string, string, string[]]>([
    [
      'three columns, ages for dates',
      'nombre,sexo,edad\nAna López,Mujer,34\nJosé Cruz,Hombre,8 años\nLuz Gil,Fem,7 meses\n',
      ['Ana López·· female about 1988', 'José Cruz·· male about 2014', 'Luz Gil·· female about 2022'],
    ],
    [
      'one column of names',
      'Nombre completo\nAna López\nJosé Cruz\n',
      ['Ana López·· not_known unknown ', 'José Cruz·· not_known unknown '],
    ],
    [
      'whole names, some of one word',
      'Nombre completo|Nacionalidad\nAna López Cruz|hondureña\nJosé|HND\nجوزيف|Haïti\n',
      ['Ana López Cruz·· not_known unknown ', 'José·· not_known unknown ', 'جوزيف·· not_known unknown '],
    ],
    [
      'names and surnames in four columns',
      'Primer nombre,Segundo nombre,Primer apellido,Segundo apellido\nAna,Lucía,Barrios,Núñez\nLuz,,Gil,\n',
      ['Ana Lucía·Barrios·Núñez not_known unknown ', 'Luz·Gil· not_known unknown '],
    ],
    [
      'quoted line ends, an unpaired quote, columns without anything',
      'Nombre;;Apellido;Observaciones;;Nac\n"Ana\nLucía";;Barrios;"dice:\n""no""\n";;1990-01-02\n"José;;Cruz;;;5/6/88\n',
      ['Ana Lucía·Barrios· not_known day 1990', 'José·Cruz· not_known day 1988'],
    ],
    [
      'two rows of headings below titles, tabs',
      'CENSO\t\t\nDATOS\t\tCONTACTO\nPaterno\tNombre\tTel.\nRuiz\tJuan\t6865550199\n',
      ['Juan·Ruiz· not_known unknown '],
    ],
  ])('%s', (_, text, people) => {
    const p = plan(text)
    expect(p.problems).toEqual([])
    expect(
      p.decisions
        .filter((d) => d.outcome === 'create')
        .map(({ candidate }) => {
          const { givenNames = '', surname1 = '', surname2 = '', sex, birth } = candidate!.core
          return `${givenNames}·${surname1}·${surname2} ${sex} ${birth.precision} ${birth.year ?? ''}`
        }),
    ).toEqual(people)
  })

  test('1 and 2 are one question a file, and nothing without an answer', () => {
    const text = 'Nombre;Apellido;Sexo (1=Hombre, 2=Mujer)\nJosé;Cruz;1\nAna;Ruiz;2\n'
    const sexes = (p: Plan) => p.decisions.flatMap(({ candidate }) => (candidate ? [candidate.core.sex] : []))
    const silent = plan(text)
    expect(silent.questions).toMatchObject([{ id: 'sex_numbers', rows: 2 }])
    expect([sexes(silent), codes(silent, 2)]).toEqual([['not_known', 'not_known'], ['sex_number_unanswered']])
    expect(sexes(plan(text, { answers: { sexOne: 'male' } }))).toEqual(['male', 'female'])
    expect(sexes(plan(text, { answers: { sexOne: 'female' } }))).toEqual(['female', 'male'])
  })
})

test('a row of totals that disagrees is shown', () => {
  expect(plan(census(esther, jude, 'TOTAL;;;;3;;;;;;;;;')).totals).toEqual([{ line: 6, says: 3, people: 2 }])
})

test('a person may say what a column is', () => {
  const records = readRecords('Nombre;Apellido;Clave\nAna;Ruiz;7\nLuis;Ruiz;7')
  const shape = shapeOf(records)
  const columns = correctColumns(shape.columns, { clave: 'household' })
  const p = planCensus(records, {
    shape: { ...shape, columns },
    source: 's',
    latest: '2022-03-31',
    answers: {},
    grounded: all,
    hash,
  })
  expect(p.households).toMatchObject([{ number: '7', lines: [2, 3] }])
})

const cell = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '',
      '',
      'Ana',
      'RUIZ',
      'Désir',
      'M',
      'H',
      'f',
      '?',
      'Haití',
      '31/02/1990',
      '1990',
      '22/08/1996',
      '38517',
      'TOTAL',
      '12',
      'Titular',
      'Irregular',
      '6865550101',
      'F-0001',
      'Nombre(s)',
      'Sexo',
      'Albergue',
    ),
  },
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
)
describe('any file at all', () => {
  const files = fc.array(fc.array(cell, { minLength: 1, maxLength: 16 }), { maxLength: 30 })
  test('created + held + refused + ignored = rows read; each line once; keys unique; again creates nothing', () => {
    fc.assert(
      fc.property(files, fc.boolean(), (rows, withHeader) => {
        const records = [...(withHeader ? [headings.split(';')] : []), ...rows].map((cells, i) => ({
          line: i + 1,
          cells,
        }))
        const shape = shapeOf(records)
        const rules = { shape, source: 's', latest: '2022-03-31', answers: {}, grounded: all, hash }
        const p = planCensus(records, rules)
        const { read, create, hold, refuse, ignore } = p.tally
        expect(read).toBe(records.length)
        expect(create + hold + refuse + ignore).toBe(read)
        expect(p.decisions.map((d) => d.line)).toEqual(records.map((r) => r.line))
        const keys = p.decisions.map((d) => d.key).filter(Boolean)
        expect(new Set(keys).size).toBe(keys.length)
        for (const d of p.decisions) {
          if (d.outcome !== 'create') expect(d.reasons.length).toBeGreaterThan(0)
          else expect(d.reasons.every((r) => kindOf(r.code) === 'notice')).toBe(true)
          if (d.outcome === 'hold') expect(d.reasons.some((r) => kindOf(r.code) === 'hold')).toBe(true)
        }
        const again = planCensus(records, {
          ...rules,
          loaded: new Set(p.decisions.filter((d) => d.outcome === 'create').map((d) => d.key)),
        })
        expect(again.tally.create).toBe(0)
        const back = readRecords(returnFile(p.decisions, shape, 'en'), ';')
        expect(back.length).toBeGreaterThanOrEqual(1 + hold + refuse)
      }),
      { numRuns: 150 },
    )
  })
})
