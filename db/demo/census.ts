import { type Likeness, PeopleAtHand } from '../../src/modules/registry/rules/duplicates.ts'
import { writeCsv } from '../../src/shared/csv.ts'
import {
  formatDay,
  type IsoDay,
  isoDay,
  type PartialDay,
  parseDay,
  partialDay,
  unknownDay,
  yearsBetween,
} from '../../src/shared/day.ts'
import { demoShelters } from './organizations.ts'
import { Chance } from './random.ts'

/**
 * A census of people who do not exist, in the shape in which municipalities keep theirs: 2,767 people in 922
 * families. It is clean: nobody is in it twice and every date exists. What is normal is in it, such as one surname,
 * two or none, dates known only in part, no telephone, no document.
 */

export const demoPeople = 2767
export const demoFamilies = 922

export const demoHeadings = [
  'No. familia',
  'Parentesco',
  'Primer apellido',
  'Segundo apellido',
  'Nombre(s)',
  'Sexo',
  'Fecha nac.',
  'Nacionalidad',
  'País de nacimiento',
  'Edo. civil',
  'Idioma',
  'Escolaridad',
  'Profesión u oficio',
  'Embarazo',
  'Enf. crónica',
  'Síntomas resp.',
  'Esquema vacunación',
  'Estatus migratorio',
  'Tipo de población',
  'Teléfono',
  'Albergue',
  'Fecha ingreso',
] as const

type Origin = 'HTI' | 'HND' | 'VEN' | 'SLV' | 'GTM' | 'NIC' | 'CUB' | 'COL' | 'ECU' | 'displaced' | 'returned'
const origins: Record<Origin, number> = {
  HTI: 56,
  HND: 11,
  VEN: 8,
  SLV: 5,
  GTM: 5,
  NIC: 1.5,
  CUB: 2,
  COL: 2,
  ECU: 1.5,
  displaced: 6,
  returned: 2,
}
const countryNames: Record<Origin, string> = {
  HTI: 'Haití',
  HND: 'Honduras',
  VEN: 'Venezuela',
  SLV: 'El Salvador',
  GTM: 'Guatemala',
  NIC: 'Nicaragua',
  CUB: 'Cuba',
  COL: 'Colombia',
  ECU: 'Ecuador',
  displaced: 'México',
  returned: 'México',
}

const list = (text: string) => text.trim().split(/\s*,\s*/u)

