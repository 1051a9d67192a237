import { type Problem, toAssignment } from '../src/problem.ts'
import { Search } from '../src/search.ts'

/** A problem in the order it is written: every family may go to every shelter, takes 1 of 1 and has a utility of 1. */
export function problemOf(of: Partial<Problem> & Pick<Problem, 'families' | 'shelters'>): Problem {
  const { families: n, shelters: houses } = of
  const pairs = n * houses
  return {
    dimensions: 1,
    start: Int32Array.from({ length: n + 1 }, (_, i) => i * houses),
    shelterOf: Int32Array.from({ length: pairs }, (_, p) => p % houses),
    utility: new Float64Array(pairs).fill(1),
    demandStart: Int32Array.from({ length: n + 1 }, (_, i) => i),
    demandDimension: new Int32Array(n),
    demand: new Float64Array(n).fill(1),
    capacity: new Float64Array(houses).fill(1),
    price: new Float64Array(houses).fill(Number.POSITIVE_INFINITY),
    limit: of.capacity ?? new Float64Array(houses).fill(1),
    communityOf: new Int32Array(n).fill(-1),
    bonus: new Float64Array(0),
    inputFamily: Int32Array.from({ length: n }, (_, i) => i),
    inputShelter: Int32Array.from({ length: houses }, (_, k) => k),
    ...of,
  }
}

export const open = (problem: Problem, lambda?: number[]): Search =>
  new Search(problem, lambda ? Float64Array.from(lambda) : new Float64Array(problem.capacity.length))
export const where = (state: Search): number[] => [...toAssignment(state.problem, state.choice)]
