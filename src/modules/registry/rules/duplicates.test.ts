import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type PartialDay, partialDay, unknownDay } from '../../../shared/day.ts'
import {
  agreements,
  type Band,
  blockingKeys,
  compare,
  type Likeness,
  likelyDuplicates,
  PeopleAtHand,
} from './duplicates.ts'
import { levelsByName, model } from './duplicates-model.ts'

const person = (
  given: string,
  surname: string,
  rest: Partial<Likeness> & { second?: string } = {},
): Likeness => ({
  names: { given, surname, secondSurname: rest.second ?? null },
  nationality: 'HTI',
  ...rest,
})
const may4 = partialDay(1990, 5, 4)
const phone = ['6865550101']

function bandBothWays(a: Likeness, b: Likeness): Band {
  const there = compare(a, b)
  const back = compare(b, a)
  expect(back.band).toBe(there.band)
  expect(back.probability).toBeCloseTo(there.probability, 9)
  return there.band
}

describe('two people are not one', () => {
  const jude = person('Jude', 'Jean', {
    birth: may4,
    phones: phone,
    sex: 'male',
    household: '7',
    role: 'head',
  })
  test.each<[string, Likeness, Likeness]>([
    [
      'twins',
      person('Nadège', 'Noël', { birth: may4, phones: phone, household: '7', sex: 'female' }),
      person('Mirlande', 'Noël', { birth: may4, phones: phone, household: '7', sex: 'female' }),
    ],
    [
      'twins with half a name in common',
      person('José Luis', 'Ruiz', { second: 'Peña', birth: may4, phones: phone, household: '7' }),
      person('José Juan', 'Ruiz', { second: 'Peña', birth: may4, phones: phone, household: '7' }),
    ],
    [
      'brothers',
      person('Jude', 'Jean', { birth: may4, phones: phone, household: '7' }),
      person('Kenson', 'Jean', { birth: partialDay(1991, 5, 4), phones: phone, household: '7' }),
    ],
    ['father and son named alike', jude, { ...jude, birth: partialDay(2015, 5, 7), role: 'child' }],
    [
      'father and son named alike, the one without a date',
      jude,
      { ...jude, birth: unknownDay, role: 'child' },
    ],
    [
      'a name that many bear, and nothing else',
      person('Jude', 'Jean', { birth: unknownDay }),
      person('Jude', 'Jean', { birth: null }),
    ],
    [
      'a name that many bear, and a year',
      person('Ricardo', 'Baptiste', { birth: partialDay(1994) }),
      person('Ricardo', 'Baptiste', { birth: partialDay(1994), phones: phone }),
    ],
    [
      'the same day of birth',
      person('Jude', 'Jean', { birth: may4 }),
      person('Wilner', 'Toussaint', { birth: may4 }),
    ],
    [
      'the same telephone',
      person('Jude', 'Jean', { phones: phone }),
      person('Esther', 'Michel', { phones: phone }),
    ],
    [
      'brothers born on the first of January because a form asked',
      person('Ahmad', 'Karimi', { birth: partialDay(1990, 1, 1), nationality: 'AFG' }),
      person('Omar', 'Karimi', { birth: partialDay(1990, 1, 1), nationality: 'AFG' }),
    ],
    ['letters for names', person('J', 'P', { birth: null }), person('J', 'P', { birth: null })],
    [
      'one given name, no surname, the year',
      { names: { given: 'Marie' }, birth: partialDay(1990), nationality: 'HTI' },
      { names: { given: 'Marie' }, birth: partialDay(1990), nationality: 'HTI' },
    ],
    [
      'a daughter named after her mother, at the same telephone',
      person('María José', 'Cruz', { second: 'Mejía', birth: may4, phones: phone, nationality: 'HND' }),
      person('María José', 'Cruz', {
        second: 'Mejía',
        birth: partialDay(2012, 8, 19),
        phones: phone,
        nationality: 'HND',
      }),
    ],
    [
      'sisters, one of them by the year alone',
      person('Nadège', 'Céant', {
        birth: partialDay(1993, 3, 25),
        phones: phone,
        household: '7',
        role: 'child',
      }),
      person('Marie-Ange', 'Céant', {
        birth: partialDay(1993),
        phones: phone,
        household: '7',
        role: 'child',
      }),
    ],
    [
      'cousins: one surname shared, one not',
      person('Ana', 'García', { second: 'López', birth: partialDay(1990) }),
      person('Ana', 'García', { second: 'Ruiz', birth: partialDay(1990) }),
    ],
    ['blank cells', { names: {} }, { names: {} }],
    ['blank cells and a date', { names: {}, birth: may4 }, { names: {}, birth: may4 }],
    [
      'blank names in one family',
      { names: { given: '', surname: '' }, household: '7', phones: phone, birth: may4 },
      { names: { given: ' ', surname: null }, household: '7', phones: phone, birth: may4 },
    ],
  ])('%s', (_, a, b) => {
    expect(bandBothWays(a, b)).toBe('other')
  })

  test('two hundred of one surname, born on one first of January, are two hundred', () => {
    const first =
      'Ahmad Omar Yusuf Ibrahim Khalid Mustafa Hassan Tariq Bilal Karim Samir Nabil Rashid Faisal Sharif Zaid Idris Munir Anwar Jamal'
    const then = 'Reza Hussein Farooq Shafiq Daoud Latif Mansur Ghani Tahir Zaman'.split(' ')
    const names = first.split(' ').flatMap((one) => then.map((two) => `${one} ${two}`))
    expect(names).toHaveLength(200)
    const hand = new PeopleAtHand<Likeness & { id: string }>()
    let asked = 0
    for (const [i, given] of names.entries()) {
      const one = person(given, 'Ahmadi', { birth: partialDay(1995, 1, 1), nationality: 'AFG' })
      asked += hand.duplicatesOf(one).length
      hand.add({ ...one, id: String(i) })
    }
    expect(asked).toBe(0)
  })

  test('twins one slip apart are asked about, never taken as one', () => {
    const a = person('Yolande', 'Noël', { birth: may4, phones: phone, household: '7', sex: 'female' })
    expect(bandBothWays(a, { ...a, names: { given: 'Yolanda', surname: 'Noël' } })).not.toBe('same')
  })
})