const haitian = {
  surnames: list(
    'Jean, Pierre, Joseph, Louis, Charles, Michel, Noël, Toussaint, Baptiste, Saint-Louis, Augustin, Cadet, Jacques, Étienne, François, Philippe, Mondésir, Dorvil, Estimé, Exantus, Florestal, Lafleur, Metellus, Céant, Désir, Bélizaire, Bien-Aimé, Cénat, Cherubin, Clervil, Dieujuste, Dorcély, Dorléans, Élysée, Fleurimond, Germain, Guerrier, Innocent, Jean-Baptiste, Jean-Louis, Lamour, Laguerre, Léger, Lubin, Marcelin, Mésidor, Narcisse, Orélus, Paul, Petit-Frère, Pierre-Louis, Prophète, Rosier, Sainvil, Sénat, Simon, Sylvain, Théodore, Valcin, Victor',
  ),
  women: list(
    'Esther, Nadège, Mirlande, Widline, Guerda, Rose-Laure, Marie-Ange, Fabiola, Islande, Claudette, Darline, Yolande, Judeline, Rosemène, Lovelie, Marie-Carmel, Roseline, Ketia, Daphnée, Edeline, Fedeline, Gislaine, Guerline, Immacula, Jésula, Johanne, Kerline, Louna, Magdala, Manoucheka, Marjorie, Mylove, Natacha, Nephtalie, Rachelle, Régine, Rolande, Sabine, Saphira, Soraya, Stéphanie, Tamara, Vanessa, Wideline, Yvrose',
  ),
  men: list(
    'Jude, Wilner, Widler, Stanley, Peterson, Emmanuel, Evens, Frantz, Fritz, Kenson, Mackenson, Ricardo, Rodolphe, Jean-Robert, Junior, Wisly, Alix, Bernardin, Carl-Henri, Dieudonné, Duckens, Edson, Elie, Ernst, Fednel, Gérald, Guy, Herby, Jackson, Jacquelin, James, Jean-Claude, Jeff, Josué, Kervens, Lesly, Luckner, Macdonald, Makendy, Nixon, Olson, Pascal, Reginald, Ronald, Samuel, Schneider, Steeve, Valéry, Wilson, Yves',
  ),
}
const hispanic = {
  surnames: list(
    'García, López, Hernández, Martínez, Rodríguez, Pérez, Mejía, Banegas, Zelaya, Orellana, Flores, Cruz, Ramírez, Muñoz, Núñez, Peña, Quiñónez, Yáñez, Ibáñez, Aguilar, Alvarado, Barrios, Benítez, Cáceres, Castellanos, Castro, Chávez, Contreras, De la Cruz, De León, Del Cid, Díaz, Domínguez, Escobar, Espinoza, Fuentes, Galeano, Guevara, Guzmán, Jiménez, Lara, Maldonado, Medina, Méndez, Molina, Morales, Ochoa, Ortega, Paredes, Pineda, Portillo, Ramos, Reyes, Rivas, Rivera, Romero, Ruiz, Salazar, Sandoval, Santos, Sierra, Soto, Torres, Valladares, Vargas, Vásquez, Velásquez, Villeda, Zavala, Zúñiga',
  ),
  women: list(
    'Ana, Karla, Wendy, Heidy, Íngrid, Suyapa, Yessenia, Norma, María José, María de los Ángeles, Guadalupe, Reina, Alejandra, Andrea, Beatriz, Blanca Estela, Brenda, Carolina, Claudia, Daniela, Dunia, Elsa, Fernanda, Gabriela, Génesis, Gloria, Irma, Jenny, Josselyn, Juana, Julissa, Keyla, Leticia, Lourdes, Luz Marina, Maritza, Marlen, Melany, Nohemí, Paola, Rosa Elena, Sandra, Sofía, Valeria, Xiomara, Yolanda, Zoila',
  ),
  men: list(
    'Carlos, Juan Carlos, José Luis, Kevin, Edwin, Wilmer, Darwin, Víctor, Óscar, Miguel Ángel, Santos, Alexander, Allan, Ángel, Antonio, Axel, Brayan, César, Cristian, Daniel, David, Denis, Eduardo, Elmer, Emerson, Esteban, Fernando, Francisco, Franklin, Gerardo, Héctor, Isaac, Iván, Javier, Jorge, Josué, Julio, Luis Enrique, Marvin, Mateo, Nelson, Noé, Pablo, Ramón, Rigoberto, Roberto, Rolando, Selvin, Tomás, Ulises, Wilson',
  ),
}

const trades = list(
  'Ama de casa, Contadora, Soldador, Chofer, Electricista, Comerciante, Mecánico, Enfermera, Cocinera, Costurera, Maestra, Agricultor, Albañil, Carpintero, Panadera, Peluquera, Pintor, Plomero, Vigilante, Operadora de maquila, Mesera, Jardinero, Técnico en computación, Auxiliar de farmacia, Pescador, Herrero, Zapatero, Cuidadora, Ayudante general',
)
const schooling: Record<string, number> = {
  Ninguna: 6,
  Primaria: 28,
  Secundaria: 30,
  Preparatoria: 22,
  'Carrera técnica': 7,
  Licenciatura: 7,
}
const chronic: Record<string, number> = {
  No: 88,
  Hipertensión: 5,
  Diabetes: 3,
  Asma: 3,
  Epilepsia: 0.5,
  VIH: 0.5,
}
const vaccines: Record<string, number> = {
  Completo: 40,
  '1 dosis': 18,
  '2 dosis': 22,
  Ninguna: 10,
  'No sabe': 10,
}
const statuses: Record<string, number> = {
  'Solicitante COMAR': 34,
  TVRH: 12,
  'Residente temporal': 5,
  'Residente permanente': 6,
  'En trámite': 14,
  Irregular: 21,
  '': 8,
}

