import { saysUnknown } from './census-dates.ts'
import { fold, likeness } from './names.ts'

/**
 * What the cells of a census mean in our words. Each reader answers with a code, with null for a blank, or with
 * `unread` for what it cannot make out; nothing is guessed.
 */

export type Read<T> = { value: T | null; unread: boolean }

const blank = { value: null, unread: false }
const unread = { value: null, unread: true }
const value = <T>(v: T): Read<T> => ({ value: v, unread: false })

/** The first list one of whose beginnings the text has. Longer beginnings go first in a list. */
function byBeginning<T extends string>(lists: readonly (readonly [T, string])[]): (text: string) => Read<T> {
  const starts = lists
    .flatMap(([code, list]) => list.split('|').map((start) => ({ code, start })))
    .sort((a, b) => b.start.length - a.start.length)
  return (text) => {
    if (saysUnknown(text)) return blank
    const words = fold(text)
    const found = starts.find(({ start }) => words === start || (start.length > 2 && words.startsWith(start)))
    return found ? value(found.code) : unread
  }
}

export type Sex = 'female' | 'male' | 'x'

const sexWords: Record<Sex, string[]> = {
  female:
    'f fem femenino femenina feminino mujer mujeres female woman girl femme feminin fille fanm fi nina senora muj'.split(
      ' ',
    ),
  male: 'h masc masculino masculina hombre hombres male man boy homme masculin garcon gason nino varon senor hom'.split(
    ' ',
  ),
  x: 'x nb nobinario nobinaria nobinarie nonbinary otro otra other intersex intersexual'.split(' '),
}

/** `m` alone is mujer in one file and masculino in the next, and so are 1 and 2: that is asked, once a file. */
export function readSex(text: string): Read<Sex | 'm' | '1' | '2'> {
  const word = fold(text).replaceAll(' ', '')
  if (word === '' || saysUnknown(text))
    return text.trim() === '' || /^[-–—.]+$/u.test(text.trim()) ? blank : unread
  if (word === 'm' || word === '1' || word === '2') return value(word)
  for (const sex of ['female', 'male', 'x'] as const) if (sexWords[sex].includes(word)) return value(sex)
  if (word.length < 5) return unread
  const near = (['female', 'male'] as const).filter((sex) =>
    sexWords[sex].some((known) => known.length >= 5 && likeness(known, word) >= 0.93),
  )
  return near.length === 1 ? value(near[0]!) : unread
}

export const roles = [
  'head',
  'partner',
  'child',
  'parent',
  'sibling',
  'grandchild',
  'grandparent',
  'niece_nephew',
  'other_relative',
  'not_related',
] as const
export type Role = (typeof roles)[number]

/** Kinship to the head. */
export const readRole = byBeginning<Role>([
  [
    'head',
    'titular|jefe|jefa|j de familia|cabeza|responsable|representante|solicitante|principal|persona de referencia|head|chef|yo|self|chef kay',
  ],
  [
    'partner',
    'pareja|espos|conyuge|concubin|marido|companer|spouse|wife|husband|partner|conjoint|epoux|epouse|mari|femme|madanm|mennaj',
  ],
  ['child', 'hij|hijastr|son|daughter|child|stepchild|enfant|fils|fille|pitit|bebe|menor'],
  ['parent', 'padre|madre|papa|mama|father|mother|parent|pere|mere|manman'],
  ['sibling', 'herman|brother|sister|sibling|frere|soeur|medio herman|fre|se'],
  ['grandchild', 'niet|grandson|granddaughter|grandchild|petit fils|petite fille|bisniet'],
  ['grandparent', 'abuel|grandmother|grandfather|grandparent|grand mere|grand pere|bisabuel'],
  ['niece_nephew', 'sobrin|nephew|niece|neveu|neve|nyes'],
  [
    'other_relative',
    'tio|tia|prim|cunad|suegr|yern|nuer|consuegr|padrastr|madrastr|familiar|pariente|otro pariente|otro familiar|uncle|aunt|cousin|in law|other relative|relative|oncle|tante|beau|belle|kouzen|kouzin|tonton|matant',
  ],
  [
    'not_related',
    'sin parentesco|no familiar|no pariente|amig|conocid|companero de viaje|friend|not related|no relation|ami|amie|zanmi',
  ],
])

export const readCivilStatus = byBeginning<
  'single' | 'married' | 'union' | 'separated' | 'divorced' | 'widowed'
>([
  ['single', 'solter|single|celibataire|selibate|s'],
  ['married', 'casad|married|marie|marye|c'],
  [
    'union',
    'union|unido|unida|concubin|convivi|juntad|pareja|acompanad|cohabit|common law|union libre|plase|plase|ul|u l',
  ],
  ['separated', 'separad|separated|separe'],
  ['divorced', 'divorc'],
  ['widowed', 'viud|widow|veuf|veuve|vef'],
])

