import { readDate, saysUnknown } from './census-dates.ts'
import { type CensusRecord, type Delimiter, delimiters, detectDelimiter, readRecords } from './census-text.ts'
import { isCountryName } from './countries.ts'
import { fold, likeness } from './names.ts'

/**
 * Which column is what. By its heading, in the words municipalities use (Spanish, English, French, Creole), and by
 * what stands in it; with how sure that is, so that a person can correct it, and remembered for the next file with
 * the same headings.
 */

export const fields = [
  'household',
  'role',
  'given',
  'secondGiven',
  'surname',
  'secondSurname',
  'surnames',
  'fullName',
  'chosenName',
  'sex',
  'birth',
  'age',
  'nationality',
  'countryOfBirth',
  'civilStatus',
  'phone',
  'email',
  'entry',
  'occupation',
  'schooling',
  'language',
  'place',
  'migrationStatus',
  'populationGroup',
  'documentNumber',
  'genderIdentity',
  'indigenousPeople',
  'indigenousLanguage',
  'pregnancy',
  'chronicDisease',
  'symptoms',
  'vaccination',
  'disability',
  'wgSeeing',
  'wgHearing',
  'wgWalking',
  'wgRemembering',
  'wgSelfCare',
  'wgCommunicating',
] as const
export type Field = (typeof fields)[number]

/** What else a column may be: of no use, ours from an earlier return, or something that is not collected at all. */
export type ColumnUse = Field | 'none' | 'rowNumber' | 'returned' | 'decision' | 'notCollected'

/** Fields that may only be stored on a legal ground chosen by a named worker, and the kind of ground asked for. */
export const sensitiveFields: Partial<Record<Field, 'health' | 'identity' | 'status'>> = {
  pregnancy: 'health',
  chronicDisease: 'health',
  symptoms: 'health',
  vaccination: 'health',
  disability: 'health',
  wgSeeing: 'health',
  wgHearing: 'health',
  wgWalking: 'health',
  wgRemembering: 'health',
  wgSelfCare: 'health',
  wgCommunicating: 'health',
  genderIdentity: 'identity',
  indigenousPeople: 'identity',
  indigenousLanguage: 'identity',
  migrationStatus: 'status',
  populationGroup: 'status',
}

export const isSensitive = (use: ColumnUse): boolean => Object.hasOwn(sensitiveFields, use)

