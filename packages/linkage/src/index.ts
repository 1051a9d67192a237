/**
 * Who is who, in registers of families: Fellegi-Sunter record linkage with three classes, without labels.
 * @packageDocumentation
 */
export { Batch, type BatchCounts, type BatchOptions } from './batch.ts'
export { blockingKeys, documentText, hashKey, phoneDigits } from './blocking.ts'
export {
  type ClusterConstraints,
  Clusters,
  cluster,
  type Refusal,
  type RefusedPair,
} from './clusters.ts'
export { type PartialDate, type Precision, parseDate } from './dates.ts'
export { dedupe, type LinkageOptions, type LinkageResult, link, run, type ScoredPair } from './dedupe.ts'
export { defaultModel } from './default-model.ts'
export { type FieldParameters, type Model, type PairClass, type Posterior, readModel } from './model.ts'
export { LinkageInputError, type PersonRecord } from './record.ts'
export { Register } from './register.ts'
export { type Candidate, type CandidateOptions, createIndex, RegistrationIndex } from './registration.ts'
export { type Band, type Bands, bandOf, comparePair, defaultBands, type PairScore, scoreOf } from './score.ts'
export { jaroWinkler, withinOneEdit } from './similarity.ts'
export type { NameFrequencies } from './table.ts'
export { creoleKey, creoleReading, fold, nameTokens, skeleton, soundKey, variantOf } from './text.ts'