export type Schooling =
  | 'none'
  | 'preschool'
  | 'primary'
  | 'secondary'
  | 'upper_secondary'
  | 'technical'
  | 'university'
  | 'postgraduate'

export const readSchooling = byBeginning<Schooling>([
  ['none', 'ninguna|ninguno|sin estudios|sin escolaridad|no estudio|analfabet|none|aucun|no fue'],
  ['preschool', 'preescolar|kinder|jardin|preschool|maternel|prescolaire'],
  ['primary', 'primaria|primary|elementary|primaire|basica|primer'],
  ['secondary', 'secundaria|secondary|middle school|college|ciclo basico|ciclo comun'],
  [
    'upper_secondary',
    'preparatoria|prepa|bachiller|media superior|high school|lycee|diversificado|educacion media|philo',
  ],
  ['technical', 'tecnic|carrera tecnica|comercial|technical|technique|normal'],
  ['university', 'licenciatura|universi|ingenier|profesional|superior|bachelor|degree|inivesite'],
  ['postgraduate', 'maestria|posgrado|postgrado|doctorad|especialidad|master|phd|doctorat'],
])

export type YesNo = 'yes' | 'no'

/** Yes and no; `5 meses` of a pregnancy is a yes. */
export function readYesNo(text: string): Read<YesNo> {
  const words = fold(text)
  if (
    /^(no|non|n|0|negativo|negativa|ninguna|ninguno|ningun|false|falso|not|ninguna enfermedad|no aplica)$/u.test(
      words,
    )
  )
    return value('no')
  if (saysUnknown(text)) return blank
  if (
    /^(si|s|yes|y|oui|wi|x|1|positivo|positiva|true|verdadero)\b/u.test(words) ||
    /\d+ ?(mes|sem|week|month|sdg)/u.test(words)
  )
    return value('yes')
  return unread
}

/** What is written in a health column, or nothing when it says that there is nothing. */
export function readCondition(text: string): string | null {
  const yes = readYesNo(text)
  if (yes.value === 'no' || saysUnknown(text)) return null
  return text.replace(/\s+/gu, ' ').trim().slice(0, 500)
}

export type WgLevel = 'no_difficulty' | 'some' | 'a_lot' | 'cannot'

export const readWg = byBeginning<WgLevel>([
  [
    'no_difficulty',
    '1|no|ninguna|sin dificultad|no tiene dificultad|no no difficulty|none|aucune|no difficulty|non',
  ],
  ['some', '2|si alguna|alguna|algo|poca|cierta|some|quelque|yes some'],
  ['a_lot', '3|mucha|bastante|si mucha|a lot|lot|beaucoup|yes a lot'],
  ['cannot', '4|no puede|no lo puede|imposible|cannot|incapable|pas du tout'],
])

export type DocumentType =
  | 'passport'
  | 'birth_certificate'
  | 'curp_temporary'
  | 'asylum_certificate'
  | 'asylum_recognition'
  | 'complementary_protection'
  | 'visitor_regional'
  | 'visitor_border_worker'
  | 'visitor_humanitarian'
  | 'visitor_no_work'
  | 'visitor_work'
  | 'resident_temporary'
  | 'resident_temporary_student'
  | 'resident_permanent'
  | 'statelessness_recognition'
  | 'procedure_asylum'
  | 'procedure_regularisation'
  | 'procedure_visitor_humanitarian'
  | 'procedure_residence'
  | 'repatriation_certificate'
  | 'other'

export type PopulationGroup =
  | 'migrant_residing'
  | 'migrant_in_transit'
  | 'asylum_applicant'
  | 'refugee'
  | 'complementary_protection'
  | 'stateless'
  | 'returning_national'
  | 'us_born_family'
  | 'internally_displaced'

/**
 * A migration status as documents and procedures held. What a file calls irregular is a person of whom no document
 * is recorded, and nothing else is kept of the word.
 */
export type StatusRead = {
  documents: DocumentType[]
  populationGroup: PopulationGroup | null
  /** The file says that there is none. */
  noDocument: boolean
  /** "En trámite": some procedure runs, and it must be asked which. */
  unnamedProcedure: boolean
  unread: boolean
}

const nothing: StatusRead = {
  documents: [],
  populationGroup: null,
  noDocument: false,
  unnamedProcedure: false,
  unread: false,
}

