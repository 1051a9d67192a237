import { describe, expect, test } from 'vitest'
import { integrateIv02 as iv } from '../instruments/integrate-iv-0.2/index.ts'
import type { Answers } from './answers.ts'
import { evaluateIndicators, type Status } from './applicability.ts'
import { aged, fill, goodShelter, input, today } from './cast.ts'
import type { Facts, Stay } from './facts.ts'

// Every cut-off has its own cases: one mistyped condition moves a published figure by points and nobody notices.

type Case = [status: Status | 'na', what: string, answers: Answers, facts?: Partial<Facts>]

const one = (item: string, value: string): Answers => ({ [item]: { [item]: value } })
const both = (...of: Answers[]): Answers => Object.assign({}, ...of)
const child = (years: number): Partial<Facts> => ({
  birth: aged(years),
  household: { births: [aged(30), aged(years)], self: 1 },
})
const adult = (years: number): Partial<Facts> => ({ birth: aged(years) })
const mex: Partial<Facts> = { nationalities: ['MEX'] }
const home = one('HO1', 'vivienda_30_dias_o_mas')
const street = one('HO1', 'calle_campamento_vehiculo')
const inShelter = (stay: Partial<Stay> = {}): Partial<Facts> => ({ stay: { ...goodShelter, ...stay } })
const family = (...ages: (number | null)[]): Partial<Facts> => ({
  birth: ages[0] === null ? { precision: 'unknown' } : aged(ages[0]!),
  household: {
    births: ages.map((years) => (years === null ? { precision: 'unknown' as const } : aged(years))),
    self: 0,
  },
})
const born = (year: number): Partial<Facts> => ({ birth: { year, month: 6, day: 1, precision: 'day' } })
const school = (nivel: string, grado?: number, paisEstudios = 'HND'): Answers => ({
  ED2: { nivel, ...(grado === undefined ? {} : { grado }), paisEstudios },
})
const floors = (piso: string, techo: string, muro: string): Answers => ({ HO3: { piso, techo, muro } })
const mud = 'embarro_carrizo_carton_metal_asbesto_desecho'
const services = (agua: string, drenaje: string, luz: string, combustible: string): Answers => ({
  HO4: { agua, drenaje, luz, combustible },
})
const days = (given: Record<string, number | string>): Answers => ({ FO2: { ...fill.days(0), ...given } })
const wg = (code: number, apoyo?: string): Answers => ({
  HE3: { ...fill.wg(1), wg_oir: code, ...(apoyo ? { apoyo } : {}) },
})
const phq = (a: number | string, b: number | string, c: number | string, d: number | string): Answers => ({
  HE4: { phq_interes: a, phq_animo: b, gad_nervios: c, gad_preocupacion: d },
})
const tasks = (a: number | string, b: number | string, c: number | string): Answers => ({
  NE2: { ne_consulta: a, ne_empleo: b, ne_legal: c },
})
const income = (ingreso_mensual: number | string): Answers => ({ WO3: { ingreso_mensual } })
const anyone = '(applies to everyone)'

