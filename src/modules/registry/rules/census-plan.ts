import type { IsoDay } from '../../../shared/day.ts'
import { ageBounds, span } from '../../../shared/day.ts'
import {
  type Column,
  type ColumnUse,
  type Field,
  findHeader,
  headingKeys,
  holdsNames,
  type IgnoredReason,
  ignoredRow,
  isBlank,
  isSensitive,
  recogniseColumns,
} from './census-columns.ts'
import { columnOrder, type DateOrder, noEvidence, type OrderEvidence, orderEvidence } from './census-dates.ts'
import { kindOf, type ReasonCode } from './census-reasons.ts'
import {
  type Candidate,
  likenessOfRow,
  type RowReason,
  type RowRules,
  readRow,
  unguard,
} from './census-rows.ts'
import type { CensusRecord } from './census-text.ts'
import { readSex, type Sex } from './census-values.ts'
import { compare, type Likeness, type Match, PeopleAtHand } from './duplicates.ts'
import { fold, nameWords } from './names.ts'

/**
 * What loading a file would do, row by row, before anything is done. Every record of the file has exactly one
 * decision, so created + held + refused + ignored = read.
 */

export type Outcome = 'create' | 'hold' | 'refuse' | 'ignore'

/** Somebody a row is like: another row of the file by its line, or a person of the registry by id. */
export type LikePerson = {
  line?: number
  personId?: string
  band: Match<string>['band']
  reasons: Match<string>['reasons']
}

export type Decision = {
  line: number
  outcome: Outcome
  /** Of the row: source, what it says, which time it says it. Empty for ignored rows that are no person. */
  key: string
  /** Which time this file says these words; absent the first time. A returned file tells it. */
  repeat?: number
  reasons: RowReason[]
  candidate: Candidate | null
  like: LikePerson[]
  cells: string[]
}

/** Asked once a file, before it is loaded. `seen` helps to answer. */
export type Question =
  | { id: 'sex_m'; rows: number; seen: Record<string, number>; suggestion: Sex | null }
  | { id: 'sex_numbers'; rows: number; seen: Record<string, number> }
  | { id: 'date_order'; field: 'birth' | 'entry'; evidence: OrderEvidence; suggestion: DateOrder }

export type Answers = {
  sexM?: Sex
  sexOne?: 'female' | 'male'
  birthOrder?: DateOrder
  entryOrder?: DateOrder
}

export type FileShape = { headerIndex: number; header: string[]; columns: Column[] }

/** Headings and columns of a file, from its first records; `headerIndex` when somebody said where the headings are. */
export function shapeOf(
  records: readonly CensusRecord[],
  headerIndex: number = findHeader(records),
): FileShape {
  const header =
    headerIndex < 0 ? [] : records[headerIndex]!.cells.map((cell) => cell.replace(/^\ufeff/u, '').trim())
  const sample = records.slice(headerIndex + 1, headerIndex + 501).map((record) => record.cells)
  return { headerIndex, header, columns: recogniseColumns(header, sample) }
}

/** What the whole file tells that no row can: the spellings of sex, the order of dates. */
export type Survey = {
  rows: number
  sexes: Record<string, number>
  sexM: number
  sexNumbers: number
  birth: OrderEvidence
  entry: OrderEvidence
  /** Most rows run past the headings: then that is the file's way, and no fault of a row. */
  oftenWider: boolean
}

export function surveyOf(records: Iterable<CensusRecord>, shape: FileShape, latest: IsoDay): Survey {
  const surveyor = new Surveyor(shape, latest)
  for (const record of records) surveyor.add(record)
  return surveyor.survey
}

/** Takes the records of a file one by one, in their order, so that a file of any size is surveyed in little memory. */
export class Surveyor {
  readonly survey: Survey = {
    rows: 0,
    sexes: {},
    sexM: 0,
    sexNumbers: 0,
    birth: { ...noEvidence },
    entry: { ...noEvidence },
    oftenWider: false,
  }
  readonly #shape: FileShape
  readonly #latest: IsoDay
  readonly #at: Record<'sex' | 'birth' | 'entry', number>
  #i = -1
  #wider = 0

