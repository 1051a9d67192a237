/**
 * Multidimensional poverty and vulnerability by the Alkire-Foster counting method: exact scores and measures,
 * bounds for what is unanswered, change over time, robustness, survey errors, agreement.
 */
export { cohenKappa, type Kappa, kendallTauB } from './agreement.ts'
export type { Interval, Measures } from './bounds.ts'
export {
  type CardinalCase,
  type CardinalResult,
  cardinal,
  cardinalForEach,
  type GapMeasures,
} from './cardinal.ts'
export { type ChangeCase, type ChangeResult, change, type PanelSplit, type Transition } from './change.ts'
export { CODE, type ColumnarCase, type ColumnarMeasures, type ColumnarResult } from './columnar/types.ts'
export { countColumns } from './columnar.ts'
export { answer, type CommandOptions, help } from './command.ts'
export {
  type CountingCase,
  type CountingResult,
  count,
  countAt,
  countForEach,
  cutoff,
  type DeprivationCase,
  type Mark,
  type Scores,
  type SubgroupMeasures,
  score,
  thresholdUnits,
} from './counting.ts'
export { Fraction, fraction, type Rational } from './fraction.ts'
export { InputError } from './input-error.ts'
export { type PairOrder, type RobustnessCase, type RobustnessResult, robustness } from './robustness.ts'
export { studentTQuantile } from './student.ts'
export {
  type Estimate,
  type SurveyEstimates,
  type SurveyResult,
  type SurveySample,
  surveyEstimates,
} from './survey.ts'
export { identify, reaches, scoreUnits, type UnitsScore, unitsAsFraction } from './units.ts'