const cases: Record<string, Case[]> = {
  ID1: [
    [1, 'none', one('ID1', 'ninguno')],
    [1, 'only an expired one', one('ID1', 'solo_vencido')],
    [0, 'valid', one('ID1', 'vigente')],
    ['?', 'does not know', one('ID1', 'no_sabe')],
  ],
  ID2: [
    [1, 'no', one('ID2', 'no')],
    [0, 'pending is not lacking', one('ID2', 'en_tramite')],
    [0, 'yes', one('ID2', 'si')],
    ['?', 'prefers not to say', one('ID2', 'prefiere_no_decir')],
  ],
  ID3: [
    [1, 'not registered', one('ID3', 'no'), child(17)],
    [0, 'registered', one('ID3', 'si'), child(0)],
    ['?', 'not asked', {}, child(5)],
    ['na', '18 today', one('ID3', 'no'), adult(18)],
  ],
  ST1: [
    [1, 'wishes guidance', one('ST1', 'desea_orientacion')],
    [0, 'valid card', one('ST1', 'documento_de_estancia_vigente')],
    [0, 'applicant', one('ST1', 'solicitante_condicion_refugiado')],
    [0, 'another procedure', one('ST1', 'otro_tramite_en_curso')],
    ['?', 'prefers not to say', one('ST1', 'prefiere_no_decir')],
    ['?', 'a stateless person is not Mexican', {}, { nationalities: ['XXA'] }],
    ['na', 'Mexican', one('ST1', 'desea_orientacion'), mex],
    ['na', 'Mexican and another', {}, { nationalities: ['USA', 'MEX'] }],
    ['na', 'nationality not known', {}, { nationalities: [] }],
  ],
  ST2: [
    [1, 'expires', both(one('ST1', 'documento_de_estancia_vigente'), one('ST2', 'vence_30_dias'))],
    [1, 'term passed', both(one('ST1', 'otro_tramite_en_curso'), one('ST2', 'plazo_rebasado'))],
    [0, 'no', both(one('ST1', 'solicitante_condicion_refugiado'), one('ST2', 'no'))],
    ['?', 'not asked', one('ST1', 'documento_de_estancia_vigente')],
    ['na', 'nothing held', both(one('ST1', 'desea_orientacion'), one('ST2', 'vence_30_dias'))],
    ['na', 'ST1 not answered', both(one('ST1', 'prefiere_no_decir'), one('ST2', 'vence_30_dias'))],
    ['na', 'Mexican', both(one('ST1', 'documento_de_estancia_vigente'), one('ST2', 'vence_30_dias')), mex],
  ],
  ST3: [
    [1, 'need without advice', both(one('F-LEGAL', 'si'), one('ST3', 'sin_asesoria'))],
    [0, 'need with advice', both(one('F-LEGAL', 'si'), one('ST3', 'con_asesoria'))],
    ['?', 'does not know', both(one('F-LEGAL', 'si'), one('ST3', 'no_sabe'))],
    [1, '12 today', both(one('F-LEGAL', 'si'), one('ST3', 'sin_asesoria')), child(12)],
    ['na', '11', both(one('F-LEGAL', 'si'), one('ST3', 'sin_asesoria')), child(11)],
    ['na', 'no need', both(one('F-LEGAL', 'no'), one('ST3', 'sin_asesoria'))],
    ['na', 'silence on the filter is no need', one('F-LEGAL', 'prefiere_no_decir')],
  ],
  HO1: [
    [1, 'street', street],
    [1, 'dwelling, must leave', one('HO1', 'vivienda_debe_salir_en_7_dias')],
    [1, 'shelter, must leave', one('HO1', 'albergue_debe_salir_en_7_dias')],
    [0, '8 to 29 days', one('HO1', 'vivienda_8_a_29_dias')],
    [0, '30 days or more', home],
    [0, 'shelter, more than 7 days', one('HO1', 'albergue_mas_de_7_dias')],
    [1, 'open stay ending in 7 days', {}, inShelter({ plannedEnd: '2026-11-27' })],
    [0, 'open stay ending in 8 days', {}, inShelter({ plannedEnd: '2026-11-28' })],
    [0, 'open stay without an end', {}, inShelter()],
    ['?', 'open stay whose end nobody wrote down', {}, inShelter({ plannedEnd: null })],
    ['?', 'does not know', one('HO1', 'no_sabe')],
  ],
  HO2: [
    [1, '8 in 3 rooms', both(home, { HO2: { personas: 8, cuartos: 3 } })],
    [0, 'exactly 2.5', both(home, { HO2: { personas: 5, cuartos: 2 } })],
    [0, '2 in 1', both(home, { HO2: { personas: 2, cuartos: 1 } })],
    [1, '3 in 1', both(home, { HO2: { personas: 3, cuartos: 1 } })],
    ['?', 'rooms not known', both(home, { HO2: { personas: 3, cuartos: 'no_sabe' } })],
    [1, 'shelter, 3.49 m²', {}, inShelter({ m2PerPerson: 3.49 })],
    [0, 'shelter, 3.5 m²', {}, inShelter({ m2PerPerson: 3.5 })],
    ['?', 'shelter, not measured', {}, inShelter({ m2PerPerson: null })],
    ['?', 'a shelter without a record', one('HO1', 'albergue_mas_de_7_dias')],
    ['na', 'street', both(street, { HO2: { personas: 8, cuartos: 1 } })],
  ],
  HO3: [
    [1, 'earth floor', both(home, floors('tierra', 'otro', 'otro'))],
    [1, 'cardboard roof', both(home, floors('otro', 'carton_desecho', 'otro'))],
    [1, 'mud walls, floor not known', both(home, floors('no_sabe', 'otro', mud))],
    [0, 'none of them', both(home, floors('otro', 'otro', 'otro'))],
    ['?', 'walls not known', both(home, floors('otro', 'otro', 'no_sabe'))],
    ['na', 'shelter', floors('tierra', 'otro', 'otro'), inShelter()],
    ['na', 'street', both(street, floors('tierra', 'otro', 'otro'))],
  ],
  HO4: [
    [1, 'no water', both(home, services('no', 'si', 'si', 'gas_o_electricidad'))],
    [1, 'no drainage', both(home, services('si', 'no', 'si', 'otro'))],
    [1, 'no light', both(home, services('si', 'si', 'no', 'otro'))],
    [1, 'wood, no chimney', both(home, services('si', 'si', 'si', 'lena_o_carbon_sin_chimenea'))],
    [0, 'wood, chimney', both(home, services('si', 'si', 'si', 'lena_o_carbon_con_chimenea'))],
    [1, 'one no is enough', both(home, { HO4: { luz: 'no' } })],
    ['?', 'fuel not said', both(home, services('si', 'si', 'si', 'prefiere_no_decir'))],
    [1, 'shelter, 14.9 l', {}, inShelter({ litresPerPerson: 14.9 })],
    [0, 'shelter, 15 l and 20 a toilet', {}, inShelter({ litresPerPerson: 15, peoplePerToilet: 20 })],
    [1, 'shelter, 21 a toilet', {}, inShelter({ litresPerPerson: null, peoplePerToilet: 21 })],
    ['?', 'shelter, water not measured', {}, inShelter({ litresPerPerson: null })],
    ['na', 'street', both(street, services('no', 'no', 'no', 'otro'))],
  ],
  HO5: [
    [1, 'arrears', both(home, one('HO5', 'debe_renta'))],
    [1, 'asked to leave', both(one('HO1', 'vivienda_8_a_29_dias'), one('HO5', 'amenaza_desalojo'))],
    [1, 'no agreement', both(home, one('HO5', 'sin_acuerdo'))],
    [0, 'no', both(home, one('HO5', 'no'))],
    ['?', 'prefers not to say', both(home, one('HO5', 'prefiere_no_decir'))],
    ['na', 'must leave: HO1 says it', both(one('HO1', 'vivienda_debe_salir_en_7_dias'), one('HO5', 'no'))],
    ['na', 'shelter', one('HO5', 'debe_renta'), inShelter()],
    ['na', 'where they sleep is not known', both(one('HO1', 'no_sabe'), one('HO5', 'debe_renta'))],
  ],
  FO1: [
    [1, 'adults only, 3 of 6', both(home, { FO1: fill.emsa(3) }), family(30)],
    [0, 'adults only, 2 of 6', both(home, { FO1: fill.emsa(2) }), family(30)],
    [1, 'with a child, 4 of 12', both(home, { FO1: fill.emsa(4) }), family(30, 17)],
    [0, 'with a child, 3 of 12', both(home, { FO1: fill.emsa(3) }), family(30, 17)],
    [1, '3 yes and silence', both(home, { FO1: { emsa_1: 'si', emsa_2: 'si', emsa_6: 'si' } }), family(30)],
    ['?', '2 yes, 1 not known', both(home, { FO1: { ...fill.emsa(2), emsa_3: 'no_sabe' } }), family(30)],
    ['?', 'nothing said', home, family(30)],
    ['?', '3 yes, a member whose age is not known', both(home, { FO1: fill.emsa(3) }), family(30, null)],
    ['na', 'open stay', { FO1: fill.emsa(6) }, inShelter()],
    ['na', 'a shelter without a record', both(one('HO1', 'albergue_mas_de_7_dias'), { FO1: fill.emsa(6) })],
    [1, 'where they sleep is not known', both(one('HO1', 'no_sabe'), { FO1: fill.emsa(6) })],
  ],
  FO2: [
    [1, 'exactly 42', both(home, days({ dias_carne: 7, dias_cereales: 7 }))],
    [0, '42.5', both(home, days({ dias_carne: 7, dias_cereales: 7, dias_azucar: 1 }))],
    [1, 'max inside a group', both(home, days({ dias_carne: 7, dias_huevo: 7, dias_pescado: 7 }))],
    [1, 'spices weigh nothing', both(home, days({ dias_carne: 7, dias_cereales: 7, dias_condimentos: 7 }))],
    [0, 'everything', both(home, { FO2: fill.days(7) })],
    [
      '?',
      'meat not known, on the line',
      both(home, days({ dias_cereales: 7, dias_lacteos: 5, dias_carne: 'no_sabe' })),
    ],
    [0, 'meat not known, above the line', both(home, { FO2: { ...fill.days(4), dias_carne: 'no_sabe' } })],
    ['?', 'not asked', home],
    ['na', 'shelter', days({}), inShelter()],
  ],
  HE1: [
    [1, 'no', one('HE1', 'no')],
    [0, 'yes', one('HE1', 'si')],
    ['?', 'does not know', one('HE1', 'no_sabe')],
  ],
  HE2: [
    [1, 'not received', one('HE2', 'no_atendida')],
    [0, 'received', one('HE2', 'necesidad_atendida')],
    [0, 'not needed', one('HE2', 'sin_necesidad')],
    ['?', 'prefers not to say', one('HE2', 'prefiere_no_decir')],
  ],
  HE3: [
    [1, 'a lot, no support', wg(3, 'no')],
    [1, 'cannot, no support', wg(4, 'no')],
    [0, 'a lot, with support', wg(3, 'si')],
    [0, 'some', wg(2)],
    [0, 'some is below the cut-off', wg(2, 'no')],
    ['?', 'a lot, support not said', wg(3, 'prefiere_no_decir')],
    ['?', 'one domain not said, no support', { HE3: { ...fill.wg(1), wg_ver: 'no_sabe', apoyo: 'no' } }],
    [1, '5 today', wg(3, 'no'), child(5)],
    ['na', '4', wg(3, 'no'), child(4)],
  ],
  HE4: [
    [1, 'PHQ-2 of 3', phq(1, 2, 0, 0)],
    [0, '2 and 2', phq(1, 1, 2, 0)],
    [1, 'GAD-2 of 3, the rest not said', phq('no_sabe', 'no_sabe', 3, 0)],
    [1, 'one answer decides', { HE4: { phq_interes: 3 } }],
    ['?', '2 and silence', phq(2, 'no_sabe', 0, 0)],
    [0, '18 today', phq(0, 0, 0, 0), adult(18)],
    ['na', '17', phq(3, 3, 3, 3), child(17)],
  ],
  HE5: [
    [1, 'some missing', one('HE5', 'incompleta'), child(5)],
    [1, 'no card', one('HE5', 'sin_cartilla'), child(0)],
    [0, 'complete', one('HE5', 'completa'), child(3)],
    ['?', 'does not know', one('HE5', 'no_sabe'), child(3)],
    ['na', '6 today', one('HE5', 'incompleta'), child(6)],
  ],
  HE6: [
    [1, 'none in 8 weeks', both(one('F-EMB', 'si'), one('HE6', 'no'))],
    [0, 'yes', both(one('F-EMB', 'si'), one('HE6', 'si'))],
    ['?', 'not asked', one('F-EMB', 'si')],
    [1, '10 today', both(one('F-EMB', 'si'), one('HE6', 'no')), child(10)],
    ['na', '9', both(one('F-EMB', 'si'), one('HE6', 'no')), child(9)],
    ['na', '55', both(one('F-EMB', 'si'), one('HE6', 'no')), adult(55)],
    ['na', 'not pregnant', both(one('F-EMB', 'no'), one('HE6', 'no'))],
    ['na', 'a pregnancy is never inferred', one('HE6', 'no')],
  ],
  ED1: [
    [1, 'no', one('ED1', 'no'), child(3)],
    [0, 'yes', one('ED1', 'si'), child(17)],
    ['?', 'does not know', one('ED1', 'no_sabe'), child(9)],
    ['na', '2', one('ED1', 'no'), child(2)],
    ['na', '18', one('ED1', 'no'), adult(18)],
  ],
  ED2: [
    [1, 'born 1998, 11 years', school('media_superior', 2), born(1998)],
    [0, 'born 1998, 12 years', school('media_superior', 3), born(1998)],
    [0, 'born 1997, 9 years', school('secundaria', 3), born(1997)],
    [1, 'born 1997, 8 years', school('secundaria', 2), born(1997)],
    [1, 'born 1982, 8 years', school('secundaria', 2), born(1982)],
    [0, 'born 1981, 6 years', school('primaria', 6), born(1981)],
    [1, 'born 1981, 5 years', school('primaria', 5), born(1981)],
    [1, 'born 1970, none', school('ninguno'), born(1970)],
    [0, 'beyond', school('posgrado', 1), born(2000)],
    [0, '21 and studying', both(school('primaria', 6), one('F-ASISTE', 'si')), adult(21)],
    [1, '21, not studying', both(school('primaria', 6), one('F-ASISTE', 'no')), adult(21)],
    [1, '22 and studying', both(school('primaria', 6), one('F-ASISTE', 'si')), adult(22)],
    [
      '?',
      '20, studying not said',
      both(school('primaria', 6), one('F-ASISTE', 'prefiere_no_decir')),
      adult(20),
    ],
    ['?', 'grade not said, on the line', school('secundaria'), born(1990)],
    [0, 'grade not said, above the line', school('media_superior'), born(1990)],
    ['?', 'level not said', { ED2: { nivel: 'no_sabe' } }, born(1990)],
    ['?', 'about 1982: two lines', school('primaria', 6), { birth: { year: 1982, precision: 'about' } }],
    ['na', '17', school('ninguno'), child(17)],
  ],
  ED3: [
    [1, 'trade not recognised', both(one('F-OFICIO', 'si'), one('ED3', 'sin_acreditar'))],
    [0, 'recognised', both(one('F-OFICIO', 'si'), one('ED3', 'acreditado'))],
    [0, 'not needed', both(one('F-OFICIO', 'si'), one('ED3', 'no_lo_necesita'))],
    ['?', 'does not know', both(one('F-OFICIO', 'si'), one('ED3', 'no_sabe'))],
    [
      1,
      '12 years abroad',
      both(school('media_superior', 3), one('F-OFICIO', 'no'), one('ED3', 'sin_acreditar')),
    ],
    [
      'na',
      '11 years abroad',
      both(school('media_superior', 2), one('F-OFICIO', 'no'), one('ED3', 'sin_acreditar')),
    ],
    [
      'na',
      '12 years in Mexico',
      both(school('media_superior', 3, 'MEX'), one('F-OFICIO', 'no'), one('ED3', 'sin_acreditar')),
    ],
    ['na', 'silence on both', one('ED3', 'sin_acreditar')],
    ['na', '17', both(one('F-OFICIO', 'si'), one('ED3', 'sin_acreditar')), child(17)],
  ],
  ED4: [
    [1, 'a little', one('ED4', 'poco'), { firstLanguage: 'hat' }],
    [1, 'not at all', one('ED4', 'nada'), { firstLanguage: 'ara', ...child(6) }],
    [0, 'fairly', one('ED4', 'regular'), { firstLanguage: 'hat' }],
    [0, 'well', one('ED4', 'bien'), { firstLanguage: 'por' }],
    ['?', 'not asked', {}, { firstLanguage: 'hat' }],
    [
      1,
      'language from the question',
      both({ 'F-LENGUA': { firstLanguage: 'hat' } }, one('ED4', 'nada')),
      { firstLanguage: null },
    ],
    ['na', 'Spanish', one('ED4', 'nada')],
    ['na', 'language not known', one('ED4', 'nada'), { firstLanguage: null }],
    ['na', '5', one('ED4', 'nada'), { firstLanguage: 'hat', ...child(5) }],
  ],
  WO1: [
    [1, 'wants work', one('F-TRAB', 'quiere_trabajar')],
    [0, 'works', one('F-TRAB', 'trabaja')],
    [1, '64', one('F-TRAB', 'quiere_trabajar'), adult(64)],
    ['na', '65', one('F-TRAB', 'quiere_trabajar'), adult(65)],
    ['na', '17', one('F-TRAB', 'quiere_trabajar'), child(17)],
    ['na', 'not for now', one('F-TRAB', 'no_quiere_o_no_puede')],
    ['na', 'silence is no need', one('F-TRAB', 'no_sabe')],
  ],
  WO2: [
    [1, 'no', both(one('F-TRAB', 'trabaja'), one('WO2', 'no'))],
    [0, 'yes, at 18', both(one('F-TRAB', 'trabaja'), one('WO2', 'si')), adult(18)],
    ['?', 'does not know', both(one('F-TRAB', 'trabaja'), one('WO2', 'no_sabe'))],
    ['na', 'does not work', both(one('F-TRAB', 'quiere_trabajar'), one('WO2', 'no'))],
    ['na', '17', both(one('F-TRAB', 'trabaja'), one('WO2', 'no')), child(17)],
  ],
  WO3: [
    [1, 'a peso below two lines', income(4_999), family(30, 4)],
    [0, 'exactly two lines', income(5_000), family(30, 4)],
    [1, 'rural, below', income(1_899), { ...family(30), area: 'rural' }],
    [0, 'rural, exactly', income(1_900), { ...family(30), area: 'rural' }],
    [0, 'setting not known, above both', income(2_500), { ...family(30), area: null }],
    ['?', 'setting not known, between', income(2_000), { ...family(30), area: null }],
    [1, 'setting not known, below both', income(1_800), { ...family(30), area: null }],
    ['?', 'does not know', income('no_sabe'), family(30)],
    [
      '?',
      'setting not known, one line of two loaded',
      income(1_800),
      { ...family(30), area: null, povertyLines: [{ month: '2026-11', area: 'urban', centavos: 250_000 }] },
    ],
    ['?', 'no line loaded', income(0), { ...family(30), povertyLines: [] }],
    [
      '?',
      'last month’s line does not do',
      income(0),
      { ...family(30), povertyLines: [{ month: '2026-10', area: 'urban', centavos: 250_000 }] },
    ],
  ],
  WO4: [
    [1, 'no', one('WO4', 'no')],
    [0, 'yes, at 18', one('WO4', 'si'), adult(18)],
    ['?', 'not asked', {}],
    ['na', '17', one('WO4', 'no'), child(17)],
  ],
  WO5: [
    [1, 'not permitted', one('WO5', 'no_permitido'), child(5)],
    [0, 'permitted', one('WO5', 'permitido_15_17'), child(17)],
    [0, 'does not work', one('WO5', 'no'), child(9)],
    ['?', 'not asked', {}, child(9)],
    ['na', '4', one('WO5', 'no_permitido'), child(4)],
    ['na', '18', one('WO5', 'no_permitido'), adult(18)],
  ],
  CA1: [
    [0, 'exactly two each', {}, family(30, 4, 8)],
    [1, 'more than two each', {}, family(30, 4, 8, 12)],
    [1, 'nobody provides', {}, family(14, 70)],
    [0, '15 and 64 provide', {}, family(15, 64)],
    [1, '14 and 65 do not', {}, family(14, 65)],
    ['?', 'an age that decides is not known', {}, family(30, 4, 8, null)],
    [0, 'an age that does not decide', {}, family(30, 40, null)],
    ['?', 'household not known', {}, { household: null }],
    [
      1,
      'a difficulty on record',
      {},
      { ...family(30, 40, 4, 8), special: { difficulty: [null, 3, null, null] } },
    ],
    [0, 'some difficulty', {}, { ...family(30, 40, 4, 8), special: { difficulty: [null, 2, null, null] } }],
    [1, 'her own answer', wg(3, 'si'), family(30, 40, 4, 8)],
  ],
  CA2: [
    [1, 'without support', one('CA2', 'si_sin_apoyo')],
    [0, 'with support', one('CA2', 'si_con_apoyo')],
    [0, 'no, at 15', one('CA2', 'no'), child(15)],
    ['?', 'prefers not to say', one('CA2', 'prefiere_no_decir')],
    ['na', '14', one('CA2', 'si_sin_apoyo'), child(14)],
  ],
  PR1: [
    [1, 'not safe', { PR1: { lugar_seguro: 'no' } }],
    [0, 'safe', { PR1: { lugar_seguro: 'si' } }],
    [0, 'wanting to talk never scores', { PR1: { lugar_seguro: 'si', quiere_hablar: 'si' } }],
    ['?', 'only wants to talk', { PR1: { lugar_seguro: 'prefiere_no_decir', quiere_hablar: 'si' } }],
    [1, '12 today', { PR1: { lugar_seguro: 'no' } }, child(12)],
    ['na', '11', { PR1: { lugar_seguro: 'no' } }, child(11)],
  ],
  PR2: [
    [1, 'not free to decide', { PR2: { decide_libremente: 'no', le_guardan: 'no' } }],
    [1, 'something is kept', { PR2: { decide_libremente: 'si', le_guardan: 'si' } }],
    [0, 'free', { PR2: { decide_libremente: 'si', le_guardan: 'no' } }],
    [1, 'one is enough', { PR2: { decide_libremente: 'no_sabe', le_guardan: 'si' } }],
    ['?', 'one is not said', { PR2: { decide_libremente: 'si', le_guardan: 'prefiere_no_decir' } }],
    ['na', '11', { PR2: { decide_libremente: 'no' } }, child(11)],
  ],
  PR3: [
    [1, 'in touch', one('PR3', 'si_con_contacto')],
    [1, 'not in touch', one('PR3', 'si_sin_contacto'), child(2)],
    [0, 'no', one('PR3', 'no')],
    ['?', 'prefers not to say', one('PR3', 'prefiere_no_decir')],
  ],
  PR4: [
    [1, 'yes', one('PR4', 'si'), child(17)],
    [0, 'no', one('PR4', 'no'), child(12)],
    ['?', 'not asked', {}, child(15)],
    ['na', '11', one('PR4', 'si'), child(11)],
    ['na', '18', one('PR4', 'si'), adult(18)],
  ],
  NE1: [
    [1, 'no one', one('NE1', 'no')],
    [0, 'someone, at 12', one('NE1', 'si'), child(12)],
    ['?', 'not asked', {}],
    ['na', '11', one('NE1', 'no'), child(11)],
  ],
  NE2: [
    [1, 'two hard', tasks(2, 1, 5)],
    [0, 'one hard', tasks(2, 3, 3)],
    [1, 'two hard, one not said', tasks(2, 2, 'no_sabe')],
    [0, 'two easy, one not said', tasks(4, 3, 'no_sabe')],
    ['?', 'one hard, one not said', tasks(2, 3, 'no_sabe')],
    ['na', '17', tasks(1, 1, 1), child(17)],
  ],
  NE3: [
    [1, 'no', one('NE3', 'no')],
    [0, 'yes, at 12', one('NE3', 'si'), child(12)],
    ['?', 'does not know', one('NE3', 'no_sabe')],
    ['na', '11', one('NE3', 'no'), child(11)],
  ],
  NE4: [
    [1, 'yes', one('NE4', 'si')],
    [0, 'no, at 12', one('NE4', 'no'), child(12)],
    ['?', 'prefers not to say', one('NE4', 'prefiere_no_decir')],
    ['na', '11', one('NE4', 'si'), child(11)],
  ],
}

