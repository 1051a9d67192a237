/**
 * The comparison levels: what a field of two records can answer. Level 0 is always "missing" and tells nothing. Every
 * other level belongs to a context (say, "same country"); its probabilities are those given the class and the context.
 */

export interface FieldLayout {
  readonly name: string
  readonly labels: readonly string[]
  /** Context of each level; 0 is missing. */
  readonly contexts: readonly number[]
}

/** Kinds of agreement between two lists of name tokens, most alike first. */
export const NAME_KINDS = [
  'exact',
  'reordered',
  'part',
  'variant',
  'similar',
  'part similar',
  'faint',
  'conflict',
] as const
/** Bits of information from which a shared name counts as rarer. */
export const RARITY = [6, 9, 12, 16] as const
export const BUCKETS = RARITY.length + 1
const RARITY_LABELS = ['very common', 'common', 'usual', 'rare', 'very rare']
export const NAME_INITIAL = NAME_KINDS.length * BUCKETS
export const NAME_DIFFERENT = NAME_INITIAL + 1
/** Levels of a name within one context. */
export const NAME_LEVELS = NAME_DIFFERENT + 1

const nameLabels = [
  ...NAME_KINDS.flatMap((kind) => RARITY_LABELS.map((rarity) => `${kind}, ${rarity}`)),
  'initial',
  'different',
]

function contexts(
  labels: readonly string[],
  names: readonly string[],
): Pick<FieldLayout, 'labels' | 'contexts'> {
  return {
    labels: [
      'missing',
      ...names.flatMap((name) => labels.map((label) => (name === '' ? label : `${label} (${name})`))),
    ],
    contexts: [0, ...names.flatMap((_, c) => labels.map(() => c + 1))],
  }
}

export const DATE = {
  exact: 1,
  exactFirst: 2,
  swapped: 3,
  oneFirst: 4,
  dayDiffers: 5,
  monthDiffers: 6,
  yearDiffers: 7,
  firstNear: 8,
  slip: 9,
  sameYear: 10,
  near: 11,
  generation: 12,
  far: 13,
  partAgrees: 14,
} as const

const dateLabels = [
  'same day',
  'same year, both 1 January',
  'day and month swapped',
  'same year, one on 1 January',
  'same month, day differs',
  'same year and day, month differs',
  'same day and month, year differs',
  'both 1 January, years near',
  'one digit off or two exchanged',
  'same year',
  'within two years',
  'within twelve years',
  'far apart',
  'agrees as far as known',
]

export const OTHER = { rare: 1, usual: 2, common: 3, near: 4, part: 5, moved: 6, differs: 7 } as const
/** Levels of a birth date within one context. */
export const DATE_LEVELS = dateLabels.length
/** Contexts of a birth date that differ for relatives only: do surnames agree, do given names agree as a whole? */
export const KIN_CONTEXTS = 4
const kinContexts = ['', 'surnames agree', 'given names agree', 'both names agree']
export const HOUSEHOLD = { same: 1, differs: 2, oneUnknown: 3 } as const

const otherLabels = [
  'same, rare',
  'same',
  'same, common',
  'nearly same',
  'partly same',
  'in the next column',
  'differs',
]
/** Levels of a further column. */
export const OTHER_LEVELS = otherLabels.length * 2 + 1

export const F = {
  given: 0,
  family: 1,
  order: 2,
  birth: 3,
  sex: 4,
  country: 5,
  household: 6,
  phone: 7,
  document: 8,
  other: 9,
} as const

/** The fields in their order, with `others` further columns. */
export function layout(others: number): readonly FieldLayout[] {
  const core: FieldLayout[] = [
    { name: 'given', ...contexts(nameLabels, ['', 'same country']) },
    { name: 'family', ...contexts(nameLabels, ['', 'same country']) },
    { name: 'order', ...contexts(['straight', 'given and family swapped'], ['', 'one surname']) },
    { name: 'birth', ...contexts(dateLabels, kinContexts) },
    { name: 'sex', ...contexts(['same', 'differs'], ['given names differ', 'given names agree']) },
    { name: 'country', ...contexts(['same, rare', 'same', 'same, common', 'differs'], ['']) },
    { name: 'household', ...contexts(['same', 'differs', 'known of one only'], ['']) },
    { name: 'phone', ...contexts(['same', 'same, shared by many', 'one digit off', 'differs'], ['']) },
    { name: 'document', ...contexts(['same', 'one character off', 'differs'], ['']) },
  ]
  for (let k = 0; k < others; k++) {
    core.push({ name: `other${k + 1}`, ...contexts(otherLabels, ['', 'another column agrees']) })
  }
  return core
}

export const LEVEL_COUNTS = layout(0).map((field) => field.labels.length)
/** Fields before this one are packed into one integer below 2^31, the rest into another below 2^32. */
export const FIRST_PACKED = F.phone