type Sex = 'Mujer' | 'Hombre'

export type DemoPerson = {
  family: string
  role: string
  surname: string
  secondSurname: string
  given: string
  sex: Sex
  birth: PartialDay
  birthText: string
  nationality: string
  civilStatus: string
  languages: string
  schooling: string
  occupation: string
  pregnancy: string
  chronic: string
  symptoms: string
  vaccination: string
  status: string
  group: string
  phone: string
  shelter: string
  entry: IsoDay
}

/** Sizes of the families: drawn as families are, then fitted so that they add up. */
function sizesOf(chance: Chance): number[] {
  const weights = { 1: 22, 2: 22, 3: 21, 4: 18, 5: 10, 6: 5, 7: 2 }
  const sizes = Array.from({ length: demoFamilies }, () => Number(chance.weighed(weights)))
  for (let rest = demoPeople - sizes.reduce((sum, size) => sum + size, 0); rest !== 0; ) {
    const at = chance.below(demoFamilies)
    const step = Math.sign(rest)
    const size = sizes[at]! + step
    if (size < 1 || size > 7) continue
    sizes[at] = size
    rest -= step
  }
  return sizes
}

const pad = (n: number, width: number) => String(n).padStart(width, '0')

/** The same people for the same seed and day. `asOf` is the day of the census. */
export function demoCensusPeople({
  seed = 2026,
  asOf = '2026-11-15',
}: {
  seed?: number
  asOf?: IsoDay
} = {}): DemoPerson[] {
  const chance = new Chance(seed)
  const sizes = sizesOf(chance)
  const today = parseDay(asOf)
  if (!today.ok || today.day.precision !== 'day') throw new RangeError('asOf is a day, YYYY-MM-DD')
  const year = today.day.year!
  const hand = new PeopleAtHand<Likeness & { id: string }>()
  const used = new Set<string>()
  const people: DemoPerson[] = []

  sizes.forEach((size, i) => {
    const family = `F-${pad(i + 1, 4)}`
    const origin = chance.weighed(origins)
    const names = origin === 'HTI' ? haitian : hispanic
    const surname = chance.pick(names.surnames)
    const second = origin === 'HTI' ? '' : chance.pick(names.surnames)
    const entry = dayBefore(asOf, chance.between(2, 240))
    const phone = size > 0 && chance.happens(0.7) ? freshPhone() : ''
    const shelter = chance.pick(demoShelters).place.name
    const headSex: Sex = chance.happens(size > 1 ? 0.62 : 0.4) ? 'Mujer' : 'Hombre'
    const headAge = chance.between(size > 3 ? 24 : 18, chance.happens(0.1) ? 72 : 48)
    const couple = size > 1 && chance.happens(0.62)
    // One family in sixty travels without papers, surname or memory of dates: that too must show.
    const bare = chance.happens(1 / 60)
    const taken = new Set<string>()

    for (let j = 0; j < size; j++) {
      const role = j === 0 ? 'Titular' : j === 1 && couple ? 'Pareja' : kin(chance, headAge)
      for (;;) {
        const sex: Sex =
          j === 0
            ? headSex
            : role === 'Pareja'
              ? headSex === 'Mujer'
                ? 'Hombre'
                : 'Mujer'
              : chance.happens(0.5)
                ? 'Mujer'
                : 'Hombre'
        const given = chance.pick(sex === 'Mujer' ? names.women : names.men)
        const age = ageOf(chance, role, headAge)
        const born = bornAt(chance, asOf, year, age)
        const [birth, birthText] = writtenBirth(chance, born, bare && chance.happens(0.5))
        // Partners keep their own surname; children of the South carry two.
        const own = role === 'Pareja' || role === 'Cuñado/a' || role === 'Suegro/a'
        const person: DemoPerson = {
          family,
          role,
          surname: bare && origin === 'HTI' && j === 0 ? '' : own ? chance.pick(names.surnames) : surname,
          secondSurname: second === '' ? '' : own ? chance.pick(names.surnames) : second,
          given,
          sex,
          birth,
          birthText,
          nationality: nationalityOf(chance, origin, age),
          civilStatus:
            age < 18
              ? 'Soltero/a'
              : couple && j < 2
                ? chance.weighed({ 'Unión libre': 6, 'Casado/a': 4 })
                : chance.weighed({ 'Soltero/a': 80, 'Separado/a': 10, 'Viudo/a': age > 45 ? 15 : 2, '': 5 }),
          languages: languagesOf(chance, origin, age),
          schooling:
            age < 6 ? '' : age < 12 ? 'Primaria' : age < 15 ? 'Secundaria' : chance.weighed(schooling),
          occupation:
            age < 5 ? '' : age < 16 ? 'Estudiante' : chance.happens(0.05) ? '' : chance.pick(trades),
          pregnancy: sex === 'Mujer' && age >= 16 && age <= 43 && chance.happens(0.06) ? 'Sí' : 'No',
          chronic:
            age > 30
              ? chance.weighed(chronic)
              : chance.weighed({ No: 96, Asma: 3, Epilepsia: 0.5, Diabetes: 0.5 }),
          symptoms: chance.happens(0.05) ? 'Sí' : 'No',
          vaccination: chance.weighed(vaccines),
          status: countryNames[origin] === 'México' ? '' : bare ? 'Irregular' : chance.weighed(statuses),
          group:
            origin === 'displaced'
              ? 'Persona desplazada interna'
              : origin === 'returned'
                ? 'Mexicano de retorno'
                : chance.happens(0.12)
                  ? 'En tránsito'
                  : '',
          phone: j < 2 || chance.happens(0.3) ? phone : '',
          shelter,
          entry,
        }
        // Nobody in the demonstration is anybody's double, by the registry's own measure.
        const likeness = likenessOf(person)
        if (taken.has(given) || hand.duplicatesOf(likeness).length > 0) continue
        taken.add(given)
        hand.add({ ...likeness, id: `${family}.${j}` })
        people.push(person)
        break
      }
    }
  })
  return people

  function freshPhone(): string {
    for (;;) {
      // 686 555 …: kept for examples.
      const number = `686555${pad(chance.below(10_000), 4)}`
      if (used.has(number)) continue
      used.add(number)
      return number
    }
  }
}

