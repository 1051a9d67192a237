/** What can be wrong with an identifier. `position` tells where. */
export type ProblemCode =
  | 'length' // too short or too long; position = first missing or first surplus character
  | 'character' // a character that cannot stand in its position
  | 'birth_date' // month (or day) that does not exist; position = the month's or the day's first digit
  | 'future_birth_date' // born after the date given as `asOf`
  | 'sex' // neither H, M nor X
  | 'state' // not one of the 32 states, nor NE (born abroad)
  | 'inconvenient_word' // four letters that the issuing rules replace with an X
  | 'homoclave' // a character that the homoclave's table does not hold
  | 'check_digit' // the last character does not follow from the others
  | 'company' // an RFC of twelve characters: of a company, not of a person
  | 'all_zeros' // a placeholder that happens to satisfy the check digit

/**
 * One thing wrong. `position` counts from 1 in the normalised `value` of the result.
 * `severity` is `warning` where values issued by the authority are known to break the rule.
 */
export interface Problem {
  code: ProblemCode
  position: number
  severity: 'error' | 'warning'
}

/**
 * What a validator answers.
 * - `value`: the input without spaces and hyphens, in capitals.
 * - `valid`: nothing at all speaks against it (generic values are valid, and told apart by `generic`).
 * - `generic`: one value shared by many people, handed out for payroll or invoices. Never store it as a person's.
 * - `problems`: by position; empty when `valid`.
 * - `parts`: what the value says of its holder; a part is absent where it cannot be read.
 */
export interface Result<Parts> {
  value: string
  valid: boolean
  generic: boolean
  problems: Problem[]
  parts: Partial<Parts>
}

/** True when the value may be stored as this person's own: valid and not generic. */
export function isPersonal(result: Result<unknown>): boolean {
  return result.valid && !result.generic
}

export function error(code: ProblemCode, position: number): Problem {
  return { code, position, severity: 'error' }
}

export function warning(code: ProblemCode, position: number): Problem {
  return { code, position, severity: 'warning' }
}

export function result<Parts>(value: string, problems: Problem[], parts: Partial<Parts>): Result<Parts> {
  const ordered = [...problems].sort((a, b) => a.position - b.position)
  return { value, valid: ordered.length === 0, generic: false, problems: ordered, parts }
}
