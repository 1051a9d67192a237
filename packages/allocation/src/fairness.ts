import { InputError, type Instance } from './instance.ts'

export interface FairnessRow {
  group: string
  families: number
  people: number
  placedFamilies: number
  placedPeople: number
  /** Placed people over people. */
  placedShare: number
  /** Families at the shelter that suits them best, over families with one that suits them at all. */
  firstChoiceShare: number
  /** Mean over the same families of utility reached over best utility, 0 to 1. */
  reached: number
  /** `reached` of this group less that of everyone: below 0 it is served worse. */
  difference: number
}

/**
 * How an allocation serves each group, and how far each is from everyone.
 *
 * @param groups a name for each family (a nationality, a tier, a kind of household)
 */
export function fairness(
  instance: Instance,
  assignment: readonly number[],
  groups: readonly string[],
): FairnessRow[] {
  if (groups.length !== instance.families.length)
    throw new InputError(
      'groups',
      `one per family expected (${instance.families.length}), found ${groups.length}`,
    )
  const best = instance.families.map(() => 0)
  const got = instance.families.map(() => 0)
  for (const [i, k, u] of instance.pairs) {
    best[i] = Math.max(best[i]!, u)
    if (assignment[i] === k) got[i] = u
  }
  const row = (group: string, members: number[]): Omit<FairnessRow, 'difference'> => {
    const suited = members.filter((i) => best[i]! > 0)
    const placed = members.filter((i) => assignment[i]! >= 0)
    const people = (of: number[]): number => of.reduce((sum, i) => sum + instance.families[i]!.size, 0)
    return {
      group,
      families: members.length,
      people: people(members),
      placedFamilies: placed.length,
      placedPeople: people(placed),
      placedShare: people(members) === 0 ? 0 : people(placed) / people(members),
      firstChoiceShare:
        suited.length === 0 ? 0 : suited.filter((i) => got[i]! >= best[i]!).length / suited.length,
      reached:
        suited.length === 0
          ? 0
          : suited.reduce((sum, i) => sum + Math.max(0, got[i]!) / best[i]!, 0) / suited.length,
    }
  }
  const everyone = row('', [...instance.families.keys()])
  return [...new Set(groups)]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((group) => {
      const members = [...instance.families.keys()].filter((i) => groups[i] === group)
      const r = row(group, members)
      return { ...r, difference: r.reached - everyone.reached }
    })
}