function kin(chance: Chance, headAge: number): string {
  if (headAge < 24) return chance.weighed({ 'Hijo/a': 50, 'Hermano/a': 50 })
  return chance.weighed({
    'Hijo/a': 82,
    'Hermano/a': 5,
    'Sobrino/a': 6,
    'Nieto/a': headAge > 45 ? 8 : 0,
    'Madre o padre': headAge < 45 ? 3 : 0,
    'Suegro/a': 1,
    'Cuñado/a': 2,
  })
}

function ageOf(chance: Chance, role: string, headAge: number): number {
  const within = (from: number, to: number) => chance.between(Math.max(0, from), Math.max(0, from, to))
  if (role === 'Titular') return headAge
  if (role === 'Pareja') return within(Math.max(18, headAge - 8), headAge + 8)
  if (role === 'Hermano/a' || role === 'Cuñado/a') return within(headAge - 10, headAge + 8)
  if (role === 'Sobrino/a') return within(headAge - 35, headAge - 16)
  if (role === 'Nieto/a') return within(0, headAge - 36)
  if (role === 'Madre o padre' || role === 'Suegro/a') return within(headAge + 17, Math.min(84, headAge + 35))
  return within(headAge - 38, headAge - 17)
}

function bornAt(
  chance: Chance,
  asOf: IsoDay,
  year: number,
  age: number,
): { year: number; month: number; day: number } {
  for (;;) {
    const born = {
      year: year - age - chance.below(2),
      month: chance.between(1, 12),
      day: chance.between(1, 28),
    }
    const text = isoDay(born.year, born.month, born.day)
    if (text <= asOf && yearsBetween(text, asOf) === age) return born
  }
}

