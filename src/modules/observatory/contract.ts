/** Figures as they stood at a cut-off: protected for whoever analyses, exact for the tenant's own coordination. */
import * as z from 'zod'
import { asks, Day, does, Id, PageQuery, page, Time } from '../../shared/contract.ts'

const cutOffStates = ['counting', 'ready', 'failed'] as const
/**
 * People registered by a variable and sex; people assessed by their standing in each dimension and each indicator; those
 * in need by origin; what became of needs.
 */
const tableKinds = ['people', 'needs', 'origin', 'indicators', 'change'] as const

export const CutOff = z.strictObject({
  id: Id,
  day: Day,
  state: z.enum(cutOffStates),
  takenAt: Time,
  takenBy: z.string(),
})
export type CutOff = z.infer<typeof CutOff>

/** A number of people, or null where it is protected. */
const Count = z.int().min(0).nullable()

export const FiguresTable = z.strictObject({
  kind: z.enum(tableKinds),
  of: z.string().optional(),
  by: z.string(),
  rows: z.array(z.string()),
  cols: z.array(z.string()),
  counts: z.array(z.array(Count)),
  rowTotals: z.array(Count),
  /** Where rows are parts of one whole. */
  colTotals: z.array(Count).optional(),
  total: Count,
})
export type FiguresTable = z.infer<typeof FiguresTable>

export const Figures = z.strictObject({
  cutOff: CutOff,
  /** Whether counts are exact, for the tenant's own coordination alone. */
  internal: z.boolean(),
  tables: z.array(FiguresTable),
  organizations: z.array(z.strictObject({ organizationId: Id, name: z.string() })),
})
export type Figures = z.infer<typeof Figures>

/** A sum of several municipalities: of what each may publish, so that there may be more. */
const PooledCount = z.strictObject({ count: z.int().min(0), atLeast: z.boolean() })
export type PooledCount = z.infer<typeof PooledCount>

const PooledTable = FiguresTable.extend({
  counts: z.array(z.array(PooledCount)),
  rowTotals: z.array(PooledCount),
  colTotals: z.array(PooledCount).optional(),
  total: PooledCount,
})
export type PooledTable = z.infer<typeof PooledTable>

/** A municipality of one's territory, with its newest published cut-off if there is one. */
const Municipality = z.strictObject({
  municipalityId: Id,
  name: z.string(),
  day: Day.optional(),
  people: Count.optional(),
})

export const Territory = z.strictObject({
  municipalities: z.array(Municipality),
  tables: z.array(PooledTable),
})
export type Territory = z.infer<typeof Territory>

export const MunicipalityFigures = Municipality.extend({ tables: z.array(FiguresTable) })
export type MunicipalityFigures = z.infer<typeof MunicipalityFigures>

export const listCutOffs = asks('figures.read', {
  method: 'GET',
  url: '/api/figures',
  summary: 'Cut-offs taken, the newest first',
  query: z.strictObject(PageQuery),
  answer: page(CutOff),
})

const one = { params: z.strictObject({ cutOffId: Id }), answer: Figures }

export const readFigures = asks('figures.read', {
  method: 'GET',
  url: '/api/figures/:cutOffId',
  summary: 'The figures of a cut-off as they may be published; null is a protected count',
  ...one,
})

export const readInternalFigures = asks('figures.internal', {
  method: 'GET',
  url: '/api/figures/:cutOffId/internal',
  summary: 'The same figures, exact: for the tenant’s own coordination, not for publication',
  ...one,
})

export const readTerritory = asks('figures.read', {
  method: 'GET',
  url: '/api/figures/municipalities',
  summary:
    'For a state council or the federal unit: its municipalities, and their newest published figures in one; at least is said where one of them protects a count',
  answer: Territory,
})

export const readMunicipality = asks('figures.read', {
  method: 'GET',
  url: '/api/figures/municipalities/:municipalityId',
  summary: 'The newest published figures of one municipality of the territory',
  params: z.strictObject({ municipalityId: Id }),
  answer: MunicipalityFigures,
})

export const takeCutOff = does('figures.release', {
  method: 'POST',
  url: '/api/figures',
  summary: 'Count everybody registered as they stand today, once a day',
  answer: CutOff,
  problems: ['cut_off_taken'],
  run: 'job',
})
