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
