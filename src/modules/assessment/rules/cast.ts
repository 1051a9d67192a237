import type { PartialDay } from '../../../shared/day.ts'
import type { Phase } from '../instruments/types.ts'
import type { Answers } from './answers.ts'
import type { Situation } from './applicability.ts'
import type { Facts, Input, Stay } from './facts.ts'

// The people the tests of this module tell of. Synthetic.

export const today = '2026-11-20'

/** Born so that today is the birthday: exactly these completed years. */
export const aged = (years: number): PartialDay => ({
  year: 2026 - years,
  month: 11,
  day: 20,
  precision: 'day',
})

export const facts = (given: Partial<Facts> = {}): Facts => ({
  on: today,
  birth: aged(29),
  sex: 'female',
  nationalities: ['HND'],
  firstLanguage: 'spa',
  stay: null,
  household: { births: [given.birth ?? aged(29)], self: 0 },
  area: 'urban',
  povertyLines: [
    { month: '2026-11', area: 'urban', centavos: 250_000 },
    { month: '2026-11', area: 'rural', centavos: 190_000 },
  ],
  known: [],
  ...given,
})

export const input = (
  answers: Answers = {},
  given: Partial<Facts> = {},
  phase: Phase = 'follow_up',
): Input => ({ facts: facts(given), answers, phase })

export const protection: Situation = {
  asker: 'protection_staff',
  setting: 'private',
  respondent: 'self',
  interpreter: 'none',
  serviceNow: true,
}

export const desk: Situation = {
  asker: 'worker',
  setting: 'desk',
  respondent: 'self',
  interpreter: 'none',
  serviceNow: false,
}

export const goodShelter: Stay = {
  plannedEnd: 'open',
  m2PerPerson: 4,
  litresPerPerson: 20,
  peoplePerToilet: 15,
}

const days = (n: number) =>
  Object.fromEntries(
    [
      'cereales',
      'tuberculos',
      'leguminosas',
      'verduras',
      'frutas',
      'carne',
      'huevo',
      'pescado',
      'lacteos',
      'azucar',
      'grasa',
      'condimentos',
    ].map((group) => [`dias_${group}`, n]),
  )

const emsa = (yes: number) =>
  Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`emsa_${i + 1}`, i < yes ? 'si' : 'no']))

const wg = (code: number) =>
  Object.fromEntries(
    ['ver', 'oir', 'caminar', 'recordar', 'cuidado', 'comunicar'].map((d) => [`wg_${d}`, code]),
  )

export const fill = { days, emsa, wg }

/** One rented room, mother and son: what both share. */
export const sharedHome: Answers = {
  HO1: { HO1: 'vivienda_30_dias_o_mas' },
  HO2: { personas: 3, cuartos: 1 },
  HO3: { piso: 'otro', techo: 'otro', muro: 'otro' },
  HO4: { agua: 'si', drenaje: 'si', luz: 'si', combustible: 'gas_o_electricidad' },
  HO5: { HO5: 'debe_renta' },
  FO1: emsa(5),
  FO2: days(7),
  WO3: { ingreso_mensual: 4_000 },
  NE3: { NE3: 'si' },
}

/** Ana, 29, from Honduras, asked for asylum, works without a contract. */
export const ana: Input = input(
  {
    ...sharedHome,
    ID1: { ID1: 'vigente' },
    ID2: { ID2: 'si' },
    ST1: { ST1: 'solicitante_condicion_refugiado' },
    ST2: { ST2: 'plazo_rebasado' },
    'F-LEGAL': { 'F-LEGAL': 'si' },
    ST3: { ST3: 'con_asesoria' },
    HE1: { HE1: 'no' },
    HE2: { HE2: 'sin_necesidad' },
    HE3: wg(1),
    HE4: {
      phq_interes: 'prefiere_no_decir',
      phq_animo: 'prefiere_no_decir',
      gad_nervios: 'prefiere_no_decir',
      gad_preocupacion: 'prefiere_no_decir',
    },
    'F-EMB': { 'F-EMB': 'no' },
    ED2: { nivel: 'secundaria', grado: 3, paisEstudios: 'HND' },
    'F-OFICIO': { 'F-OFICIO': 'no' },
    'F-TRAB': { 'F-TRAB': 'trabaja' },
    WO2: { WO2: 'no' },
    WO4: { WO4: 'no' },
    CA2: { CA2: 'si_sin_apoyo' },
    PR1: { lugar_seguro: 'si', quiere_hablar: 'no' },
    PR2: { decide_libremente: 'si', le_guardan: 'no' },
    PR3: { PR3: 'no' },
    NE1: { NE1: 'no' },
    NE2: { ne_consulta: 3, ne_empleo: 2, ne_legal: 4 },
    NE4: { NE4: 'no' },
  },
  { household: { births: [aged(29), aged(4)], self: 0 } },
)

/** Luis, her son, 4. */
export const luis: Input = input(
  {
    ...sharedHome,
    ID1: { ID1: 'vigente' },
    ID2: { ID2: 'si' },
    ID3: { ID3: 'si' },
    ST1: { ST1: 'solicitante_condicion_refugiado' },
    ST2: { ST2: 'plazo_rebasado' },
    HE1: { HE1: 'no' },
    HE2: { HE2: 'necesidad_atendida' },
    HE5: { HE5: 'incompleta' },
    ED1: { ED1: 'no' },
    PR3: { PR3: 'no' },
  },
  { birth: aged(4), sex: 'male', household: { births: [aged(29), aged(4)], self: 1 } },
)