/** Most write the day; some know the year alone, or nothing. */
function writtenBirth(
  chance: Chance,
  born: { year: number; month: number; day: number },
  bare: boolean,
): [PartialDay, string] {
  if (bare || chance.happens(0.008)) return [unknownDay, '']
  if (chance.happens(0.015)) return [partialDay(born.year), String(born.year)]
  const day = partialDay(born.year, born.month, born.day)
  return [
    day,
    chance.happens(0.06) ? formatDay(day, 'es') : `${pad(born.day, 2)}/${pad(born.month, 2)}/${born.year}`,
  ]
}

function nationalityOf(chance: Chance, origin: Origin, age: number): string {
  // Children born on the way, in Chile, Brazil or the United States.
  if (origin === 'HTI' && age <= 8 && chance.happens(0.3)) return chance.weighed({ Chile: 6, Brasil: 4 })
  if (origin === 'returned' && age <= 15 && chance.happens(0.5)) return 'México / EE. UU.'
  return countryNames[origin]
}

function languagesOf(chance: Chance, origin: Origin, age: number): string {
  if (age < 3) return ''
  if (origin === 'HTI')
    return chance.weighed({
      'Criollo haitiano': 45,
      'Criollo haitiano, francés': 25,
      'Criollo haitiano, español': 25,
      'Criollo haitiano, portugués': 5,
    })
  if (origin === 'GTM' && chance.happens(0.35))
    return chance.weighed({ 'Mam, español': 5, "K'iche', español": 4, "Q'eqchi'": 2 })
  if (origin === 'HND' && chance.happens(0.06)) return 'Garífuna, español'
  if (origin === 'displaced' && chance.happens(0.15)) return 'Mixteco de Metlatónoc, español'
  return chance.happens(0.04) ? 'Español, inglés' : 'Español'
}

function dayBefore(day: IsoDay, days: number): IsoDay {
  return new Date(Date.parse(`${day}T00:00:00Z`) - days * 86_400_000).toISOString().slice(0, 10)
}

const likenessOf = (person: DemoPerson): Likeness => ({
  names: { given: person.given, surname: person.surname, secondSurname: person.secondSurname },
  birth: person.birth,
  sex: person.sex === 'Mujer' ? 'female' : 'male',
  nationality: person.nationality,
  phones: person.phone ? [person.phone] : [],
  household: person.family,
})

const spanishDay = (day: IsoDay) => day.split('-').toReversed().join('/')

/** Where the nationality tells it; of those with two, and of those who came with nothing, one and none. */
const birthplaceOf = ({ nationality, status }: DemoPerson): string =>
  status === 'Irregular' ? '' : nationality === 'México / EE. UU.' ? 'Estados Unidos' : nationality

/** The census as a municipality would send it: titles, headings, a row a person, totals. */
export function demoCensus(options: { seed?: number; asOf?: IsoDay } = {}): string {
  const people = demoCensusPeople(options)
  const wide = (text: string) => [text, ...Array.from({ length: demoHeadings.length - 1 }, () => '')]
  return writeCsv([
    wide('CENSO DE ALBERGUES: DATOS SINTÉTICOS, NINGUNA PERSONA REAL'),
    wide(`Corte: ${spanishDay(options.asOf ?? '2026-11-15')}`),
    [...demoHeadings],
    ...people.map((p) => [
      p.family,
      p.role,
      p.surname,
      p.secondSurname,
      p.given,
      p.sex,
      p.birthText,
      p.nationality,
      birthplaceOf(p),
      p.civilStatus,
      p.languages,
      p.schooling,
      p.occupation,
      p.pregnancy,
      p.chronic,
      p.symptoms,
      p.vaccination,
      p.status,
      p.group,
      p.phone,
      p.shelter,
      spanishDay(p.entry),
    ]),
    [
      'TOTAL',
      '',
      '',
      '',
      String(people.length),
      ...Array.from({ length: demoHeadings.length - 5 }, () => ''),
    ],
  ])
}
