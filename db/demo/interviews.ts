import { Chance } from './random.ts'

/**
 * Who of the demonstration is interviewed, when and how, and how it ends: the same people and the same answers on
 * every machine, their days counted back from the day of the first start. Knows no instrument and no database.
 */

export interface DemoPerson {
  personId: string
  /** Name and birth date: ids are new on every machine. */
  key: string
  familyId: string
  familyKey: string
  /** `2026-05-01`. */
  registeredOn: string
  years: number | null
  /** ISO 639-3. */
  language: string | null
  nationality: string | null
  inShelter: boolean
}

type Ending = 'under_way' | 'to_confirm' | 'confirmed' | 'overridden' | 'contested' | 'answered'

export interface DemoInterview {
  person: DemoPerson
  again: boolean
  at: Date
  /** Months since the first. */
  months: number
  setting: 'desk' | 'seated' | 'private'
  respondent: 'self' | 'representative'
  interpreter: 'none' | 'professional'
  language: 'es' | 'ht' | 'en' | 'fr' | 'pt'
  /** Protection staff sat down with the person too. */
  protection: boolean
  ending: Ending
}

const seed = 'demostración 1'
const day = 86_400_000
const spoken = { spa: 'es', hat: 'ht', eng: 'en' } as const
const follows = 60

function interviewOf(person: DemoPerson, at: Date, months: number): DemoInterview {
  const chance = new Chance(`${seed}/${person.key}/${months === 0 ? 'first' : 'again'}`)
  const language = spoken[(person.language ?? 'spa') as keyof typeof spoken] ?? 'es'
  const setting = chance.weighed({ seated: 6, desk: 2, private: 2 })
  return {
    person,
    again: months > 0,
    at,
    months,
    setting,
    respondent: person.years !== null && person.years < 12 ? 'representative' : 'self',
    interpreter: language === 'ht' && chance.happens(0.6) ? 'professional' : 'none',
    language,
    protection: chance.happens(0.35),
    ending: chance.weighed({
      under_way: months > 0 ? 0 : 3,
      to_confirm: 16,
      confirmed: 68,
      overridden: 8,
      contested: 2,
      answered: 3,
    }),
  }
}

/** First interviews, family by family, and those of the same people some months later. */
export function demoInterviews(
  people: readonly DemoPerson[],
  now: Date,
): { first: DemoInterview[][]; again: DemoInterview[][] } {
  const families = new Map<string, DemoPerson[]>()
  for (const person of people)
    families.set(person.familyKey, [...(families.get(person.familyKey) ?? []), person])
  const first: DemoInterview[][] = []
  const again: DemoInterview[][] = []
  for (const [key, members] of [...families].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const chance = new Chance(`${seed}/${key}`)
    if (!chance.happens(0.19)) continue
    const hours = chance.between(15, 23) * 3_600_000
    const all = Date.parse(
      members
        .map((m) => m.registeredOn)
        .sort()
        .at(-1)!,
    )
    const planned = all + chance.between(1, 12) * day + hours
    const at = Math.min(planned, now.getTime() - chance.between(50, 90) * 3_600_000)
    const months = chance.between(2, 5)
    const later = at + months * 30 * day + chance.between(0, 9) * day
    const sat = [...members]
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .filter(() => chance.happens(0.86))
      .map((person, i) => interviewOf(person, new Date(at + i * 50 * 60_000), 0))
      // What is still under way was begun in these days.
      .map((one) =>
        one.ending === 'under_way'
          ? { ...one, at: new Date(now.getTime() - chance.between(2, 90) * 3_600_000) }
          : one,
      )
    if (sat.length === 0) continue
    first.push(sat)
    if (later > now.getTime() - 3 * day || !chance.happens(0.95)) continue
    const seen = sat
      .filter(({ ending }) => ending !== 'under_way')
      .map(({ person }, i) => interviewOf(person, new Date(later + i * 40 * 60_000), months))
    if (seen.length > 0) again.push(seen)
  }
  return { first, again: again.slice(0, follows) }
}

