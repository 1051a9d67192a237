import { defaultModel, type FieldParameters, type Model } from '@integrate/linkage'

/**
 * The package's model as this registry needs it. Where the people it was fitted on are like ours its numbers stand;
 * where they are not, what is put in their place is said here and argued in docs/decisions/0007.
 */

/** Of a hundred people who come, ten were written down before; the pair is judged among a hundred thousand. */
const samePerRecord = 0.1
const population = 100_000

/** Until a registry counts its own names, a word of a name counts as borne by one person in thirty-two. */
const names = { rows: 15, given: {}, family: {}, byCountry: {} }

/** One pair of strangers in a thousand gives the same telephone: a shelter's, a neighbour's, the office's. */
const sharedPhone = 0.001

/** Two or three nationalities are most of a registry, and one person may be written down with either of two. */
const country = { same: 0.98, relative: 0.95, other: 0.3 }

/** What is rarer than this in every class (a letter for a name, a rare name reordered) was hardly seen, and says nothing. */
const unseen = 1e-4

const classes = ['same', 'relative', 'other'] as const

/** `agrees as far as known (surnames agree)`: the level, and the context it is a level of. */
const levelOf = (label: string) => /^(.*?)(?: \((.*)\))?$/u.exec(label)!.slice(1) as [string, string?]

/** Dates known in part agree whenever the year does: as often as all levels of one year together. */
const ofOneYear = new Set([
  'same day',
  'same year, both 1 January',
  'day and month swapped',
  'same year, one on 1 January',
  'same month, day differs',
  'same year and day, month differs',
  'same year',
])

function adapt(field: FieldParameters): FieldParameters {
  const { name, labels } = field
  const p = { same: [...field.same], relative: [...field.relative], other: [...field.other] }
  labels.forEach((label, i) => {
    if (i === 0) return
    const [level, context] = levelOf(label)
    if (name === 'birth' && level === 'agrees as far as known') {
      const year = labels.flatMap((other, j) => {
        const [one, of] = levelOf(other)
        return of === context && ofOneYear.has(one) ? [j] : []
      })
      for (const c of classes) p[c][i] = year.reduce((sum, j) => sum + field[c][j]!, 0)
    } else if (name === 'phone' && level.startsWith('same')) {
      p.other[i] = sharedPhone
    } else if (name === 'country') {
      for (const c of classes) p[c][i] = level === 'differs' ? 1 - country[c] : country[c]
    } else if (classes.every((c) => p[c][i]! < unseen)) {
      for (const c of classes) p[c][i] = unseen
    }
  })
  return { ...field, ...p }
}

export const model: Model = {
  ...defaultModel,
  fields: defaultModel.fields.map(adapt),
  samePerRecord,
  population,
  // Nothing is joined by itself: a person looks at every pair, and wants the odds as they are.
  caution: 1,
  frequencies: names,
}

/** Levels that are read by their name. */
export const levelsByName = [...ofOneYear, 'agrees as far as known', 'given and family swapped']

const order = model.fields.find(({ name }) => name === 'order')!
const crossed = order.labels.indexOf('given and family swapped')

/** Bits for one person that names in each other's cells cost. */
export const swappedOrder = Math.log2(order.same[crossed]! / order.other[crossed]!)