/** Headings, folded and with abbreviations written out. The first of a list is the usual one. */
const headings: Partial<Record<ColumnUse, string>> = {
  household:
    'numero familia|familia|numero nucleo familiar|nucleo familiar|nucleo|numero hogar|hogar|folio familiar|folio familia|grupo familiar|clave familia|id familia|codigo familia|household|household id|household number|family|family id|family number|numero menage|menage|numero famille|famille|fanmi|nimewo fanmi',
  role: 'parentesco|relacion parentesco|relacion jefe familia|relacion jefe hogar|relacion titular|relacion|vinculo|vinculo familiar|rol|rol familiar|integrante|relationship|relationship head|relation|role|lien parente|lien',
  given:
    'nombres|nombre|nombre s|nombre pila|nombres pila|primer nombre|given names|given name|first name|first names|forename|prenom|prenoms|non',
  secondGiven:
    'segundo nombre|otros nombres|otro nombre|middle name|middle names|second name|other names|deuxieme prenom|autres prenoms',
  surname:
    'primer apellido|apellido paterno|paterno|apellido 1|apellido1|apellido|surname|surname 1|last name|last name 1|family name|first surname|nom famille|nom|siyati',
  secondSurname:
    'segundo apellido|apellido materno|materno|apellido 2|apellido2|second surname|surname 2|last name 2|second last name|mother surname|second nom',
  surnames: 'apellidos|apellido s|surnames|last names|noms',
  fullName:
    'nombre completo|nombre y apellidos|apellidos y nombres|apellidos y nombre|nombres y apellidos|nombre apellidos|nombre persona|nombre beneficiario|nombre migrante|persona|full name|name|nom complet|nom et prenom|nom prenom|non konple',
  chosenName:
    'nombre social|nombre elegido|como le gusta llamarse|apodo|alias|chosen name|preferred name|nickname|nom usage',
  sex: 'sexo|sexo h m|genero|hombre mujer|sex|gender|sexe|genre|seks',
  birth:
    'fecha nacimiento|nacimiento|fecha de nac|fn|f n|fnac|dob|date birth|birth date|birthdate|birthday|birth|date naissance|naissance|dat nesans|ano nacimiento|year birth',
  age: 'edad|edad anos|edad cumplida|anos|anos cumplidos|age|age years|laj',
  nationality:
    'nacionalidad|nacionalidades|pais origen|pais|pais procedencia|ciudadania|nationality|country|country origin|citizenship|nationalite|pays|pays origine|nasyonalite|peyi',
  countryOfBirth: 'pais nacimiento|lugar nacimiento|country birth|place birth|pays naissance|lieu naissance',
  civilStatus:
    'estado civil|edo civil|situacion conyugal|civil status|marital status|etat civil|situation familiale|eta sivil',
  phone:
    'telefono|telefono contacto|telefono celular|celular|movil|numero telefono|numero celular|numero contacto|contacto|whatsapp|tel|phone|phone number|telephone|mobile|cell|portable|telefon|nimewo telefon',
  email: 'correo|correo electronico|email|e mail|mail|courriel|imel',
  entry:
    'fecha ingreso|ingreso|fecha entrada|fecha registro|fecha alta|fecha llegada|fecha admision|fecha censo|fecha captura|fecha atencion|llegada|entry date|date entry|admission date|arrival date|registration date|date registration|date admission|date entree|date arrivee|date enregistrement|dat antre',
  occupation:
    'profesion|oficio|profesion oficio|profesion u oficio|ocupacion|trabajo|empleo|puesto|actividad|experiencia laboral|occupation|profession|job|work|trade|metier|travay|okipasyon',
  schooling:
    'escolaridad|grado estudios|nivel estudios|nivel educativo|ultimo grado estudios|grado escolar|estudios|schooling|education|education level|niveau etudes|scolarite|nivo lekol',
  language:
    'idioma|idiomas|lengua|lenguas|idioma materno|lengua materna|idioma s|language|languages|langue|langues|lang',
  place:
    'albergue|nombre albergue|refugio|centro|lugar|sede|modulo|ubicacion|shelter|site|location|abri|centre|abri a',
  migrationStatus:
    'estatus migratorio|estado migratorio|situacion migratoria|condicion migratoria|condicion estancia|calidad migratoria|documento migratorio|documentacion|estatus|tramite|tramite migratorio|migration status|immigration status|legal status|status|statut migratoire|statut|estati',
  populationGroup:
    'tipo poblacion|grupo poblacion|grupo poblacional|perfil|perfil poblacional|poblacion|tipo persona|population group|population type|profile|groupe population',
  documentNumber:
    'curp|numero documento|pasaporte|numero pasaporte|rfc|nss|nue|nut|identificacion|numero identificacion|folio comar|numero comar|folio inm|document number|passport|passport number|id number|numero passeport|passeport',
  genderIdentity:
    'identidad genero|gender identity|identite genre|lgbt|lgbti|lgbtiq|comunidad lgbt|diversidad sexual|orientacion sexual',
  indigenousPeople:
    'pueblo indigena|pueblo originario|etnia|grupo etnico|indigena|autoadscripcion indigena|afrodescendiente|comunidad indigena|indigenous|indigenous people|ethnic group|ethnicity|peuple autochtone|ethnie',
  indigenousLanguage: 'lengua indigena|habla lengua indigena|indigenous language|langue autochtone',
  pregnancy: 'embarazo|embarazada|gestante|embarazo semanas|pregnancy|pregnant|enceinte|grossesse|ansent',
  chronicDisease:
    'enfermedad cronica|enfermedades cronicas|enfermedad|enfermedades|padecimiento|padecimientos|condicion medica|condicion salud|diagnostico|salud|alergias|medicamentos|chronic disease|chronic illness|illness|disease|medical condition|health|maladie chronique|maladie|maladi',
  symptoms:
    'sintomas respiratorios|sintomas|sintomas covid|covid|symptoms|respiratory symptoms|symptomes|symptomes respiratoires|sentom',
  vaccination:
    'esquema vacunacion|vacunacion|vacuna|vacunas|esquema vacunas|vacuna covid|dosis|vaccination|vaccine|vaccines|vaccin|vaksen',
  disability: 'discapacidad|tipo discapacidad|persona discapacidad|disability|handicap|andikap',
  wgSeeing: 'dificultad ver|ver|vision|difficulty seeing|seeing|voir',
  wgHearing: 'dificultad oir|oir|audicion|difficulty hearing|hearing|entendre',
  wgWalking: 'dificultad caminar|caminar|movilidad|subir escalones|difficulty walking|walking|marcher',
  wgRemembering:
    'dificultad recordar|recordar|concentrarse|recordar concentrarse|difficulty remembering|remembering|se souvenir',
  wgSelfCare:
    'dificultad cuidado personal|cuidado personal|banarse vestirse|autocuidado|self care|soins personnels',
  wgCommunicating: 'dificultad comunicarse|comunicarse|comunicacion|communicating|communication|communiquer',
  rowNumber:
    'numero|n|consecutivo|numero consecutivo|numero progresivo|progresivo|renglon|fila|id|row|row number|nimewo|folio',
  returned:
    'codigo motivo|motivo|que hacer|linea original|repeticion|reason code|reason|what to do|original line|repeat',
  decision: 'decision|decision registro|registrar decision',
  notCollected:
    'religion|culto|iglesia|partido politico|preferencia politica|opinion politica|huella|huellas|huella digital|huellas dactilares|foto rostro|reconocimiento facial|facebook|instagram|tiktok|twitter|redes sociales|red social|coyote|pollero|traficante|ruta|ruta migratoria|punto cruce|lugar cruce|cruce frontera|fecha cruce|como cruzo|gps|geolocalizacion|social media|smuggler|route|crossing|crossing point|fingerprint|fingerprints|political opinion|passeur|empreintes|reseaux sociaux',
}