/** Applies to every person at every age: there is no case of not applying. */
const everyone = ['ID1', 'ID2', 'HO1', 'HE1', 'HE2', 'WO3', 'CA1', 'PR3']
/** Follows from a filter that is answered or does not apply: never unanswered. */
const derived = ['WO1']

test('all 38 indicators have their cases', () => {
  expect(Object.keys(cases).sort()).toEqual(iv.indicators.map((item) => item.id).sort())
  for (const item of iv.indicators) {
    const found = new Set(cases[item.id]!.map(([status]) => status))
    expect([item.id, found.has(1), found.has(0)]).toEqual([item.id, true, true])
    expect([item.id, found.has('?')]).toEqual([item.id, !derived.includes(item.id)])
    expect([item.id, found.has('na')]).toEqual([item.id, !everyone.includes(item.id)])
  }
})

describe.each(iv.indicators.map((item) => item.id))('%s', (id) => {
  test.each(cases[id]!)('%s: %s', (expected, _, answers, given = {}) => {
    const { status } = evaluateIndicators(iv, input(answers, given), 'full')
    expect(status[id] ?? 'na').toBe(expected)
  })
})

describe('silence', () => {
  const asked = iv.indicators.filter((item) => item.fields.length > 0)
  test.each(asked.map((item) => [item.id, item] as const))('%s: each way of not answering', (id, item) => {
    const said = cases[id]!.find(([status]) => status === 1)!
    for (const state of ['no_sabe', 'prefiere_no_decir'] as const) {
      const silent = Object.fromEntries(item.fields.map((field) => [field.id, state]))
      const found = evaluateIndicators(
        iv,
        input({ ...said[2], [id]: silent }, { ...said[3], stay: null }),
        'full',
      )
      expect([id, found.status[id], found.missing[id]]).toEqual([id, '?', state])
    }
    const { [id]: _, ...rest } = said[2]
    const found = evaluateIndicators(iv, input(rest, { ...said[3], stay: null }), 'full')
    expect([id, found.status[id], found.missing[id]]).toEqual([id, '?', 'no_preguntado'])
  })
  test.each(everyone)(`%s ${anyone}`, (id) => {
    for (let years = 0; years <= 100; years += 1)
      for (const nationalities of [['MEX'], ['HTI'], []])
        expect(
          evaluateIndicators(iv, input({}, { birth: aged(years), nationalities }), 'full').status[id],
        ).toBeDefined()
  })
})

