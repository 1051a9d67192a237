export { type Anonymity, anonymity } from './anonymity.ts'
export { type Interval, intervalsOf, isExact } from './attack.ts'
export { type Axis, axisOf, type Groups, type Label } from './axis.ts'
export { readCsv } from './csv.ts'
export { DisclosureError } from './errors.ts'
export { budgetSpent, type Geometric, geometric, geometricNoise } from './noise.ts'
export { type Protection, type ProtectOptions, protectSystem, recoverable, type Task } from './protect.ts'
export {
  type AttackedTable,
  type AuditedReleases,
  addNoise,
  attack,
  audit,
  type Bounds,
  type MarginPolicy,
  type ProtectedTable,
  protect,
  protectAfter,
  protectLinked,
  type Released,
  type ReleasedTable,
  type Request,
  round,
  type SuccessorTable,
} from './publish.ts'
export { readColumns, readReleased, readRequest, readTables } from './read.ts'
export { type Link, type SmallChange, smallChanges } from './releases.ts'
export { type Outcome, randomRounding, roundingOutcomes } from './rounding.ts'
export { certainCells, defaultRule, isSmall, mayShowRate, type Rule } from './rules.ts'
export { type CrossTable, crossTable, type Equation, type System } from './system.ts'
export { type Margins, readTable, systemOf, type Table } from './table.ts'