const abbreviations: Record<string, string> = {
  no: 'numero',
  n: 'numero',
  nro: 'numero',
  num: 'numero',
  nº: 'numero',
  fam: 'familia',
  fec: 'fecha',
  fcha: 'fecha',
  f: 'fecha',
  nac: 'nacimiento',
  nacim: 'nacimiento',
  ap: 'apellido',
  ape: 'apellido',
  apell: 'apellido',
  apdo: 'apellido',
  pat: 'paterno',
  mat: 'materno',
  nom: 'nom',
  nomb: 'nombre',
  nbre: 'nombre',
  edo: 'estado',
  civ: 'civil',
  enf: 'enfermedad',
  enfs: 'enfermedades',
  cron: 'cronica',
  sint: 'sintomas',
  sintom: 'sintomas',
  resp: 'respiratorios',
  prof: 'profesion',
  ocup: 'ocupacion',
  est: 'estatus',
  sit: 'situacion',
  cond: 'condicion',
  obs: 'observaciones',
  mig: 'migratorio',
  migr: 'migratorio',
  migrat: 'migratorio',
  tel: 'telefono',
  telef: 'telefono',
  cel: 'celular',
  nacional: 'nacionalidad',
  nacionalid: 'nacionalidad',
  nal: 'nacionalidad',
  ing: 'ingreso',
  reg: 'registro',
  parent: 'parentesco',
  paren: 'parentesco',
  emb: 'embarazo',
  vac: 'vacunacion',
  vacun: 'vacunacion',
  discap: 'discapacidad',
  escol: 'escolaridad',
  alb: 'albergue',
  sx: 'sexo',
  gen: 'genero',
  '1er': 'primer',
  '1o': 'primer',
  '2o': 'segundo',
  '2do': 'segundo',
  seg: 'segundo',
  prim: 'primer',
  ids: 'id',
  nts: 'natural',
}

const idle = new Set(
  'de del la las los el y u o e a al en con of the and du des le les et l d su si sus'.split(' '),
)

/** A heading as it is compared and remembered. */
export function normaliseHeading(text: string): string {
  return fold(
    text
      .replace(/#/gu, ' numero ')
      .replace(/\(s\)/giu, 's')
      .replace(/\(as?\)|\/a\b/giu, '')
      .replace(/([a-záéíóúñ])([A-ZÁÉÍÓÚ])/gu, '$1 $2')
      .replace(/_/gu, ' '),
  )
}

/** Words in full, without the idle ones. A letter alone is no abbreviation: `F` may be a heading by itself. */
function spelledOut(phrase: string): string[] {
  const words = phrase.split(' ').filter(Boolean)
  const full = words.map((word) =>
    words.length > 1 || word.length > 1 ? (abbreviations[word] ?? word) : word,
  )
  const telling = full.filter((word) => !idle.has(word))
  return telling.length > 0 ? telling : full
}

const headingWords = (text: string): string[] => spelledOut(normaliseHeading(text))

/** "Sexo (1=Hombre, 2=Mujer)", "Fecha (dd/mm/aaaa)": how to fill a column is no part of its name. */
const withoutLegend = (text: string): string => {
  const bare = text.replace(/[([][^)\]]*[=/:,][^)\]]*[)\]]/gu, ' ')
  return bare.trim() === '' ? text : bare
}