export function readStatus(text: string): StatusRead {
  const words = fold(text)
  if (
    /\b(irregular|indocumentad[oa]|sin (documentos?|papeles|estatus|status|regularizar|permiso|condicion)|no documentad[oa]|undocumented|no (papers|documents?)|sans papiers?|san papye|vencid[oa]s?|expired)\b/u.test(
      words,
    ) ||
    /^(ninguno|ninguna|no tiene|none|aucun)$/u.test(words)
  )
    return { ...nothing, noDocument: true }
  if (saysUnknown(text)) return nothing
  const running =
    /\b(tramite|proceso|pendiente|solicit\w*|espera|pending|application|applicant|process|demande\w*|cita)\b/u.test(
      words,
    )
  const has = (pattern: RegExp) => pattern.test(words)
  const documents = (...list: DocumentType[]): StatusRead => ({ ...nothing, documents: list })
  if (has(/\b(complementaria|complementary|subsidiari[ao])\b/u))
    return { ...documents('complementary_protection'), populationGroup: 'complementary_protection' }
  if (has(/\b(apatrid\w*|stateless|apatride)\b/u)) return { ...documents(), populationGroup: 'stateless' }
  if (has(/\b(comar|refugi\w*|asil\w*|asylum|refugee|asile)\b/u)) {
    const recognised =
      has(/\b(reconocid[oa]|recognised|recognized|reconnu)\b/u) ||
      (!running && has(/\b(refugiad[oa]|refugee|asilad[oa])\b/u))
    if (recognised) return { ...documents('asylum_recognition'), populationGroup: 'refugee' }
    if (has(/\bconstancia\b/u))
      return { ...documents('asylum_certificate', 'procedure_asylum'), populationGroup: 'asylum_applicant' }
    return { ...documents('procedure_asylum'), populationGroup: 'asylum_applicant' }
  }
  if (has(/\b(tvrh|humanitari\w*|trh)\b/u))
    return documents(running ? 'procedure_visitor_humanitarian' : 'visitor_humanitarian')
  if (has(/\b(residen\w*|rezidan)\b/u)) {
    if (running) return documents('procedure_residence')
    if (has(/\b(permanente?|permanent|definitiv[oa])\b/u)) return documents('resident_permanent')
    if (has(/\b(estudiante|student|etudiant)\b/u)) return documents('resident_temporary_student')
    if (has(/\b(tempora\w*|temporary|temporaire)\b/u)) return documents('resident_temporary')
    return { ...nothing, unread: true }
  }
  if (has(/\b(tvr|visitante regional)\b/u)) return documents('visitor_regional')
  if (has(/\b(tvtf|fronterizo|border worker)\b/u)) return documents('visitor_border_worker')
  if (has(/\b(visitante|fmm|turista|tourist|visitor|visiteur)\b/u))
    return documents(
      has(/\b(con permiso|con actividades|work)\b/u) && !has(/\bsin permiso\b/u)
        ? 'visitor_work'
        : 'visitor_no_work',
    )
  if (
    has(/\b(retorno|retornad[oa]|repatriad[oa]|repatriacion|connacional|deportad[oa]|returnee|returned)\b/u)
  )
    return {
      ...documents(...(has(/\b(constancia|certificate)\b/u) ? (['repatriation_certificate'] as const) : [])),
      populationGroup: 'returning_national',
    }
  if (has(/\b(desplazad[oa]|displaced|deplace)\b/u))
    return { ...nothing, populationGroup: 'internally_displaced' }
  if (has(/\b(mexican[oa]|nacional|ciudadan[oa]|citizen)\b/u)) return nothing
  if (has(/\bregulariza\w*\b/u)) return documents('procedure_regularisation')
  if (has(/\bcurp\b/u)) return documents('curp_temporary')
  if (has(/\b(pasaporte|passport|passeport)\b/u)) return documents('passport')
  if (running) return { ...documents('other'), unnamedProcedure: true }
  return { ...nothing, unread: true }
}

export const readPopulationGroup = byBeginning<PopulationGroup>([
  [
    'migrant_residing',
    'migrante residente|residente|migrante establecid|con destino a mexico|integracion|resident migrant',
  ],
  [
    'migrant_in_transit',
    'transito|en transito|migrante en transito|persona en transito|in transit|en transit|caravana',
  ],
  ['asylum_applicant', 'solicitante|asylum|demandeur'],
  ['refugee', 'refugiad|persona refugiada|refugee|refugie|reconocid'],
  ['complementary_protection', 'proteccion complementaria|complementary'],
  ['stateless', 'apatrid|stateless'],
  [
    'returning_national',
    'retorn|repatriad|connacional|deportad|mexicano de retorno|mexicana de retorno|mexicano retornado|persona retornada|returnee|returning',
  ],
  [
    'us_born_family',
    'familiar nacid|nacido en eeuu|nacida en eeuu|binacional|us born|hijo de mexican|hija de mexican',
  ],
  [
    'internally_displaced',
    'desplazad|persona desplazada|mexicano desplazado|mexicana desplazada|internally displaced|displaced|deplace|pdi|idp',
  ],
])