  constructor(shape: FileShape, latest: IsoDay) {
    this.#shape = shape
    this.#latest = latest
    const at = (use: ColumnUse) => shape.columns.find((column) => column.use === use)?.index ?? -1
    this.#at = { sex: at('sex'), birth: at('birth'), entry: at('entry') }
  }

  add({ cells }: CensusRecord): void {
    const { columns, header, headerIndex } = this.#shape
    const { survey } = this
    if (++this.#i <= headerIndex || ignoredRow(cells, columns, header)) return
    survey.rows++
    if (isWider(cells, header)) this.#wider++
    const said = fold(cells[this.#at.sex] ?? '').toUpperCase()
    // Few spellings help to answer; thousands are another column.
    if (said && (survey.sexes[said] !== undefined || Object.keys(survey.sexes).length < mostSpellings))
      survey.sexes[said] = (survey.sexes[said] ?? 0) + 1
    const sex = readSex(cells[this.#at.sex] ?? '').value
    if (sex === 'm') survey.sexM++
    else if (sex === '1' || sex === '2') survey.sexNumbers++
    const birthSays = orderEvidence(unguard(cells[this.#at.birth] ?? ''), this.#latest)
    if (birthSays) survey.birth[birthSays]++
    const entrySays = orderEvidence(unguard(cells[this.#at.entry] ?? ''), this.#latest)
    if (entrySays) survey.entry[entrySays]++
    survey.oftenWider = this.#wider * 2 > survey.rows
  }
}

const mostSpellings = 200

const isWider = (cells: readonly string[], header: readonly string[]) =>
  header.length > 0 && cells.slice(header.length).some((cell) => cell.trim() !== '')

export function questionsOf(survey: Survey): Question[] {
  const questions: Question[] = []
  if (survey.sexM > 0) {
    const [h, f] = [survey.sexes.H ?? 0, survey.sexes.F ?? 0]
    const suggestion: Sex | null = f > 0 && h === 0 ? 'male' : h > 0 && f === 0 ? 'female' : null
    questions.push({ id: 'sex_m', rows: survey.sexM, seen: survey.sexes, suggestion })
  }
  if (survey.sexNumbers > 0)
    questions.push({ id: 'sex_numbers', rows: survey.sexNumbers, seen: survey.sexes })
  for (const field of ['birth', 'entry'] as const) {
    const { order, mixed } = columnOrder(survey[field])
    if (mixed) questions.push({ id: 'date_order', field, evidence: survey[field], suggestion: order })
  }
  return questions
}

export type PlanRules = {
  shape: FileShape
  /** Names the file or its sender; part of every row's key. */
  source: string
  /** The day of the census, or today. */
  latest: IsoDay
  answers: Answers
  /** Sensitive columns for which the batch names a legal ground. */
  grounded: ReadonlySet<Field>
  hash: (text: string) => string
  /** People already registered, by likeness. */
  existing?: { duplicatesOf(person: Likeness, line: number): Match<string>[] }
  /** Keys of rows that were loaded before. */
  loaded?: ReadonlySet<string>
  /** Rows of earlier windows of the same file that a row is like; for files too long to be held whole. */
  earlier?: (line: number) => LikePerson[]
  /** The first line of earlier windows of the same file that says the same words. */
  saidBefore?: (words: string) => number | undefined
}

export type HouseholdPlan = {
  number: string
  /** Lines of those who would be created, in the order of the file. */
  lines: number[]
  headLine: number
  /** No row says who the head is: it is the partner, or the eldest, until somebody says so. */
  headInferred: boolean
  /** Several rows say head; all but the first become other relatives. */
  severalHeads: boolean
}

/** What is wrong with the file as a whole; a person says which column is which, and it is planned again. */
export type FileProblem = 'empty' | 'no_headings' | 'no_name_column' | 'no_rows'

export type Plan = {
  problems: FileProblem[]
  decisions: Decision[]
  tally: Record<Outcome, number> & { read: number }
  reasons: Partial<Record<ReasonCode, number>>
  questions: Question[]
  households: HouseholdPlan[]
  /** Columns whose content would not be stored, and why. */
  withheld: {
    heading: string
    use: ColumnUse
    why: 'no_ground' | 'not_collected' | 'not_recognised' | 'set_aside'
  }[]
  /** The number the file's own row of totals gives, if it gives one, beside the rows that hold a person. */
  totals: { line: number; says: number; people: number }[]
}

/**
 * The row's own words, in no particular order of columns, whatever their case, accents and signs, and without what a
 * returned file added.
 */
export function rowNormaliser({
  header,
  columns,
}: Pick<FileShape, 'header' | 'columns'>): (cells: readonly string[]) => string {
  const keys = headingKeys(columns.map((column) => header[column.index] ?? ''))
  const telling = columns.filter(({ use }) => use !== 'returned' && use !== 'decision' && use !== 'rowNumber')
  return (cells) =>
    telling
      .map(
        ({ index }) =>
          [
            keys[index] ?? '',
            // What is no letter and no digit at all still tells one row from another.
            fold(cells[index] ?? '') ||
              unguard(cells[index] ?? '')
                .replace(/\s+/g, ' ')
                .trim(),
          ] as const,
      )
      .filter(([, cell]) => cell !== '')
      .map(([key, cell]) => `${key}\u001f${cell}`)
      .sort()
      .join('\u001e')
}

type RowDecision = 'new' | 'same' | null

function saidDecision(cells: readonly string[], columns: readonly Column[]): RowDecision {
  const at = columns.find((column) => column.use === 'decision')?.index
  const word = fold(at === undefined ? '' : (cells[at] ?? ''))
  if (/^(nueva|nuevo|new|otra|distinta|nouvelle|nouveau)$/u.test(word)) return 'new'
  return /^(misma|mismo|same|meme)$/u.test(word) ? 'same' : null
}

/** Which time the file said these words when the row was returned; the heading is the one it was returned with. */
function saidRepeat(cells: readonly string[], { columns }: Pick<FileShape, 'columns'>): number | null {
  const at = columns.find(
    ({ use, heading }) => use === 'returned' && /^(repeticion|repeat)$/u.test(fold(heading)),
  )?.index
  const said = (at === undefined ? '' : (cells[at] ?? '')).trim()
  return /^[1-9]\d{0,6}$/u.test(said) ? Number(said) : null
}

/** Two rows of the same words tell of one person twice, if they tell enough; two called Marie may be two. */
function tellsEnough({ core, phones }: Candidate): boolean {
  const words = [core.givenNames, core.surname1, core.surname2].flatMap((name) => nameWords(name)).length
  return words > 1 || (words === 1 && (core.birth.precision === 'day' || phones.length > 0))
}

/** A row that stands in its family, whole and in its own spelling, is kept before one that was pasted in. */
function standing(decision: Decision, sizes: ReadonlyMap<string, number>): number[] {
  const { household, core } = decision.candidate!
  const family = household === null ? 0 : Math.min(2, sizes.get(household) ?? 1)
  const shouted = decision.cells.some((cell) => cell.length > 3 && /^[\p{Lu}\s\-'.]+$/u.test(cell.trim()))
  const known = core.birth.precision === 'unknown' ? 0 : core.birth.precision === 'day' ? 2 : 1
  return [family, known, shouted ? 0 : 1]
}

const standsBefore = (a: number[], b: number[]) => {
  const at = a.findIndex((n, i) => n !== b[i])
  return at >= 0 && a[at]! > b[at]!
}

/** A row as read: its decision begun, and the words that tell it from others. */
export type Begun = {
  decision: Decision
  words: string
  saidRepeat: number | null
  loaded: boolean
  open: boolean
}

export type WindowRules = Omit<PlanRules, 'hash' | 'source'> & { survey: Survey }

export function planCensus(records: readonly CensusRecord[], rules: PlanRules): Plan {
  const survey = surveyOf(records, rules.shape, rules.latest)
  const begun = records.map((record, i) => beginRow(record, i, { ...rules, survey }))
  giveKeys(begun, rules)
  markLoaded(begun, rules.loaded)
  const steps = decideRows(begun, { ...rules, survey })
  for (;;) {
    const step = steps.next()
    if (step.done) return summarise(step.value, survey, rules)
  }
}

function rowRulesOf({ shape, latest, answers, grounded, survey }: WindowRules): RowRules {
  return {
    columns: shape.columns,
    latest,
    birthOrder: answers.birthOrder ?? columnOrder(survey.birth).order,
    entryOrder: answers.entryOrder ?? columnOrder(survey.entry).order,
    ...(answers.sexM ? { sexM: answers.sexM } : {}),
    ...(answers.sexOne ? { sexOne: answers.sexOne } : {}),
    grounded,
  }
}

const normalisers = new WeakMap<readonly Column[], (cells: readonly string[]) => string>()
function normaliserOf(shape: FileShape): (cells: readonly string[]) => string {
  const known = normalisers.get(shape.columns)
  if (known) return known
  const made = rowNormaliser(shape)
  normalisers.set(shape.columns, made)
  return made
}

/** Reads the file's `i`th record: no person, nobody who can be registered, or a candidate. */
export function beginRow(record: CensusRecord, i: number, rules: WindowRules): Begun {
  const { columns, header, headerIndex } = rules.shape
  const { cells, line } = record
  const why: IgnoredReason | null =
    i < headerIndex
      ? isBlank(cells)
        ? 'blank'
        : 'title'
      : i === headerIndex
        ? 'header'
        : ignoredRow(cells, columns, header)
  const decision: Decision = {
    line,
    outcome: 'ignore',
    key: '',
    reasons: [],
    candidate: null,
    like: [],
    cells,
  }
  if (why)
    return {
      decision: { ...decision, reasons: [{ code: why }] },
      words: '',
      saidRepeat: null,
      loaded: false,
      open: false,
    }
  const { candidate, reasons } = readRow(cells, rowRulesOf(rules))
  return {
    decision: { ...decision, outcome: candidate ? 'create' : 'refuse', candidate, reasons },
    words: normaliserOf(rules.shape)(cells),
    saidRepeat: saidRepeat(cells, rules.shape),
    loaded: false,
    open: true,
  }
}

/** Every row that holds a person gets its key; `before` counts the same words in earlier windows of the file. */
export function giveKeys(
  begun: readonly Begun[],
  { source, hash }: Pick<PlanRules, 'source' | 'hash'>,
  before: ReadonlyMap<string, number> = new Map(),
): void {
  const times = new Map<string, number>()
  const given = new Set<string>()
  for (const { decision, words, open, saidRepeat } of begun) {
    if (!open) continue
    let time = saidRepeat ?? (times.get(words) ?? before.get(words) ?? 0) + 1
    const key = () => hash(`${source}\u001d${words}\u001d${time}`)
    while (given.has(key())) time++
    given.add(key())
    times.set(words, Math.max(time, times.get(words) ?? 0))
    decision.key = key()
    if (time > 1) decision.repeat = time
  }
}

export function markLoaded(begun: readonly Begun[], loaded: ReadonlySet<string> = new Set()): void {
  for (const row of begun)
    if (row.open && loaded.has(row.decision.key)) {
      Object.assign(row.decision, { outcome: 'ignore', reasons: [{ code: 'already_loaded' }] })
      row.loaded = true
      row.open = false
    }
}

/** So many rows are decided at a time before others get their turn. */
const stepRows = 100

/** Decides the rows of a window; yields now and then, so that a server can answer others meanwhile. */
export function* decideRows(begun: readonly Begun[], rules: WindowRules): Generator<void, Decision[]> {
  const { shape, survey } = rules
  const { columns, header } = shape
  const hand = new PeopleAtHand<Likeness & { id: string }>()
  const kept = new Map<string, Decision>()
  const loadedLines = new Set<string>()
  const gaveWay = new Map<number, number>()
  const saidFirst = new Map<string, number>()
  const sizes = new Map<string, number>()
  for (const { decision } of begun) {
    const number = decision.candidate?.household
    if (number) sizes.set(number, (sizes.get(number) ?? 0) + 1)
  }
  // People loaded before stand first, wherever their rows are: what is like them is held, as it was then.
  for (const { decision, loaded, words } of begun)
    if (loaded && decision.candidate) {
      keep(decision, true)
      if (!saidFirst.has(words)) saidFirst.set(words, decision.line)
    }
  const decisions: Decision[] = []
  for (const { decision, open, words } of begun) {
    decisions.push(open ? decide(decision, words) : decision)
    if (decision.candidate && !saidFirst.has(words)) saidFirst.set(words, decision.line)
    if (decisions.length % stepRows === 0) yield
  }

  // A row held for another reason may be like one that stands below it; that helps whoever corrects it.
  for (const decision of decisions)
    if (decision.outcome === 'hold' && decision.like.length === 0) {
      decision.like = rowsLike(decision)
      if (decision.like.length > 0) decision.reasons.push({ code: 'possible_duplicate' })
    }
  // Who gave way to a better row is not the one to compare with.
  for (const decision of decisions)
    for (const like of decision.like) {
      while (like.line !== undefined && gaveWay.has(like.line)) {
        const next = gaveWay.get(like.line)!
        if (next === decision.line) break
        like.line = next
      }
    }
  return decisions

  function decide(decision: Decision, words: string): Decision {
    const { cells, candidate } = decision
    if (!candidate) return decision
    if (!survey.oftenWider && isWider(cells, header)) decision.reasons.push({ code: 'too_many_cells' })
    const said = saidDecision(cells, columns)
    if (said === 'same') return { ...decision, outcome: 'ignore', reasons: [{ code: 'said_same' }] }
    if (said !== 'new') {
      compareWithOthers(decision)
      if (decision.like.length === 0) compareWords(decision, words)
    }
    if (decision.reasons.some((reason) => kindOf(reason.code) === 'hold')) decision.outcome = 'hold'
    else keep(decision, false)
    return decision
  }

  function keep(decision: Decision, loaded: boolean): void {
    const id = String(decision.line)
    kept.set(id, decision)
    if (loaded) loadedLines.add(id)
    hand.add({ id, ...likenessOfRow(decision.candidate!) })
  }

  function rowsLike(decision: Decision): LikePerson[] {
    return hand
      .duplicatesOf(likenessOfRow(decision.candidate!))
      .map((match): LikePerson => ({ line: Number(match.id), band: match.band, reasons: match.reasons }))
      .slice(0, 10)
  }

  function compareWords(decision: Decision, words: string): void {
    const line = rules.saidBefore?.(words) ?? saidFirst.get(words)
    if (line === undefined || !tellsEnough(decision.candidate!)) return
    const { band, reasons } = compare(likenessOfRow(decision.candidate!), likenessOfRow(decision.candidate!))
    decision.like = [{ line, band: band === 'other' ? 'possible' : band, reasons }]
    decision.reasons.push({ code: 'possible_duplicate' })
  }

  function compareWithOthers(decision: Decision): void {
    const person = likenessOfRow(decision.candidate!)
    const known = (rules.existing?.duplicatesOf(person, decision.line) ?? []).map(
      (match): LikePerson => ({ personId: match.id, band: match.band, reasons: match.reasons }),
    )
    const earlier = rules.earlier?.(decision.line) ?? []
    const rows = hand.duplicatesOf(person).filter((match) => kept.has(match.id))
    const faulty = decision.reasons.some((reason) => kindOf(reason.code) === 'hold')
    // The better of two like rows is the one to create, wherever it stands in the file.
    const mine = standing(decision, sizes)
    const give =
      known.length === 0 &&
      earlier.length === 0 &&
      !faulty &&
      rows.length > 0 &&
      rows.every(
        (match) => !loadedLines.has(match.id) && standsBefore(mine, standing(kept.get(match.id)!, sizes)),
      )
    if (give) {
      for (const match of rows) {
        const other = kept.get(match.id)!
        kept.delete(match.id)
        hand.remove(match.id)
        gaveWay.set(other.line, decision.line)
        other.outcome = 'hold'
        other.reasons.push({ code: 'possible_duplicate' })
        other.like.push({ line: decision.line, band: match.band, reasons: match.reasons })
      }
      return
    }
    decision.like = [
      ...known,
      ...earlier,
      ...rows.map(
        (match): LikePerson => ({ line: Number(match.id), band: match.band, reasons: match.reasons }),
      ),
    ].slice(0, 10)
    if (decision.like.length > 0) decision.reasons.push({ code: 'possible_duplicate' })
  }
}

export function tallyOf(decisions: Iterable<Decision>): Pick<Plan, 'tally' | 'reasons'> {
  const tally = { read: 0, create: 0, hold: 0, refuse: 0, ignore: 0 }
  const reasons: Partial<Record<ReasonCode, number>> = {}
  for (const decision of decisions) {
    tally.read++
    tally[decision.outcome]++
    for (const code of new Set(decision.reasons.map((reason) => reason.code)))
      reasons[code] = (reasons[code] ?? 0) + 1
  }
  return { tally, reasons }
}

/** What the file's own rows of totals say. */
export function totalsOf(decisions: readonly Decision[]): { line: number; says: number }[] {
  return decisions
    .filter((decision) => decision.reasons[0]?.code === 'total')
    .flatMap((decision) => {
      const numbers = decision.cells.filter((cell) => /^\s*\d{1,7}\s*$/u.test(cell)).map(Number)
      return numbers.length === 1 ? [{ line: decision.line, says: numbers[0]! }] : []
    })
}

function summarise(all: Decision[], survey: Survey, { shape, grounded }: PlanRules): Plan {
  const people = all.filter((decision) => decision.key !== '').length
  return {
    problems: problemsOf(shape, all.length),
    decisions: all,
    ...tallyOf(all),
    questions: questionsOf(survey),
    households: householdsOf(all),
    withheld: withheldOf(shape.columns, grounded),
    totals: totalsOf(all).map((total) => ({ ...total, people })),
  }
}

export function problemsOf({ headerIndex, columns }: FileShape, rows: number): FileProblem[] {
  if (rows === 0) return ['empty']
  const problems: FileProblem[] = headerIndex < 0 ? ['no_headings'] : []
  return holdsNames(columns) ? problems : [...problems, 'no_name_column']
}

export function withheldOf(columns: readonly Column[], grounded: ReadonlySet<Field>): Plan['withheld'] {
  return columns.flatMap(({ heading, use, confirmed }): Plan['withheld'] => {
    if (use === 'notCollected') return [{ heading, use, why: 'not_collected' }]
    if (use === 'none')
      return heading.trim() === '' ? [] : [{ heading, use, why: confirmed ? 'set_aside' : 'not_recognised' }]
    return isSensitive(use) && !grounded.has(use as Field) ? [{ heading, use, why: 'no_ground' }] : []
  })
}

/** Families of those who would be created, by their number alone. */
export function householdsOf(decisions: readonly Decision[]): HouseholdPlan[] {
  const families = new Map<string, Decision[]>()
  for (const decision of decisions) {
    const number = decision.candidate?.household
    if (decision.outcome !== 'create' || !number) continue
    const family = families.get(number)
    if (family) family.push(decision)
    else families.set(number, [decision])
  }
  return [...families].map(([number, members]): HouseholdPlan => {
    const heads = members.filter((member) => member.candidate!.role === 'head')
    const partner = members.find((member) => member.candidate!.role === 'partner')
    const head = heads[0] ?? partner ?? eldest(members)
    return {
      number,
      lines: members.map((member) => member.line),
      headLine: head.line,
      headInferred: heads.length === 0,
      severalHeads: heads.length > 1,
    }
  })
}

/** Who may be a grown-up goes before who cannot be one; then the earliest birth; then the first row. */
function eldest(members: readonly Decision[]): Decision {
  const born = (member: Decision) => span(member.candidate!.core.birth)?.first ?? '9999'
  return members.reduce((best, next) => (born(next) < born(best) ? next : best))
}

/** Children who would be registered in a family without anyone who may be a grown-up: somebody should look. */
export function childrenAlone(plan: Pick<Plan, 'decisions' | 'households'>, on: IsoDay): HouseholdPlan[] {
  const byLine = new Map(plan.decisions.map((decision) => [decision.line, decision]))
  return plan.households.filter(({ lines }) =>
    lines.every((line) => {
      const age = ageBounds(byLine.get(line)!.candidate!.core.birth, on)
      return age !== null && age.max < 18
    }),
  )
}