const known: { use: ColumnUse; words: string[] }[] = Object.entries(headings).flatMap(([use, list]) =>
  list.split('|').map((phrase) => ({ use: use as ColumnUse, words: spelledOut(phrase) })),
)

function wordsMeet(a: string, b: string): number {
  if (a === b) return 1
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length >= 4 && long.startsWith(short)) return 0.9
  return short.length >= 5 && long.length - short.length <= 2 && a[0] === b[0] && likeness(a, b) >= 0.92
    ? 0.85
    : 0
}

/** 0 to 1: every word of the phrase must be there; words beside them take a little away. */
function headingScore(heading: string[], phrase: string[]): number {
  if (heading.length === 0) return 0
  let sum = 0
  const left = [...heading]
  for (const word of phrase) {
    let at = -1
    let best = 0
    left.forEach((other, i) => {
      const meets = wordsMeet(word, other)
      if (meets > best) {
        best = meets
        at = i
      }
    })
    if (at < 0) return 0
    left.splice(at, 1)
    sum += best
  }
  return (sum / phrase.length) * (1 - Math.min(0.5, 0.13 * left.length))
}

function usesByHeading(heading: string): Map<ColumnUse, number> {
  const words = headingWords(withoutLegend(heading))
  const scores = new Map<ColumnUse, number>()
  for (const { use, words: phrase } of known) {
    const score = headingScore(words, phrase)
    if (score > (scores.get(use) ?? 0)) scores.set(use, score)
  }
  return scores
}

/** What share of the cells that say something look like the field; null where nothing tells. */
type Look = (cell: string) => boolean

const dateLook: Look = (cell) => {
  if (!/\d/u.test(cell) || /^\d{1,4}$/u.test(cell.trim())) return false
  const read = readDate(cell, { order: 'day_first', latest: '2199-12-31' })
  return read.ok || read.reason !== 'not_a_date'
}
const looks: Partial<Record<ColumnUse, Look>> = {
  sex: (cell) =>
    /^(h|m|f|x|\?|mujer|hombre|masculino|femenino|masc\.?|fem\.?|male|female|femme|homme|nin[ao]|fanm|gason)$/u.test(
      fold(cell).replaceAll(' ', '') || cell.trim(),
    ),
  birth: (cell) => dateLook(cell) || /^(19|20)\d\d$/u.test(cell.trim()),
  entry: dateLook,
  nationality: (cell) => cell.split(/[/,]/u).every(isCountryName),
  countryOfBirth: (cell) => cell.split(/[/,]/u).some(isCountryName),
  phone: (cell) => {
    const digits = cell.replace(/\D/gu, '')
    return (
      digits.length >= 7 &&
      digits.length <= 15 &&
      !dateLook(cell) &&
      cell.replace(/[\d\s()+./-]/gu, '').length <= 10
    )
  },
  age: (cell) => /^\d{1,3}(\s*(anos|años|meses))?$/iu.test(cell.trim()) && Number.parseInt(cell, 10) <= 110,
  role: (cell) =>
    /^(titular|jef|pareja|espos|conyuge|hij|sobrin|herman|padre|madre|niet|abuel|suegr|cunad|prim|ti[ao]\b|head|spouse|wife|husband|child|son\b|daughter|chef|conjoint|enfant|fils|fille)/u.test(
      fold(cell),
    ),
  civilStatus: (cell) =>
    /^(solter|casad|union|divorc|separad|viud|single|married|widow|celibataire|marie|concubin)/u.test(
      fold(cell),
    ),
  email: (cell) => /^\S+@\S+\.\S+$/u.test(cell.trim()),
  rowNumber: (cell) => /^\d{1,6}$/u.test(cell.trim()),
  household: (cell) =>
    /\d/u.test(cell) && cell.trim().length <= 20 && !/^\d{1,2}[-/]\d{1,2}[-/]\d{2,4}$/u.test(cell.trim()),
  given: (cell) => nameLook(cell),
  surname: (cell) => nameLook(cell),
  secondGiven: (cell) => nameLook(cell),
  secondSurname: (cell) => nameLook(cell),
  surnames: (cell) => nameLook(cell),
  fullName: (cell) => nameLook(cell),
  documentNumber: (cell) => /\d/u.test(cell) && /^[A-Z0-9\s-]{5,24}$/iu.test(cell.trim()),
}
/** Under its heading a column of 1 and 2 is one of sex; without one it may be anything. */
const numberedSex: Look = (cell) => /^[12]$/u.test(cell.trim()) || looks.sex!(cell)
const nameLook: Look = (cell) => /\p{L}/u.test(cell) && !/\d/u.test(cell) && cell.trim().length <= 120

