import { sql } from 'kysely'
import type { Deed } from '../../server/guard.ts'
import type { FiguresTable, MunicipalityFigures } from './contract.ts'

/** The municipalities of one's territory by name, each with what it last published; of a municipality there are none. */
export async function territory({ db }: Deed): Promise<MunicipalityFigures[]> {
  const { rows } = await sql<{
    id: string
    name: string
    day: string | null
    tables: FiguresTable[] | null
  }>`select * from observatory.territory() order by name, id`.execute(db)
  return rows.map(({ id, name, day, tables }) => ({
    municipalityId: id,
    name,
    ...(day ? { day } : {}),
    ...(tables?.[0] ? { people: tables[0].total } : {}),
    tables: tables ?? [],
  }))
}
