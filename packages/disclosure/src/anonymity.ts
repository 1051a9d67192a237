import { wrong } from './errors.ts'

/** How far records stand out by their keys. One entry a record where it is a list. */
export interface Anonymity {
  /** Records with the same keys. */
  fk: number[]
  /** The sum of their weights: how many people of the population they stand for. */
  Fk: number[]
  /** Records that are alone with their keys, and how many there are. */
  uniques: number
  uniqueRows: number[]
  /** The smallest fk: the records are k-anonymous. */
  k: number
  /** The fewest distinct sensitive values among records of the same keys (distinct l-diversity); null without one. */
  l: number | null
  lRow: number[] | null
}

/**
 * k-anonymity (Sweeney 2002) and distinct l-diversity (Machanavajjhala et al. 2007). A missing value is a value of its
 * own, which errs on the safe side: it never makes a record look less rare.
 *
 * @param keys for each record its key values, n × m
 * @param weights n sampling weights (default 1)
 * @param sensitive n sensitive values
 */
export function anonymity(
  keys: readonly (readonly string[])[],
  weights?: readonly number[],
  sensitive?: readonly string[],
): Anonymity {
  if (keys.length === 0) wrong('records', 'there are none')
  if (weights && weights.length !== keys.length)
    wrong('weights', `${weights.length} weights for ${keys.length} records`)
  if (sensitive && sensitive.length !== keys.length)
    wrong('sensitive', `${sensitive.length} values for ${keys.length} records`)
  const classes = new Map<string, { size: number; weight: number; values: Set<string> }>()
  const classOf = keys.map((values, i) => {
    if (values.length !== keys[0]!.length)
      wrong(`records[${i}]`, `has ${values.length} keys, not ${keys[0]!.length}`)
    const name = JSON.stringify(values)
    let found = classes.get(name)
    if (!found) {
      found = { size: 0, weight: 0, values: new Set() }
      classes.set(name, found)
    }
    const weight = weights?.[i] ?? 1
    if (!Number.isFinite(weight) || weight < 0) wrong(`weights[${i}]`, `${weight} is not a weight`)
    found.size++
    found.weight += weight
    if (sensitive) found.values.add(sensitive[i]!)
    return found
  })
  const fk = classOf.map((c) => c.size)
  const uniqueRows = fk.flatMap((size, i) => (size === 1 ? [i] : []))
  const lRow = sensitive ? classOf.map((c) => c.values.size) : null
  const least = (list: readonly number[]) => list.reduce((low, value) => Math.min(low, value))
  return {
    fk,
    Fk: classOf.map((c) => c.weight),
    uniques: uniqueRows.length,
    uniqueRows,
    k: least(fk),
    l: lRow && least(lRow),
    lRow,
  }
}
