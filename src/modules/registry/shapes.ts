/** Between the database's columns, the contract's shapes and the rules' words. */
import type { Core, PartialBirth } from './contract.ts'
import type { Likeness } from './rules/duplicates.ts'
import type { PersonNames } from './rules/names.ts'

export const namesOf = (
  c: Pick<Core, 'givenNames' | 'surname1' | 'surname2' | 'chosenName'>,
): PersonNames => ({
  given: c.givenNames ?? null,
  surname: c.surname1 ?? null,
  secondSurname: c.surname2 ?? null,
  chosen: c.chosenName ?? null,
})

/** What the matcher compares. Sex that is not known says nothing. */
export const likenessOf = (core: Core, phone?: string): Likeness => ({
  names: namesOf(core),
  birth: core.birth,
  sex: core.sex === 'not_known' ? null : core.sex,
  nationality: core.nationalities[0] ?? null,
  phones: phone ? [phone] : [],
})

/** A telephone as the matcher compares it where only its keyed hash is at hand: ten digits, equal when it is equal. */
export const phoneToken = (hash: Uint8Array): string =>
  String(new DataView(hash.buffer, hash.byteOffset).getBigUint64(0) % 10_000_000_000n).padStart(10, '0')

interface BirthColumns {
  birth_year: number | null
  birth_month: number | null
  birth_day: number | null
  birth_precision: string
}

export const birthOf = (r: BirthColumns): PartialBirth => ({
  ...(r.birth_year !== null ? { year: r.birth_year } : {}),
  ...(r.birth_month !== null ? { month: r.birth_month } : {}),
  ...(r.birth_day !== null ? { day: r.birth_day } : {}),
  precision: r.birth_precision as PartialBirth['precision'],
})

export interface NameColumns {
  given_names: string | null
  surname_1: string | null
  surname_2: string | null
  chosen_name: string | null
}

export const namesOfColumns = (r: NameColumns): PersonNames => ({
  given: r.given_names,
  surname: r.surname_1,
  secondSurname: r.surname_2,
  chosen: r.chosen_name,
})

/** What is read of somebody to compare them. */
export interface LikenessColumns extends NameColumns, BirthColumns {
  person_id: string
  sex: string
  nationalities: string[]
  phone_hash: Buffer | null
}

export const likenessOfColumns = (r: LikenessColumns): Likeness & { id: string } => ({
  id: r.person_id,
  names: namesOfColumns(r),
  birth: birthOf(r),
  sex: r.sex === 'not_known' ? null : r.sex,
  nationality: r.nationalities[0] ?? null,
  phones: r.phone_hash ? [phoneToken(r.phone_hash)] : [],
})