describe('an age not known', () => {
  const of = (birth: Facts['birth']) => evaluateIndicators(iv, input({}, { birth }), 'full')
  test('leaves what applies at every age, and nothing else', () => {
    const { status, age } = of({ precision: 'unknown' })
    expect(age).toMatchObject({ years: null, group: null, mayBeUnder18: true })
    const bounded = iv.indicators.filter((i) => i.applies.ageMin > 0 || i.applies.ageMax !== undefined)
    for (const item of bounded) expect(status[item.id]).toBeUndefined()
    expect(status.HE1).toBe('?')
  })
  test('a year alone is read as the younger of the two', () => {
    expect(of({ year: 2008, precision: 'year' }).age).toMatchObject({
      years: 17,
      mayBeUnder18: true,
      group: '12-17',
    })
    expect(of({ year: 2007, precision: 'year' }).age).toMatchObject({
      years: 18,
      mayBeUnder18: false,
      group: '18+',
    })
  })
  test('an estimate is worked with, and who may be a child is asked as one', () => {
    const about = of({ year: 2006, precision: 'about' })
    expect(about.age).toMatchObject({ years: 19, estimated: true, mayBeUnder18: true, group: '18+' })
  })
  test('today decides', () =>
    expect(of({ year: 2008, month: 11, day: 20, precision: 'day' }).age.years).toBe(18))
  test('tomorrow does not', () =>
    expect(of({ year: 2008, month: 11, day: 21, precision: 'day' }).age.years).toBe(17))
  test(`the day is ${today}`, () => expect(input().facts.on).toBe(today))
})
