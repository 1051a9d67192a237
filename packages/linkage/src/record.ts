import type { Precision } from './dates.ts'

/** What is known of one person in a register. Everything but `id` may be absent; absent says nothing for or against. */
export interface PersonRecord {
  readonly id: string
  /** Given names, in one or several texts. */
  readonly given?: readonly string[]
  /** Surnames in their order, in one or several texts; one is as normal as two. */
  readonly family?: readonly string[]
  /** `YYYY-MM-DD`, `YYYYMMDD`, `YYYY-MM` or `YYYY`. */
  readonly birthDate?: string | null
  /** D day, M month, Y year, U unknown: how much of `birthDate` to believe. */
  readonly birthPrecision?: Precision | null
  readonly sex?: string | null
  /** Nationality or country of birth; any code, as long as it is one coding. */
  readonly country?: string | null
  /** Family or household in which the person was registered. */
  readonly household?: string | null
  readonly phone?: string | null
  readonly document?: string | null
  /** Further columns (suburb, postcode, …), the same number and order in every record; at most seven. */
  readonly other?: readonly (string | null)[]
}

/** A mistake in what the caller gave, in one sentence that names the place. */
export class LinkageInputError extends Error {
  override readonly name = 'LinkageInputError'
}