/** By content alone, a few are telling enough to be proposed without a heading. */
const byContent: ColumnUse[] = ['sex', 'nationality', 'phone', 'role', 'civilStatus', 'email', 'birth']

export type ColumnGuess = { use: ColumnUse; confidence: number }

export type Column = {
  index: number
  heading: string
  use: ColumnUse
  /** 0 to 1; below 0.6 a person should look. */
  confidence: number
  alternatives: ColumnGuess[]
  /** Set by a person, or remembered from one. */
  confirmed: boolean
  sensitive: boolean
}

export const sure = 0.6

/** So many cells tell what a column holds. */
const mostTelling = 120

function guessesFor(heading: string, sample: string[]): ColumnGuess[] {
  const scores = usesByHeading(heading)
  const telling = sample.filter((cell) => !saysUnknown(cell)).slice(0, mostTelling)
  const guesses = new Map<ColumnUse, number>()
  for (const [use, score] of scores) {
    const look = use === 'sex' ? numberedSex : looks[use]
    const share = look && telling.length > 0 ? telling.filter(look).length / telling.length : null
    // What a column is called weighs most; what stands in it may deny it.
    guesses.set(use, share === null ? score * 0.95 : score * (0.35 + 0.65 * Math.min(1, share * 1.3)))
  }
  for (const use of byContent) {
    const look = looks[use]
    if (!look || telling.length < 3) continue
    const share = telling.filter(look).length / telling.length
    const bare = headingWords(heading).length === 0 ? 0.55 : 0.45
    if (share >= 0.8) guesses.set(use, Math.max(guesses.get(use) ?? 0, share * bare))
  }
  return [...guesses]
    .map(([use, confidence]) => ({ use, confidence: Math.round(confidence * 100) / 100 }))
    .filter((guess) => guess.confidence >= 0.35)
    .sort((a, b) => b.confidence - a.confidence || fieldOrder(a.use) - fieldOrder(b.use))
}

const fieldOrder = (use: ColumnUse) => (fields as readonly string[]).indexOf(use)
/** These a file may have in several columns. */
const repeatable = new Set<ColumnUse>([
  'none',
  'returned',
  'notCollected',
  'rowNumber',
  'phone',
  'documentNumber',
  'chronicDisease',
  'language',
])

/** What each column is, from its heading and some rows below it. */
export function recogniseColumns(
  header: readonly string[],
  sample: readonly (readonly string[])[] = [],
): Column[] {
  const width = Math.max(header.length, ...sample.map((row) => row.length))
  const open = Array.from({ length: width }, (_, index) => ({
    index,
    heading: header[index] ?? '',
    guesses: guessesFor(
      header[index] ?? '',
      sample.map((row) => row[index] ?? ''),
    ),
  }))
  const chosen = new Map<number, ColumnGuess>()
  const taken = new Set<ColumnUse>()
  const all = open
    .flatMap(({ index, guesses }) => guesses.map((guess) => ({ index, ...guess })))
    .sort((a, b) => b.confidence - a.confidence || fieldOrder(a.use) - fieldOrder(b.use) || a.index - b.index)
  for (const { index, use, confidence } of all) {
    if (chosen.has(index) || taken.has(use)) continue
    chosen.set(index, { use, confidence })
    if (!repeatable.has(use)) taken.add(use)
  }
  const columns = open.map(({ index, heading, guesses }): Column => {
    const best = chosen.get(index) ?? { use: 'none' as const, confidence: guesses.length > 0 ? 0.3 : 0 }
    return {
      index,
      heading,
      use: best.use,
      confidence: best.confidence,
      alternatives: guesses.filter((guess) => guess.use !== best.use).slice(0, 4),
      confirmed: false,
      sensitive: isSensitive(best.use),
    }
  })
  return settleNames(columns)
}

