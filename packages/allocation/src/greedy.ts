import type { Instance } from './instance.ts'
import { compile, toAssignment } from './problem.ts'
import { Search } from './search.ts'

/**
 * What most desks do: families one after another, each to the best shelter that still has room. The yardstick.
 *
 * @param order families in the order they are served; as they are listed without it
 * @returns shelter of each family, -1 unplaced
 */
export function greedy(
  instance: Instance,
  order: readonly number[] = [...instance.families.keys()],
): number[] {
  const problem = compile(instance, 0)
  const state = new Search(problem, new Float64Array(problem.capacity.length))
  const place = new Int32Array(problem.families)
  problem.inputFamily.forEach((input, i) => {
    place[input] = i
  })
  for (const input of order) {
    const pair = state.bestPair(place[input]!)
    if (pair >= 0) state.place(place[input]!, pair)
  }
  return Array.from(toAssignment(problem, state.choice))
}
