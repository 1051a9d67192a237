import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { cast, council, person } from '../test/factories.ts'
import { heading, registered, whole } from './acting.ts'
import { screenshot } from './harness.ts'
import { testSite, type Worker } from './site.ts'

// Figures: coordination takes a cut-off, whoever analyses reads it protected, downloads and prints it.

const here = await testSite()
const { as } = here
let coordinator: Worker
let analyst: Worker
let caseWorker: Worker

beforeAll(async () => {
  coordinator = await here.worker('coordinator', { name: 'Rosa Coordinadora' })
  analyst = await here.worker('analyst', { name: 'Lucía Analista' })
  caseWorker = await here.worker('case_worker', { name: 'Tomás Iniestra' })
})

const given = [
  'Adela',
  'Bruno',
  'Celia',
  'Darío',
  'Elvira',
  'Fermín',
  'Gilda',
  'Hilario',
  'Irma',
  'Jacinto',
  'Karla',
]
const family = [
  'Quiroz',
  'Zamudio',
  'Peralta',
  'Ybarra',
  'Noriega',
  'Urrutia',
  'Tovar',
  'Wences',
  'Olmedo',
  'Xicoténcatl',
  'Venegas',
]

/** People who look like nobody else, of one nationality. */
const people = (from: number, count: number, sex: 'female' | 'male', country: string) =>
  Array.from({ length: count }, (_, i) => from + i).map((i) =>
    person({
      ...cast.ana,
      givenNames: given[i % given.length]!,
      surname1: family[(i * 7 + 3) % family.length]!,
      surname2: given[(i * 5 + 1) % given.length]!,
      birth: { year: 1950 + i, month: 1, day: 15, precision: 'day' },
      sex,
      nationalities: [country],
      countryOfBirth: country,
    }),
  )

const row = (page: Page, table: string, name: string) =>
  page.getByRole('table', { name: table, exact: true }).getByRole('row', { name: new RegExp(`^${name}`) })

