import { describe, expect, it } from 'vitest'
import type { TenantRow } from '../contract.ts'
import { pageOfTenants, type TenantsAsked, tenantsInOrder } from './tenants.ts'

let made = 0
const row = (name: string, more: Partial<TenantRow> = {}): TenantRow => ({
  id: `00000000-0000-7000-8000-${String(++made).padStart(12, '0')}`,
  kind: 'municipality',
  name,
  demo: false,
  since: '2026-01-01',
  organizations: 1,
  accounts: 1,
  ...more,
})

const merida = row('Mérida', {
  cvegeo: '31050',
  municipality: 'Mérida',
  state: 'Yucatán',
  since: '2026-03-01',
})
const juarez = row('Juárez', {
  cvegeo: '08037',
  municipality: 'Juárez',
  state: 'Chihuahua',
  since: '2025-09-01',
  stage: { stage: 'scale_up', fromDay: '2026-05-01' },
})
const border = row('Frontera Norte', {
  cvegeo: '02004',
  municipality: 'Tijuana',
  state: 'Baja California',
  stage: { stage: 'pilot', fromDay: '2026-01-01' },
})
const council = row('Consejo de Oaxaca', { kind: 'state_council', state: 'Oaxaca', since: '2026-03-01' })
const all = [merida, juarez, border, council]

const ask = (asked: Partial<TenantsAsked> = {}) =>
  pageOfTenants(all, { sort: 'name', page: 1, size: 50, ...asked })
const found = (asked: Partial<TenantsAsked>) => ask(asked).rows.map((r) => r.name)

describe('tenants are found', () => {
  it.each([
    ['merida', ['Mérida']],
    ['MÉRIDA', ['Mérida']],
    // By the municipality where the tenant goes by another name, by the state, by both in any order.
    ['tijuana', ['Frontera Norte']],
    ['yucatan', ['Mérida']],
    ['california tijuana', ['Frontera Norte']],
    // By the whole key or by how it begins, not by digits in its middle.
    ['08037', ['Juárez']],
    ['02', ['Frontera Norte']],
    ['037', []],
    ['  ', ['Consejo de Oaxaca', 'Frontera Norte', 'Juárez', 'Mérida']],
    ['merida chihuahua', []],
    // Words that run over the end of one name into the next are in neither.
    ['norte tijuana', ['Frontera Norte']],
    ['nortetijuana', []],
  ])('by «%s»', (text, names) => {
    expect(found({ text })).toEqual(names)
  })

  it('by their stage, and by having none', () => {
    expect(found({ stage: 'pilot' })).toEqual(['Frontera Norte'])
    expect(found({ stage: 'design' })).toEqual([])
    expect(found({ stage: 'none' })).toEqual(['Consejo de Oaxaca', 'Mérida'])
    expect(found({ stage: 'none', text: 'oaxaca' })).toEqual(['Consejo de Oaxaca'])
  })
})

describe('their order', () => {
  it('is by name as a Spanish reader looks it up, or the other way round', () => {
    const names = ['Zacatecas', 'Ñumí', 'Nuevo', 'Ocampo', 'Álamos', 'Villa 10', 'Villa 2', 'Apan']
    const up = ['Álamos', 'Apan', 'Nuevo', 'Ñumí', 'Ocampo', 'Villa 2', 'Villa 10', 'Zacatecas']
    const rows = names.map((name) => row(name))
    expect(tenantsInOrder(rows, 'name').map((r) => r.name)).toEqual(up)
    expect(tenantsInOrder(rows, '-name').map((r) => r.name)).toEqual(up.toReversed())
  })

  it('is by start, and by name among those of one day, whichever way', () => {
    const since = ['Juárez', 'Frontera Norte', 'Consejo de Oaxaca', 'Mérida']
    expect(found({ sort: 'since' })).toEqual(since)
    expect(found({ sort: '-since' })).toEqual(['Consejo de Oaxaca', 'Mérida', 'Frontera Norte', 'Juárez'])
  })

  it('tells two of one name apart the same way each time', () => {
    const [one, two] = [row('Benito Juárez'), row('Benito Juárez')]
    expect(tenantsInOrder([two, one], 'name')).toEqual([one, two])
    expect(tenantsInOrder([one, two], 'name')).toEqual([one, two])
  })
})

describe('a page of them', () => {
  it('holds its part of all that were found', () => {
    expect(ask({ size: 3 })).toMatchObject({ total: 4, page: 1, size: 3 })
    expect(found({ size: 3 })).toEqual(['Consejo de Oaxaca', 'Frontera Norte', 'Juárez'])
    expect(found({ size: 3, page: 2 })).toEqual(['Mérida'])
  })

  it('is the last one when the list has become shorter, and the first when it is empty', () => {
    expect(ask({ size: 3, page: 9 })).toMatchObject({ total: 4, page: 2 })
    expect(found({ size: 2, page: 3 })).toEqual(['Juárez', 'Mérida'])
    expect(ask({ page: 3, text: 'nadie' })).toEqual({ total: 0, page: 1, size: 50, rows: [] })
  })
})
