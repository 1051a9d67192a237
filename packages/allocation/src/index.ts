export {
  type Allocation,
  type AllocationProgress,
  type AnytimeOptions,
  type OnlineSolveOptions,
  solveAnytime,
  solveOnline,
  type TierResult,
} from './allocate.ts'
export { boundOfPrices, type Check, check, type Overflow, type Violation } from './check.ts'
export { type ExactOptions, solveExact } from './exact.ts'
export { type Alternative, type Bind, type Explanation, explain, type Reason } from './explain.ts'
export { type FairnessRow, fairness } from './fairness.ts'
export { greedy } from './greedy.ts'
export {
  type Community,
  type Family,
  InputError,
  type Instance,
  parseInstance,
  type Shelter,
} from './instance.ts'
export {
  type Batch,
  type OnlineOptions,
  type OnlineState,
  openOnline,
  placeBatch,
  splitBatches,
} from './online.ts'
export { type Claim, parseClaim, type Verdict, verify } from './result.ts'
export { Solver } from './solver.ts'
export {
  answerWishes,
  type Change,
  parseWishes,
  type Rule,
  type Wish,
  type WishAnswer,
  type WishOptions,
} from './wishes.ts'
