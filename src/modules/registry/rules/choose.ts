/**
 * Two people corrected one sheet. What only one of them changed is kept from that one; where both did, the second
 * chooses. Nothing typed is thrown away before they have.
 */
export type Side = 'mine' | 'theirs'

export type Difference<Key> = { key: Key; preset: Side | undefined }

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** Where what I typed and what now stands differ; preset to the one that changed it, open where both did. */
export function differences<Values extends object>(
  base: Values,
  mine: Values,
  theirs: Values,
): Difference<keyof Values & string>[] {
  return (Object.keys(mine) as (keyof Values & string)[])
    .filter((key) => !same(mine[key], theirs[key]))
    .map((key) => ({
      key,
      preset: same(mine[key], base[key]) ? 'theirs' : same(theirs[key], base[key]) ? 'mine' : undefined,
    }))
}

/** What was chosen, field by field. */
export function chosen<Values extends object>(
  mine: Values,
  theirs: Values,
  sides: Readonly<Partial<Record<keyof Values & string, Side>>>,
): Values {
  const kept = { ...mine }
  for (const key of Object.keys(mine) as (keyof Values & string)[])
    if (sides[key] === 'theirs') kept[key] = theirs[key]
  return kept
}