describe('one person written twice', () => {
  const a = person('Jean-Robert', 'Désir', { birth: may4, sex: 'male', phones: phone })
  test.each<[string, Likeness, Likeness, Band]>([
    [
      'capitals, no accents',
      a,
      person('JEAN ROBERT', 'DESIR', { birth: may4, sex: 'male', phones: phone }),
      'same',
    ],
    ['no telephone, no sex', a, person('Jean-Robert', 'Désir', { birth: may4 }), 'same'],
    [
      'given and family name exchanged',
      a,
      person('Désir', 'Jean-Robert', { birth: may4, sex: 'male' }),
      'same',
    ],
    [
      'all in one cell',
      a,
      { names: { given: 'Désir Jean Robert' }, birth: may4, sex: 'male', phones: phone },
      'same',
    ],
    ['day and month exchanged', a, { ...a, birth: partialDay(1990, 4, 5) }, 'same'],
    ['Creole', a, person('Jan Wobè', 'Dezi', { birth: may4, sex: 'male' }), 'same'],
    ['one slip in the date', a, { ...a, birth: partialDay(1990, 5, 14) }, 'possible'],
    ['two neighbours exchanged in the year', a, { ...a, birth: partialDay(1909, 5, 4) }, 'same'],
    ['the century', a, { ...a, birth: partialDay(2090, 5, 4) }, 'same'],
    ['only the year, and the telephone', a, { ...a, birth: partialDay(1990) }, 'same'],
    [
      'a month known, no telephone',
      person('Esther', 'Désir', { birth: partialDay(1990, 5) }),
      person('Esther', 'Désir', { birth: may4 }),
      'possible',
    ],
    ['no date, the same telephone', a, { ...a, birth: unknownDay }, 'possible'],
    ['no surname', a, { names: { given: 'Jean Robert' }, birth: may4, sex: 'male', phones: phone }, 'same'],
    [
      'one surname beside two',
      person('Karla', 'Mejía', { second: 'Banegas', birth: may4 }),
      person('KARLA', 'MEJIA', { birth: may4 }),
      'same',
    ],
    [
      'two given names, one of them left out',
      person('María Guadalupe', 'Cruz', { second: 'Obregón', birth: may4 }),
      person('Guadalupe', 'Cruz', { second: 'Obregón', birth: may4 }),
      'possible',
    ],
    [
      'a surname in two cells',
      person('Wilner', 'Pierre Louis', { birth: may4 }),
      person('Wilner', 'Pierre', { second: 'Louis', birth: may4 }),
      'same',
    ],
    [
      'a slip in the surname',
      person('Yessenia', 'Hernández', { second: 'Quiñónez', birth: may4 }),
      person('Yesenia', 'Hernandes', { second: 'Quiñones', birth: may4 }),
      'same',
    ],
    [
      'a full Spanish name without any date',
      person('José Luis', 'Orellana', { second: 'Zelaya', nationality: 'HND', sex: 'male' }),
      person('JOSE LUIS', 'ORELLANA', { second: 'ZELAYA', nationality: 'HND' }),
      'possible',
    ],
    [
      'a name of one word, without a date, by the telephone',
      person('Esther', 'Désir', { phones: phone, sex: 'female', birth: may4 }),
      person('Esther', 'Désir', { phones: phone, sex: 'female' }),
      'possible',
    ],
    [
      'letters for names, one day and one telephone',
      person('J', 'P', { birth: may4, phones: phone }),
      person('J', 'P', { birth: may4, phones: phone }),
      'possible',
    ],
    [
      'by the name the person chose',
      {
        ...person('Carlos', 'Mejía', { second: 'Banegas', birth: may4 }),
        names: { given: 'Carlos', chosen: 'Karla', surname: 'Mejía' },
      },
      person('Karla', 'Mejía', { birth: may4 }),
      'same',
    ],
    [
      'Arabic in two spellings',
      person('Mohammed', 'Karimi', { birth: partialDay(1990, 1, 1), nationality: 'AFG' }),
      person('Muhamad', 'Karimy', { birth: partialDay(1990, 1, 1), nationality: 'AFG' }),
      'same',
    ],
    [
      'right to left',
      person('يوسف', 'الحسن', { birth: may4 }),
      person('يوسف', 'الحسن', { birth: may4 }),
      'same',
    ],
    [
      'typed twice in the family',
      { ...a, household: '7', role: 'child' },
      { ...a, household: '7', role: 'child' },
      'same',
    ],
  ])('%s', (_, x, y, band) => {
    expect(bandBothWays(x, y)).toBe(band)
    const keys = new Set(blockingKeys(x))
    if (band !== 'other') expect(blockingKeys(y).some((key) => keys.has(key))).toBe(true)
  })

  test.each<[string, Likeness, Likeness, string[]]>([
    [
      'two digits exchanged across day and month',
      person('Esther', 'Désir', { birth: partialDay(1990, 10, 21), phones: phone }),
      person('Esther', 'Désir', { birth: partialDay(1990, 12, 1), phones: phone }),
      ['given equal', 'surname equal', 'birth alike', 'nationality equal', 'phone equal'],
    ],
    [
      'names exchanged, day and month too',
      person('Esther', 'Désir', { birth: may4, sex: 'female' }),
      person('Désir', 'Esther', { birth: partialDay(1990, 4, 5), sex: 'male', nationality: 'CHL' }),
      [
        'given equal',
        'surname equal',
        'names swapped',
        'birth swapped',
        'sex different',
        'nationality different',
      ],
    ],
    [
      'half a name, another spelling, a year',
      person('María José', 'Hernández', { second: 'Cruz', birth: partialDay(1990) }),
      person('José', 'Hernandes', { birth: may4 }),
      ['given part', 'surname part', 'birth part', 'nationality equal'],
    ],
  ])('tells each field in words: %s', (_, x, y, words) => {
    expect(compare(x, y).reasons.map(({ field, agreement }) => `${field} ${agreement}`)).toEqual(words)
    expect(compare(y, x).reasons).toEqual(compare(x, y).reasons)
  })

  test('says why, the likeliest first', () => {
    const found = likelyDuplicates(a, [
      { id: 'phone', ...a, birth: unknownDay },
      { id: 'other', ...person('Esther', 'Michel', { birth: may4 }) },
      { id: 'twice', ...a },
    ])
    expect(found.map((match) => match.id)).toEqual(['twice', 'phone'])
    expect(found[1]!.reasons).toContainEqual({ field: 'phone', agreement: 'equal' })
    expect(found[1]!.reasons.some((reason) => reason.field === 'birth')).toBe(false)
  })
})

