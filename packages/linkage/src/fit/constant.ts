import type { Table } from '../table.ts'

/** Fields in which every row that has a value has the same one. */
export function constantFields(table: Table): string[] {
  const names: string[] = []
  const one = (data: ArrayLike<number>): boolean => {
    let value = 0
    let seen = 0
    for (let row = 0; row < table.rows; row++) {
      const v = data[row]!
      if (v === 0) continue
      seen++
      if (value === 0) value = v
      else if (v !== value) return false
    }
    return seen > 1
  }
  if (one(table.givenJoined.data)) names.push('given')
  if (one(table.familyJoined.data)) names.push('family')
  if (
    one(
      Int32Array.from({ length: table.rows }, (_, i) =>
        table.year.data[i]! === 0 ? 0 : table.year.data[i]! * 512 + table.monthDay.data[i]!,
      ),
    )
  ) {
    names.push('birth')
  }
  if (one(table.sex.data)) names.push('sex')
  if (one(table.country.data)) names.push('country')
  if (one(table.household.data)) names.push('household')
  if (one(table.phone.data)) names.push('phone')
  if (one(table.document.data)) names.push('document')
  table.other.forEach((column, k) => {
    if (one(column.data)) names.push(`other${k + 1}`)
  })
  return names
}