/** "Nombre" is the given name beside surnames, and the whole name without them. */
function settleNames(columns: Column[]): Column[] {
  const has = (use: ColumnUse) => columns.some((column) => column.use === use)
  const surnames = has('surname') || has('surnames') || has('secondSurname')
  return columns.map((column) => {
    if (
      column.use === 'given' &&
      !surnames &&
      !has('fullName') &&
      /^(nombre|nombres|name|nom|non)$/u.test(headingWords(column.heading).join(' '))
    )
      return { ...column, use: 'fullName' }
    if (
      column.use === 'fullName' &&
      surnames &&
      !has('given') &&
      !/\b(completo|complet|konple|full|apellidos?)\b/u.test(headingWords(column.heading).join(' '))
    )
      return { ...column, use: 'given' }
    return column
  })
}

/** What a person has said about a file's headings; kept for the next file that has the same ones. */
export type ColumnMapping = { signature: string; uses: Record<string, ColumnUse> }

/** Headings in no particular order, so that a moved column does not make another file of it. */
export function signatureOf(header: readonly string[]): string {
  return headingKeys(header).toSorted().join('|')
}

/** One key per column: the heading, numbered where it repeats, its place where it is blank. */
export function headingKeys(header: readonly string[]): string[] {
  const seen = new Map<string, number>()
  return header.map((heading, index) => {
    const name = normaliseHeading(heading) || `columna ${index + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} ${times}`
  })
}

export function rememberColumns(columns: readonly Column[]): ColumnMapping {
  const header = columns.map((column) => column.heading)
  const keys = headingKeys(header)
  return {
    signature: signatureOf(header),
    uses: Object.fromEntries(columns.map((column, i) => [keys[i]!, column.use])),
  }
}

/** Sets what a person said. A field said twice stays with the later column. */
export function correctColumns(
  columns: readonly Column[],
  uses: Readonly<Record<string, ColumnUse>>,
): Column[] {
  const keys = headingKeys(columns.map((column) => column.heading))
  const said = columns.map((column, i): Column => {
    const use = Object.hasOwn(uses, keys[i]!) ? uses[keys[i]!] : undefined
    return use === undefined
      ? column
      : { ...column, use, confidence: 1, confirmed: true, sensitive: isSensitive(use) }
  })
  return said.map((column, i) => {
    const again = said.some(
      (other, j) => other.use === column.use && j !== i && other.confirmed && (!column.confirmed || j > i),
    )
    return repeatable.has(column.use) || !again
      ? column
      : { ...column, use: 'none', confidence: 0, sensitive: false }
  })
}

/** The same words again: each column takes what was said of it, if anything was. */
export const applyMapping = (columns: readonly Column[], mapping: ColumnMapping): Column[] =>
  correctColumns(columns, mapping.uses)

/** Dashes and dots say nothing; a question mark does, and so may an emoji. */
const isBlankCell = (cell: string) =>
  /^[\s\p{P}\p{Sm}\p{Sc}\p{Sk}\p{Cc}\p{Cf}]*$/u.test(cell.replaceAll('?', 'x'))

export const isBlank = (cells: readonly string[]): boolean => cells.every(isBlankCell)

const farthestHeader = 40

const isNameHeading = (cell: string) => {
  const scores = usesByHeading(cell)
  return Math.max(scores.get('given') ?? 0, scores.get('fullName') ?? 0) >= 0.95
}

/**
 * The row of headings: the one, among the first forty, with the most cells that are headings, two at least.
 * -1 when there is none; then columns are known by their content alone.
 */
export const findHeader = (records: readonly CensusRecord[]): number => likeliestHeader(records).index