const cell = fc.constantFrom(
  ...[
    'Ana',
    'María José',
    'Jean-Robert',
    'Esther',
    'Mirlande',
    'J',
    'يوسف',
    '🌻',
    'de la Cruz',
    'Désir',
    'Noël',
    'García',
    'Pierre Louis',
    '',
  ],
)
const birth = fc.oneof(
  fc.constant(null),
  fc.constant(unknownDay),
  fc.integer({ min: 1988, max: 1991 }).map((year) => partialDay(year)),
  fc.integer({ min: 1988, max: 1991 }).map((year) => partialDay(year, undefined, undefined, true)),
  fc.tuple(fc.integer({ min: 1989, max: 1990 }), fc.constantFrom(1, 4, 5)).map(([y, m]) => partialDay(y, m)),
  fc
    .tuple(fc.integer({ min: 1989, max: 1990 }), fc.constantFrom(1, 4, 5), fc.constantFrom(1, 4, 5, 14))
    .map(([y, m, d]) => partialDay(y, m, d)),
)
const anybody: fc.Arbitrary<Likeness> = fc.record({
  names: fc.record({ given: cell, surname: cell, secondSurname: cell, chosen: fc.option(cell, { freq: 1 }) }),
  birth,
  sex: fc.constantFrom(null, 'female', 'male', 'x'),
  nationality: fc.constantFrom(null, 'HTI', 'HND', 'AFG'),
  phones: fc.constantFrom([], ['6865550101'], ['+52 686 555 0101'], ['6865550199', '6865550101']),
  household: fc.constantFrom(null, '7', '8'),
  role: fc.constantFrom(null, 'head', 'child'),
})

