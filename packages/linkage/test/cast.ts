import fc from 'fast-check'
import type { PersonRecord } from '../src/index.ts'

fc.configureGlobal({ endOnFailure: Number(process.env.PROPERTY_RUNS ?? 1) < 1 })

/** How often a property is tried; PROPERTY_RUNS scales it, down for mutation runs, up for a long night. */
export const runs = (times: number): number =>
  Math.max(8, Math.round(times * Number(process.env.PROPERTY_RUNS ?? 1)))

/** A small register drawn without dice: families with plain names, and some people twice. */
export function register(people: number, seed = 1): { records: PersonRecord[]; person: number[] } {
  let state = seed >>> 0
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state >>> 8) / 16777216
  }
  const pick = (list: readonly string[]): string => list[Math.floor(random() ** 1.6 * list.length)]!
  const surnames = SYLLABLES.flatMap((a) => ['ez', 'era', 'illo', 'osa', 'ares'].map((b) => `${a}${b}`))
  const names = SYLLABLES.flatMap((a) => ['ia', 'ela', 'on', 'ando', 'ino'].map((b) => `${a}${b}`))
  const records: PersonRecord[] = []
  const person: number[] = []
  const put = (record: Omit<PersonRecord, 'id'>, who: number): void => {
    records.push({ id: `p${records.length}`, ...record })
    person.push(who)
  }
  let who = 0
  for (let home = 0; who < people; home++) {
    const size = random() < 0.4 ? 1 : 2 + Math.floor(random() * 4)
    const family = [pick(surnames), pick(surnames)]
    const phone = String(5_500_000_000 + Math.floor(random() * 99_999_999))
    for (let k = 0; k < size; k++, who++) {
      const given = pick(names)
      const y = 1950 + Math.floor(random() * 70)
      const m = 1 + Math.floor(random() * 12)
      const d = 1 + Math.floor(random() * 28)
      const birthDate = `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`
      const sex = random() < 0.5 ? 'F' : 'M'
      put({ given: [given], family, birthDate, sex, country: 'HN', household: `h${home}`, phone }, who)
      if (random() < 0.2) {
        const slip = random()
        put(
          {
            given: [slip < 0.3 ? `${given}e` : given],
            family: slip > 0.7 ? [family[0]!] : family,
            birthDate: slip > 0.4 && slip < 0.5 ? `${y}-01-01` : birthDate,
            sex,
            country: 'HN',
            household: random() < 0.5 ? '' : `h${home}`,
            phone: random() < 0.5 ? '' : phone,
          },
          who,
        )
      }
    }
  }
  return { records, person }
}

const SYLLABLES =
  'bar cor del fer gal her lam mor nav orl per quin ram sal tor val yan zam ben cas dur est'.split(' ')

const text = fc.oneof(
  fc.constantFrom(
    '',
    'María',
    'José',
    'Jean-Baptiste',
    'Pyè',
    'Mohammed',
    'Muhamad',
    'García',
    'Garsia',
    'de la Cruz',
    'ana',
    'A',
    '😀',
    'محمد',
    '-',
  ),
  fc.stringMatching(/^[a-z]{1,8}$/),
)

/** Any record at all, with few values so that pairs agree now and then. */
export const anyRecord = (id: string): fc.Arbitrary<PersonRecord> =>
  fc.record(
    {
      id: fc.constant(id),
      given: fc.array(text, { maxLength: 3 }),
      family: fc.array(text, { maxLength: 3 }),
      birthDate: fc.constantFrom(
        '',
        '1990',
        '1990-01-01',
        '1990-05-03',
        '1990-03-05',
        '1991-05-03',
        '1990-05',
        '2010-01-01',
        'x',
      ),
      birthPrecision: fc.constantFrom('D' as const, 'M' as const, 'Y' as const, 'U' as const),
      sex: fc.constantFrom('', 'F', 'M', 'mujer', 'x'),
      country: fc.constantFrom('', 'HN', 'HT', 'AF'),
      household: fc.constantFrom('', 'h1', 'h2'),
      phone: fc.constantFrom('', '5551234567', '+52 555 123 4567', '5551234568', '123'),
      document: fc.constantFrom('', 'A1234567', 'a-1234567', 'A1234568'),
    },
    { requiredKeys: ['id'] },
  )
