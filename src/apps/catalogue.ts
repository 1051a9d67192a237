/** States and municipalities, from files: the states ship with the platform, municipalities are loaded by command. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import type { Connection } from '../server/db.ts'
import { projectRoot } from '../server/root.ts'

type Line = Record<string, string>

/** @throws Error naming the first column that is missing */
function readCsv(text: string, needed: readonly string[]): Line[] {
  const lines = parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true }) as Line[]
  const missing = needed.filter((column) => lines[0]?.[column] === undefined)
  if (missing.length > 0) throw new Error(`the file has no column ${missing.join(', ')}`)
  return lines
}

/** The 32 states; those that are there stay. */
export async function loadStates(owner: Connection): Promise<number> {
  const lines = readCsv(readFileSync(join(projectRoot(), 'db', 'catalogue', 'states.csv'), 'utf8'), [
    'cve_ent',
    'nom_ent',
    'nom_abr',
    'iso_3166_2',
    'curp_ent',
    'pcode_adm1',
  ])
  const { numInsertedOrUpdatedRows } = await owner.db
    .insertInto('directory.state')
    .values(
      lines.map((l) => ({
        code: l.cve_ent!,
        name: l.nom_ent!,
        abbreviation: l.nom_abr!,
        iso: l.iso_3166_2!,
        curp: l.curp_ent!,
        pcode: l.pcode_adm1!,
      })),
    )
    .onConflict((c) => c.doNothing())
    .executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows ?? 0n)
}

const number = (text: string | undefined): number | null => (text ? Number(text) : null)

/** Municipalities from a file of INEGI's; what the catalogue had of them is brought up to date. */
export async function loadMunicipalities(
  owner: Connection,
  text: string,
): Promise<{ read: number; added: number; changed: number; refused: string[] }> {
  await loadStates(owner)
  const lines = readCsv(text, [
    'cvegeo',
    'cve_ent',
    'nom_mun',
    'pcode_adm2',
    'nom_cab',
    'pop_2020',
    'lat',
    'lon',
  ])
  const refused: string[] = []
  const rows = lines.flatMap((l, i) => {
    const row = {
      cvegeo: l.cvegeo!,
      state_code: l.cve_ent!,
      name: l.nom_mun!,
      pcode: l.pcode_adm2!,
      head_town: l.nom_cab || null,
      population: number(l.pop_2020),
      latitude: number(l.lat),
      longitude: number(l.lon),
    }
    const sound =
      /^\d{5}$/.test(row.cvegeo) &&
      row.cvegeo.startsWith(row.state_code) &&
      row.name !== '' &&
      [row.population, row.latitude, row.longitude].every(
        (value) => value === null || Number.isFinite(value),
      ) &&
      (row.population ?? 0) >= 0 &&
      Math.abs(row.latitude ?? 0) <= 90 &&
      Math.abs(row.longitude ?? 0) <= 180
    if (sound) return [row]
    refused.push(`line ${i + 2}: ${l.cvegeo || '(no cvegeo)'}`)
    return []
  })
  let added = 0
  await owner.db.transaction().execute(async (tx) => {
    for (let i = 0; i < rows.length; i += 500) {
      const told = await tx
        .insertInto('directory.municipality')
        .values(rows.slice(i, i + 500))
        .onConflict((c) =>
          c.column('cvegeo').doUpdateSet((e) => ({
            state_code: e.ref('excluded.state_code'),
            name: e.ref('excluded.name'),
            pcode: e.ref('excluded.pcode'),
            head_town: e.ref('excluded.head_town'),
            population: e.ref('excluded.population'),
            latitude: e.ref('excluded.latitude'),
            longitude: e.ref('excluded.longitude'),
          })),
        )
        .returning(sql<boolean>`xmax = 0`.as('added'))
        .execute()
      added += told.filter((row) => row.added).length
    }
  })
  return { read: lines.length, added, changed: rows.length - added, refused }
}

/** The municipalities of the demonstration's state. */
export const loadDemoMunicipalities = (owner: Connection) =>
  loadMunicipalities(
    owner,
    readFileSync(join(projectRoot(), 'db', 'catalogue', 'municipalities-demo.csv'), 'utf8'),
  )

const areas: Readonly<Record<string, 'urban' | 'rural'>> = {
  urban: 'urban',
  urbano: 'urban',
  rural: 'rural',
}
/** Pesos a person and month: below or above this, it is another figure, or centavos. */
const leastPesos = 500
const mostPesos = 50_000