describe('of any two people', () => {
  test('it is the same from both sides, and of one with oneself nothing differs', () => {
    fc.assert(
      fc.property(anybody, anybody, (a, b) => {
        bandBothWays(a, b)
        const own = compare(a, a).reasons.map((reason) => reason.agreement)
        expect(own).not.toContain('different')
      }),
      { numRuns: 500 },
    )
  })

  test('a blank cell says nothing: whatever the other says there, nothing changes', () => {
    const fields = ['birth', 'sex', 'nationality', 'phones', 'household', 'role'] as const
    fc.assert(
      fc.property(anybody, anybody, fc.constantFrom(...fields), (a, b, field) => {
        const blank = { ...a, [field]: field === 'phones' ? [] : null }
        const one = compare(blank, b)
        const both = compare(blank, { ...b, [field]: field === 'phones' ? [] : null })
        expect(one.probability).toBeCloseTo(both.probability, 9)
        expect(one.reasons).toEqual(both.reasons)
        const named = field === 'phones' ? 'phone' : field
        expect(one.reasons.map((reason) => reason.field)).not.toContain(named)
      }),
      { numRuns: 500 },
    )
  })

  test('the reasons add up to the probability, and every field with a say is named', () => {
    const said = {
      given: 'given',
      family: 'surname',
      birth: 'birth',
      sex: 'sex',
      country: 'nationality',
      phone: 'phone',
      household: 'household',
    }
    fc.assert(
      fc.property(anybody, anybody, (a, b) => {
        const { probability, weights, reasons, band } = compare(a, b)
        if (Object.keys(weights).length === 0) {
          expect([probability, band]).toEqual([0, 'other'])
          return
        }
        const bits = Object.values(weights).reduce((sum, weight) => sum + weight, 0)
        expect(probability).toBeCloseTo(1 / (1 + 2 ** -bits), 12)
        expect(reasons.map((reason) => reason.field)).toEqual(
          expect.arrayContaining(
            Object.entries(said).flatMap(([of, field]) => (of in weights ? [field] : [])),
          ),
        )
        if (band !== 'other') expect(probability).toBeGreaterThanOrEqual(0.25)
      }),
      { numRuns: 500 },
    )
  })

  test('accents, capitals, hyphens and the order of surnames and given words do not part them', () => {
    const plain = (text: string) =>
      text.normalize('NFD').replace(/\p{M}/gu, '').toUpperCase().replace(/-/gu, ' ')
    const born = { birth: may4, nationality: 'HND' }
    const word = fc.constantFrom('Ana', 'José Luis', 'Jean-Robert', 'Íngrid', 'Nadège')
    const last = fc.constantFrom('Muñoz', 'Peña', 'Désir', 'Saint-Louis', 'Ibáñez')
    fc.assert(
      fc.property(word, last, last, (given, one, two) => {
        fc.pre(one !== two)
        const a = person(given, one, { ...born, second: two })
        expect(compare(a, person(plain(given), plain(one), { ...born, second: plain(two) })).band).toBe(
          'same',
        )
        expect(compare(a, person(given, two, { ...born, second: one })).band).not.toBe('other')
        expect(compare(a, person(one, given, { ...born, second: two })).band).not.toBe('other')
        expect(compare(a, { ...born, names: { given: `${one} ${two} ${given}` } }).band).not.toBe('other')
      }),
    )
  })
})