function likeliestHeader(records: readonly CensusRecord[]): { index: number; headings: number } {
  const full = records.filter(({ cells }) => !isBlank(cells))
  // A list of names under one heading is a table too.
  if (full.every(({ cells }) => cells.length === 1)) {
    const [first] = full
    return first && isNameHeading(first.cells[0]!)
      ? { index: records.indexOf(first), headings: 1 }
      : { index: -1, headings: 0 }
  }
  let best = { index: -1, headings: 0 }
  let bestScore = 0
  records.slice(0, farthestHeader).forEach(({ cells }, i) => {
    const said = cells.filter((cell) => !isBlankCell(cell))
    if (said.length < 2 || said.some((cell) => cell.length > 80)) return
    const met = said.filter(
      (cell) => !/\d{3,}/u.test(cell) && Math.max(0, ...usesByHeading(cell).values()) >= 0.75,
    ).length
    const distinct = new Set(said.map(normaliseHeading)).size
    const score = met * (met / said.length) * (distinct / said.length)
    if (met >= 2 && met / said.length >= 0.4 && score > bestScore) {
      best = { index: i, headings: met }
      bestScore = score
    }
  })
  return best
}

/**
 * The delimiter under which most headings are known: a column of remarks may hold more commas in every row than the
 * table has columns. Where no headings are known, the one that cuts most evenly; what Excel states, always.
 */
export function findDelimiter(text: string): Delimiter {
  const even = detectDelimiter(text)
  if (/^sep=.(\r|\n|$)/iu.test(text)) return even
  let best = even
  let most = 1
  for (const delimiter of new Set([even, ...delimiters])) {
    const { headings } = likeliestHeader(readRecords(text, delimiter))
    if (headings > most) {
      best = delimiter
      most = headings
    }
  }
  return best
}

/** The first letter tells most cells from their heading without more work. */
const isHeading = (cell: string, heading: string) =>
  fold(cell)[0] === fold(heading)[0] && normaliseHeading(cell.trim()) === normaliseHeading(heading)

const nameUses: readonly ColumnUse[] = [
  'given',
  'secondGiven',
  'surname',
  'secondSurname',
  'surnames',
  'fullName',
  'chosenName',
]

/** Without a column of names every row would be refused. */
export const holdsNames = (columns: readonly { use: ColumnUse }[]): boolean =>
  columns.some(({ use }) => nameUses.includes(use))

export type IgnoredReason = 'title' | 'header' | 'repeated_header' | 'blank' | 'total' | 'note'

const totalWords =
  /^(sub ?total(es)?|total(es)?( general(es)?| de? ?(personas|familias|registros|nucleos))?|gran total|suma( total)?|total people|total persons|grand total|somme|total general)\b/u
const noteWords =
  /^(nota|notas|fuente|elabor[oa]|elaborado|reviso|autorizo|observaciones|corte|actualizad[oa]|responsable|firma|pagina|hoja|source|note|prepared by|page)\b/u
const sectionWords =
  /^(albergue|refugio|centro|modulo|turno|seccion|censo|listado|lista|padron|relacion de|fecha|shelter|site|abri)\b/u

/** Whether a row after the headings is no person at all, and why. */
export function ignoredRow(
  cells: readonly string[],
  columns: readonly Column[],
  header: readonly string[],
): IgnoredReason | null {
  if (isBlank(cells)) return 'blank'
  const said = cells.map((cell, index) => ({ cell, index })).filter(({ cell }) => !isBlankCell(cell))
  const same = said.filter(({ cell, index }) => isHeading(cell, header[index] ?? '')).length
  if (same >= 2 && same / said.length >= 0.6) return 'repeated_header'
  // "TOTAL" and numbers. A person called Total has a name or a date beside it.
  const total = said.find(({ cell }) => totalWords.test(fold(cell)))
  const rest = said.filter((other) => other !== total)
  if (
    total &&
    rest.every(
      ({ cell }) =>
        /^[\d\s.,%]+$/u.test(cell) ||
        totalWords.test(fold(cell)) ||
        /^(personas|familias|hombres|mujeres|ninos|ninas)\b/u.test(fold(cell)),
    )
  )
    return 'total'
  if (said.length === 1) {
    const [{ cell, index }] = said as [{ cell: string; index: number }]
    const words = fold(cell)
    if (noteWords.test(words)) return 'note'
    const use = columns.find((column) => column.index === index)?.use
    const isName =
      use === 'given' ||
      use === 'secondGiven' ||
      use === 'surname' ||
      use === 'surnames' ||
      use === 'fullName' ||
      use === 'secondSurname' ||
      use === 'chosenName'
    if (sectionWords.test(words) || (!isName && use !== 'household')) return 'title'
  }
  return said.length <= 2 && noteWords.test(fold(said[0]!.cell)) ? 'note' : null
}