export interface DemoFlag {
  flag: 'RF2' | 'RF4' | 'RF5' | 'RF6' | 'RF7'
  hoursAgo: number
  raisedBy: 'observation' | 'spontaneous_word'
  note: string
  taken?: { hoursAfter: number; words: string }
}

/** Few: most people never have one. Open in time, open too long, taken on in time and late. */
export const demoFlags: readonly DemoFlag[] = [
  {
    flag: 'RF5',
    hoursAgo: 3,
    raisedBy: 'observation',
    note: 'Espera en la entrada con dos niñas (ejemplo)',
  },
  { flag: 'RF6', hoursAgo: 15, raisedBy: 'spontaneous_word', note: 'Llegó anoche de camino (ejemplo)' },
  { flag: 'RF7', hoursAgo: 6, raisedBy: 'spontaneous_word', note: 'Tiene cita mañana temprano (ejemplo)' },
  {
    flag: 'RF4',
    hoursAgo: 52,
    raisedBy: 'observation',
    note: 'En el módulo 2 (ejemplo)',
    taken: { hoursAfter: 0.4, words: 'Fue a urgencias en ambulancia; ya está en observación (ejemplo)' },
  },
  {
    flag: 'RF6',
    hoursAgo: 120,
    raisedBy: 'observation',
    note: 'Con su hijo pequeño (ejemplo)',
    taken: { hoursAfter: 2, words: 'Comieron aquí; cena resuelta en el albergue (ejemplo)' },
  },
  {
    flag: 'RF5',
    hoursAgo: 200,
    raisedBy: 'spontaneous_word',
    note: 'Salió del hotel esta mañana (ejemplo)',
    taken: { hoursAfter: 19, words: 'Ingresó a Casa Mezquite con su familia (ejemplo)' },
  },
  {
    flag: 'RF2',
    hoursAgo: 340,
    raisedBy: 'spontaneous_word',
    note: 'Pidió hablar con alguien (ejemplo)',
    taken: { hoursAfter: 0.2, words: 'Acompañada por psicología; seguimiento mañana (ejemplo)' },
  },
  {
    flag: 'RF7',
    hoursAgo: 500,
    raisedBy: 'spontaneous_word',
    note: 'Recibió un oficio que no entiende (ejemplo)',
    taken: { hoursAfter: 11, words: 'La clínica jurídica presentó el escrito (ejemplo)' },
  },
]

const trades = ['Costura', 'Albañilería', 'Cocina', 'Electricidad', 'Enfermería', 'Mecánica', 'Belleza']
const good = ['Cuidar niñas y niños', 'Vender', 'Organizar a la gente', 'Reparar aparatos', 'Cantar']
const joins = ['Futbol', 'Coro', 'Huerto del albergue', 'Danza', 'Reuniones de vecindad']
const wishes = [
  'Rentar un cuarto; primero, conseguir trabajo',
  'Que mis hijos entren a la escuela',
  'Terminar mi trámite',
]
const lifts = ['Mi familia', 'Mi fe en que todo mejora', 'Mis amistades de aquí', 'Trabajar']

/** What people tell of what they have and can do: words, not codes. */
export function demoStrength(item: string, person: DemoPerson): string | string[] | null {
  const chance = new Chance(`${seed}/${person.key}/${item}`)
  if (!chance.happens(0.5)) return null
  switch (item) {
    case 'S1':
      return person.language === 'hat' ? ['Kreyòl ayisyen', 'Franse'] : ['Español']
    case 'S2':
      return (person.years ?? 30) < 15 ? null : [chance.pick(trades)]
    case 'S3':
      return chance.pick(good)
    case 'S7':
      return [chance.pick(joins)]
    case 'S8':
      return chance.pick(['La comida de mi tierra', 'Mi idioma', 'Coser a mano'])
    case 'S9':
      return chance.pick(wishes)
    case 'S10':
      return chance.pick(lifts)
    default:
      return null
  }
}
