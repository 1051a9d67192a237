import { wrong } from './errors.ts'
import type { MarginPolicy, ReleasedTable, Request } from './publish.ts'
import { readLabels, readList, readObject, readTable } from './table.ts'

type Data = Readonly<Record<string, unknown>>

function readKeys(data: Data, name: string): string[] | undefined {
  return data[name] === undefined || data[name] === null ? undefined : readLabels(data[name], name)
}

function readVariables(data: Data): readonly [string, string] | undefined {
  if (data.variables === undefined || data.variables === null) return undefined
  const [row, col, ...rest] = readLabels(data.variables, 'variables')
  if (row === undefined || col === undefined || rest.length > 0 || row === col)
    wrong('variables', 'are not the two names of the row and the column variable')
  return [row, col]
}

function readPolicy(data: Data): MarginPolicy {
  const told = data.marginsPublished
  if (told === undefined || told === null || told === true) return 'published'
  if (told === false) return 'hidden'
  if (told === 'where-safe') return 'where-safe'
  return wrong('marginsPublished', `${JSON.stringify(told)} is none of true, false, "where-safe"`)
}

/** What is there, without what is not, so that absent stays absent. */
function present<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

/**
 * Reads a table to protect from data of unknown shape, such as parsed JSON: `rows`, `cols`, `counts`, and if wanted
 * `primary`, `hierarchy`, `marginsPublished` (true, false or "where-safe"), `certain` ("rows" or "cols"), `variables`.
 * @throws DisclosureError naming the place
 */
export function readRequest(value: unknown): Request {
  const table = readTable(value, false)
  const data = readObject(value, 'the table')
  const { certain } = data
  if (certain !== undefined && certain !== null && certain !== 'rows' && certain !== 'cols')
    wrong('certain', `${JSON.stringify(certain)} is neither "rows" nor "cols"`)
  return {
    ...table,
    marginsPolicy: readPolicy(data),
    ...present({
      primary: readKeys(data, 'primary'),
      variables: readVariables(data),
      certain: certain === null ? undefined : certain,
    }),
  }
}

/**
 * Reads a released table: counts with null where hidden (as `counts` or `published`) and margins, or full counts and the
 * keys that are `suppressed`. Full counts with `primary` and `secondary` alone count as suppressing those.
 * @throws DisclosureError naming the place
 */
export function readReleased(value: unknown): ReleasedTable {
  const table = readTable(value, true)
  const data = readObject(value, 'the table')
  const primary = readKeys(data, 'primary')
  const full = !table.counts.some((line) => line.includes(null))
  const lists = [...(primary ?? []), ...(readKeys(data, 'secondary') ?? [])]
  const suppressed = readKeys(data, 'suppressed') ?? (full && lists.length > 0 ? lists : undefined)
  readPolicy(data) // refuses what is none
  return {
    ...table,
    ...present({ primary, suppressed, variables: readVariables(data) }),
    marginsPublished: data.marginsPublished !== false && data.margins !== null,
  }
}

/** Reads one or more records of text into the columns that are named. */
export function readColumns(
  header: readonly string[],
  records: readonly (readonly string[])[],
  names: readonly string[],
): string[][] {
  const places = names.map((name) => {
    const place = header.indexOf(name)
    if (place < 0) wrong('columns', `${JSON.stringify(name)} is not one of ${header.join(', ')}`)
    if (header.indexOf(name, place + 1) >= 0) wrong('columns', `${JSON.stringify(name)} appears twice`)
    return place
  })
  return records.map((record) => places.map((place) => record[place]!))
}

/** Reads a list of tables that may come as one table or as `{ "tables": [...] }`. */
export function readTables(value: unknown): readonly unknown[] {
  const data = readObject(value, 'the table')
  return data.tables === undefined ? [value] : readList(data.tables, 'tables')
}