describe('figures', () => {
  test('nothing is there yet, and it says who can change that', async () => {
    await as(analyst, '/', async (page) => {
      await page.getByText('Aparecerán aquí cuando la coordinación del municipio haga un corte.').waitFor()
      await page.getByRole('link', { name: 'Ir a las cifras' }).click()
      await heading(page, 'Cifras')
      await page.getByText('Todavía no hay cifras').waitFor()
      expect(await page.getByRole('button', { name: 'Hacer un corte' }).count()).toBe(0)
      await whole(page, 'figures-none')
    })
  })

  test('coordination takes a cut-off, sees it counted, and reads it exact and marked as internal', async () => {
    await as(caseWorker, '/people', async (page) => {
      for (const one of [...people(0, 14, 'female', 'HTI'), ...people(14, 12, 'male', 'HND')])
        await registered(page, [one])
      for (const one of people(26, 3, 'male', 'VEN')) await registered(page, [one])
    })
    await as(
      coordinator,
      '/reports',
      async (page) => {
        await page.getByRole('button', { name: 'Hacer un corte' }).click()
        const asked = page.getByRole('alertdialog', { name: '¿Hacer el corte de hoy?' })
        await asked.getByText(/no se borra/).waitFor()
        await screenshot(page, 'figures-take')
        await asked.getByRole('button', { name: 'Hacer un corte' }).click()
        await page.getByText(/29 personas registradas/).waitFor()
        await page.getByText('Cifras protegidas').waitFor()
        await page.getByRole('radio', { name: 'Exactas, de uso interno' }).check()
        await page.getByText('Uso interno: no publicar ni compartir').waitFor()
        await row(page, 'Nacionalidad', 'Venezuela').getByText('3').first().waitFor()
        await whole(page, 'figures-internal')
        await page.getByRole('tab', { name: 'Calidad del registro' }).click()
        await row(page, 'Datos del registro', 'Grupo de población').getByText('0 %').waitFor()
        await page.getByRole('tab', { name: 'Necesidades' }).click()
        await page.getByText('Nadie había sido evaluado en este corte').waitFor()
        // A second one on the same day is refused in words, and nothing is lost.
        await page.getByRole('button', { name: 'Hacer un corte' }).click()
        await asked.getByRole('button', { name: 'Hacer un corte' }).click()
        await asked.getByText('El corte de hoy ya está hecho').waitFor()
      },
      [409],
    )
  })

  test('whoever analyses reads it protected, in the page, in the network and in the file', async () => {
    await as(analyst, '/reports', async (page, { context }) => {
      // All that the page asks has come: what a reload cuts off could not be read.
      await page.getByText(/29 personas registradas/).waitFor()
      const answers: Promise<string>[] = []
      page.on('response', (response) => {
        if (response.url().includes('/api/figures/')) answers.push(response.text())
      })
      await page.reload()
      await page.getByText(/29 personas registradas/).waitFor()
      expect(await page.getByRole('radio', { name: 'Exactas, de uso interno' }).count()).toBe(0)
      await row(page, 'Nacionalidad', 'Venezuela').getByText('protegida').first().waitFor()
      await whole(page, 'figures-published')
      const saved = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Descargar CSV' }).click()
      const file = await saved
      expect(file.suggestedFilename()).toMatch(/^cifras-\d{4}-\d{2}-\d{2}\.csv$/)
      const rows = parse(readFileSync((await file.path())!), { columns: true, bom: true }) as Record<
        string,
        string
      >[]
      const cell = (row: string, column: string) =>
        rows.find((r) => r.table === 'people:nationality' && r.row === row && r.column === column)!
      expect(cell('VEN', 'male')).toMatchObject({ people: '', protected: 'yes', row_label: 'Venezuela' })
      expect(cell('total', 'total')).toMatchObject({ people: '29', protected: 'no', figures: 'published' })
      const small = rows.filter((r) => Number(r.people) > 0 && Number(r.people) < 10)
      expect(small).toEqual([])
      expect(answers.length).toBeGreaterThan(0)
      for (const answer of await Promise.all(answers)) {
        const told = JSON.parse(answer) as { tables: { counts: (number | null)[][] }[] }
        const counts = told.tables.flatMap((t) => t.counts.flat())
        expect(counts.filter((n) => n !== null && n > 0 && n < 10)).toEqual([])
      }
      await page.emulateMedia({ media: 'print' })
      await screenshot(page, 'figures-print')
      expect(await page.getByRole('button', { name: 'Descargar CSV' }).isVisible()).toBe(false)
      await context.close()
    })
  })

  test('a state council reads what its municipalities publish, together and one by one', async () => {
    const { tenantId, officeId } = await council(here.house)
    const liaison = await here.worker('liaison', { name: 'Inés Enlace', tenantId, organizationId: officeId })
    await as(liaison, '/', async (page) => {
      await page.getByText('Lo que publican los municipios').waitFor()
      await page.getByRole('link', { name: 'Ver cifras' }).click()
      await heading(page, 'Cifras de los municipios')
      await page.getByText(/1 de 1 municipio tiene cifras: 29 personas registradas/).waitFor()
      await row(page, 'Personas registradas por municipio', 'Villa Prueba').getByText('29').waitFor()
      await page.getByText('Suma de cifras protegidas').waitFor()
      expect(await page.getByRole('button', { name: 'Hacer un corte' }).count()).toBe(0)
      await whole(page, 'figures-territory')
      await page.getByRole('tab', { name: 'Personas registradas' }).click()
      await row(page, 'Nacionalidad', 'Venezuela').getByText('protegida').first().waitFor()
      await whole(page, 'figures-pooled')
      const saved = page.waitForEvent('download')
      await page.getByRole('button', { name: 'Descargar CSV' }).click()
      const file = await saved
      expect(file.suggestedFilename()).toBe('cifras-municipios.csv')
      const rows = parse(readFileSync((await file.path())!), { columns: true, bom: true }) as Record<
        string,
        string
      >[]
      const cell = (row: string, column: string) =>
        rows.find((r) => r.table === 'people:nationality' && r.row === row && r.column === column)!
      expect(cell('total', 'total')).toMatchObject({ people: '29', at_least: 'no' })
      expect(cell('VEN', 'male')).toMatchObject({ people: '0', at_least: 'yes', row_label: 'Venezuela' })
      await page.getByRole('tab', { name: 'Necesidades' }).click()
      await page.getByText('Nadie había sido evaluado en este corte').waitFor()

      // One of them, by keyboard alone, in an address that can be sent.
      await page.getByRole('combobox', { name: 'Municipio' }).focus()
      await page.keyboard.press('ArrowDown')
      await page.getByRole('tab', { name: 'Calidad del registro' }).click()
      await row(page, 'Datos del registro', 'Edad').waitFor()
      expect(new URL(page.url()).searchParams.get('municipality')).toBe(here.town.tenantId)
      await page.reload()
      await row(page, 'Datos del registro', 'Edad').waitFor()
      await whole(page, 'figures-municipality')
    })
    const elsewhere = await council(here.house, 'state_council', '31')
    const far = await here.worker('analyst', {
      tenantId: elsewhere.tenantId,
      organizationId: elsewhere.officeId,
    })
    await as(far, '/reports', async (page) => {
      await page.getByText('Todavía no hay municipios').waitFor()
      await whole(page, 'figures-territory-none')
    })
  })

  test('is reached and read by keyboard, in English too, and by nobody else', async () => {
    await as(analyst, '/reports?view=quality', async (page) => {
      await page.getByRole('tab', { name: 'Calidad del registro' }).focus()
      await page.keyboard.press('ArrowLeft')
      await page.keyboard.press('Enter')
      await page.getByRole('heading', { level: 2, name: 'Cambios' }).waitFor()
      expect(new URL(page.url()).searchParams.get('view')).toBe('change')
    })
    await as(analyst, '/reports', async (page) => {
      await page.getByRole('button', { name: 'Cuenta de Lucía Analista' }).click()
      await page.getByText('English').click()
      await page.keyboard.press('Escape')
      await heading(page, 'Figures')
      await page.getByRole('table', { name: 'Nationality', exact: true }).waitFor()
      await page.getByText(/29 people registered/).waitFor()
      await screenshot(page, 'figures-en')
    })
    await as(caseWorker, '/reports', async (page) => {
      await heading(page, 'Su función no abre esta página')
      expect(await page.getByRole('link', { name: 'Informes' }).count()).toBe(0)
    })
  })
})