test('the levels read by their name are the package’s, and each has its word', () => {
  for (const { name, same, relative, other } of model.fields)
    for (const p of [...same, ...relative, ...other]) expect(p > 0 && p <= 1, name).toBe(true)
  const levels = new Set(
    model.fields
      .filter(({ name }) => name !== 'document')
      .flatMap(({ labels }) => labels.slice(1).map((label) => label.replace(/ \(.*/u, '')))
      .map((level) => (level in agreements ? level : level.replace(/, (very )?(common|usual|rare)$/u, ''))),
  )
  for (const level of levelsByName) expect(levels, level).toContain(level)
  for (const level of Object.keys(agreements)) expect(levels, level).toContain(level)
  expect([...levels].filter((level) => !(level in agreements)).sort()).toEqual([
    'different',
    'differs',
    'far apart',
    'known of one only',
    'straight',
    'within twelve years',
    'within two years',
  ])
})

/** A town where few names serve many, as the shelters of the border are; families, twins, namesakes. */
function town(seed: number) {
  let state = seed
  const chance = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const below = (n: number) => Math.floor(chance() * n)
  const pick = <T>(from: readonly T[]) => from[below(from.length)]!
  const surnamesHt =
    'Désir Jean Pierre Louis Joseph Charles Michel Noël Toussaint Baptiste Saint-Louis Augustin Cadet Jacques Étienne François Philippe Mondésir Dorvil Estimé Exantus Florestal Lafleur Metellus Céant'.split(
      ' ',
    )
  const surnamesEs =
    'García López Hernández Martínez Rodríguez Pérez Mejía Banegas Zelaya Orellana Flores Cruz Ramírez Muñoz Núñez Peña Quiñónez Yáñez'.split(
      ' ',
    )
  const women =
    'Esther Nadège Mirlande Widline Guerda Rose-Laure Marie-Ange Fabiola Islande Claudette Darline Yolande Judeline Rosemène'.split(
      ' ',
    )
  const men =
    'Jude Wilner Widler Stanley Peterson Emmanuel Evens Frantz Fritz Kenson Mackenson Ricardo Rodolphe Jean-Robert'.split(
      ' ',
    )
  const womenEs =
    'Ana|Karla|Wendy|Heidy|Íngrid|Suyapa|Yessenia|Norma|María José|María de los Ángeles|Guadalupe'.split('|')
  const menEs =
    'Carlos|Juan Carlos|José Luis|Kevin|Edwin|Wilmer|Darwin|Víctor|Óscar|Miguel Ángel|Santos'.split('|')
  type Citizen = Likeness & { id: string; source: string }
  const people: Citizen[] = []
  const date = (from: number, to: number): PartialDay => {
    const [year, month, day] = [from + below(to - from + 1), 1 + below(12), 1 + below(28)]
    return chance() < 0.04 ? partialDay(year) : chance() < 0.03 ? unknownDay : partialDay(year, month, day)
  }
  for (let family = 0; family < 900; family++) {
    const haitian = chance() < 0.72
    const surname = pick(haitian ? surnamesHt : surnamesEs)
    const second = haitian ? null : pick(surnamesEs)
    const phones = chance() < 0.7 ? [chance() < 0.05 ? '6865550000' : `686${1000000 + below(8999999)}`] : []
    const size = 1 + below(5)
    let last: PartialDay | undefined
    for (let i = 0; i < size; i++) {
      const sex = chance() < 0.5 ? 'female' : 'male'
      const given = pick(haitian ? (sex === 'female' ? women : men) : sex === 'female' ? womenEs : menEs)
      const twin = i > 2 && last !== undefined && chance() < 0.3
      if (people.some((p) => p.household === String(family) && p.names.given === given && (twin || i > 1)))
        continue
      const birth: PartialDay = twin ? last! : i < 2 ? date(1960, 2003) : date(2004, 2021)
      last = birth
      const id = `${family}.${i}`
      const role = i === 0 ? 'head' : i === 1 ? 'partner' : 'child'
      people.push({
        id,
        source: id,
        names: { given, surname, secondSurname: second },
        birth,
        sex: chance() < 0.25 ? null : sex,
        nationality: haitian ? 'HTI' : 'HND',
        phones,
        household: String(family),
        role,
      })
    }
  }
  const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '')
  const slip = (text: string) => {
    const at = 2 + below(Math.max(1, text.length - 3))
    return text.slice(0, at) + text.slice(at + 1)
  }
  const spoil: Record<string, (p: Citizen) => Citizen> = {
    capitals: (p) => ({ ...p, names: { ...p.names, given: p.names.given!.toUpperCase() }, household: null }),
    accents: (p) => ({
      ...p,
      names: {
        given: bare(p.names.given!),
        surname: bare(p.names.surname!),
        secondSurname: p.names.secondSurname ?? null,
      },
      household: `x${p.id}`,
    }),
    exchanged: (p) => ({
      ...p,
      names: {
        given: p.names.surname ?? null,
        surname: p.names.given ?? null,
        secondSurname: p.names.secondSurname ?? null,
      },
      household: null,
    }),
    'no second surname, no telephone': (p) => ({
      ...p,
      names: { ...p.names, secondSurname: null },
      phones: [],
      household: null,
    }),
    'day and month': (p) => ({
      ...p,
      birth:
        p.birth?.day && p.birth.day <= 12
          ? partialDay(p.birth.year, p.birth.day, p.birth.month)
          : (p.birth ?? null),
    }),
    'no date': (p) => ({ ...p, birth: unknownDay, household: null }),
    'a slip in the name': (p) => ({
      ...p,
      names: { ...p.names, surname: slip(p.names.surname!) },
      household: null,
    }),
    'another shelter, months later': (p) => ({
      ...p,
      phones: [`664${1000000 + below(8999999)}`],
      household: `y${p.id}`,
    }),
  }
  const kinds = Object.keys(spoil)
  const twice: (Citizen & { kind: string })[] = []
  for (let i = 0; i < 320; i++) {
    const kind = kinds[i % kinds.length]!
    const source = pick(people)
    twice.push({ ...spoil[kind]!(source), id: `twice.${i}`, source: source.id, kind })
  }
  return { people, twice }
}

test('measured on towns where few names serve many: what is held is right, and little is missed', () => {
  const tally = new Map<string, { found: number; all: number }>()
  let right = 0
  let wrong = 0
  let wrongSame = 0
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const { people, twice } = town(seed)
    const hand = new PeopleAtHand<(typeof people)[number]>()
    for (const p of people) {
      for (const match of hand.duplicatesOf(p)) {
        wrong++
        if (match.band === 'same') wrongSame++
      }
      hand.add(p)
    }
    for (const p of twice) {
      const matches = hand.duplicatesOf(p)
      const hit = matches.some((match) => match.id === p.source)
      const line = tally.get(p.kind) ?? { found: 0, all: 0 }
      tally.set(p.kind, { found: line.found + (hit ? 1 : 0), all: line.all + 1 })
      if (hit) right++
      for (const match of matches) {
        if (match.id === p.source) continue
        wrong++
        if (match.band === 'same') wrongSame++
      }
    }
  }
  const all = [...tally.values()].reduce((sum, line) => sum + line.all, 0)
  const table = Object.fromEntries([...tally].map(([kind, { found, all: n }]) => [kind, `${found}/${n}`]))
  const summary = { recall: right / all, precision: right / (right + wrong), wrongSame, ...table }
  if (process.env.SHOW) console.log(summary)
  expect(summary.recall, JSON.stringify(summary)).toBeGreaterThan(0.9)
  expect(summary.precision, JSON.stringify(summary)).toBeGreaterThan(0.9)
  expect(wrongSame, JSON.stringify(summary)).toBe(0)
})

test('a shelter’s one telephone does not make a block of hundreds', () => {
  const keys = blockingKeys(person('Jude', 'Jean', { phones: ['+52 686 555 0000'] }))
  expect(keys.filter((key) => key.startsWith('t:')).every((key) => key.split(':').length === 3)).toBe(true)
  expect(blockingKeys({ names: {}, phones: ['6865550000'] })).toEqual([])
})