/** `4823.55` or `4,823.55`; a decimal comma is refused, since it may be either. */
function centavosOf(text: string): number | null {
  if (!/^\$? ?(\d+|\d{1,3}(,\d{3})+)(\.\d{1,2})?$/.test(text)) return null
  return Math.round(Number(text.replace(/[$, ]/g, '')) * 100)
}

export interface PovertyLinesTold {
  read: number
  added: number
  /** Months that stood with another value or source, as `2026-10 urban: 4,800.00 → 4,823.55`. */
  changed: string[]
  unchanged: number
  refused: string[]
  /** Months of the file that have one line only: where the person lives is not known, and income is not asked. */
  half: string[]
}

/**
 * The official poverty line by income, a value a month and area, as it is published. What was computed with a former
 * value stays as it was.
 */
export async function loadPovertyLines(
  owner: Connection,
  text: string,
  now: Date,
): Promise<PovertyLinesTold> {
  const lines = readCsv(text, ['month', 'area', 'pesos', 'source'])
  const refused: string[] = []
  const seen = new Map<string, { line: number; centavos: number }>()
  const thisMonth = now.toISOString().slice(0, 7)
  const sound = lines.flatMap((l, i) => {
    const line = i + 2
    const refuse = (why: string): [] => {
      refused.push(`line ${line}: ${why}`)
      return []
    }
    const month = l.month ?? ''
    const area = areas[(l.area ?? '').toLowerCase()]
    const centavos = centavosOf(l.pesos ?? '')
    const source = l.source ?? ''
    if (!/^(19|20)\d\d-(0[1-9]|1[0-2])$/.test(month))
      return refuse(`the month "${month}" is not written as 2026-10`)
    if (month > thisMonth) return refuse(`${month} has not come yet`)
    if (!area) return refuse(`the area "${l.area ?? ''}" is neither urban nor rural`)
    if (centavos === null)
      return refuse(`"${l.pesos ?? ''}" is no amount in pesos with two decimals, such as 4823.55`)
    if (centavos < leastPesos * 100 || centavos > mostPesos * 100)
      return refuse(
        `${pesos(centavos)} pesos a person and month cannot be the poverty line (${leastPesos} to ${mostPesos.toLocaleString('en')})`,
      )
    if (source === '' || source.length > 300)
      return refuse('the source is missing, or longer than 300 letters')
    const before = seen.get(`${month} ${area}`)
    if (before && before.centavos !== centavos)
      return refuse(`${month} ${area} stands in line ${before.line} with another value`)
    if (before) return refuse(`${month} ${area} stands in line ${before.line} already`)
    seen.set(`${month} ${area}`, { line, centavos })
    return [{ month, area, centavos, source }]
  })
  const exchanged = new Set(
    sound.flatMap(({ month, area, centavos }) => {
      const rural = seen.get(`${month} rural`)
      return area === 'urban' && rural && rural.centavos > centavos ? [month] : []
    }),
  )
  for (const month of exchanged)
    refused.push(
      `lines ${seen.get(`${month} urban`)!.line} and ${seen.get(`${month} rural`)!.line}: ${month} is lower in towns than in the country; are the two exchanged?`,
    )
  const rows = sound.filter((row) => !exchanged.has(row.month))
  return owner.db.transaction().execute(async (tx) => {
    const { rows: there } = await sql<{ month: string; area: string; centavos: number; source: string }>`
      select month, area, centavos, source from assessment.poverty_line for update`.execute(tx)
    const standing = new Map(there.map((row) => [`${row.month} ${row.area}`, row]))
    const changed: string[] = []
    let added = 0
    let unchanged = 0
    for (const row of rows) {
      const before = standing.get(`${row.month} ${row.area}`)
      if (!before) added++
      else if (before.centavos === row.centavos && before.source === row.source) unchanged++
      else
        changed.push(
          `${row.month} ${row.area}: ${pesos(before.centavos)} → ${pesos(row.centavos)} (was: ${before.source})`,
        )
    }
    if (rows.length > 0)
      await tx
        .insertInto('assessment.poverty_line')
        .values(rows)
        .onConflict((c) =>
          c.columns(['month', 'area']).doUpdateSet((e) => ({
            centavos: e.ref('excluded.centavos'),
            source: e.ref('excluded.source'),
          })),
        )
        .execute()
    const has = new Set([...standing.keys(), ...rows.map((row) => `${row.month} ${row.area}`)])
    const half = [...new Set(rows.map((row) => row.month))]
      .filter((month) => !has.has(`${month} urban`) || !has.has(`${month} rural`))
      .sort()
    return { read: lines.length, added, changed, unchanged, refused, half }
  })
}

const pesos = (centavos: number) =>
  (centavos / 100).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })
