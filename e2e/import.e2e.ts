import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Download, Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { projectRoot } from '../src/server/root.ts'
import { heading, tabTo, whole } from './acting.ts'
import { screenshot } from './harness.ts'
import { faults, testSite, type Worker } from './site.ts'

// A census as municipalities have them, from the spreadsheet to the registry, on the real server.

const here = await testSite()
const { as } = here
let clerk: Worker
let english: Worker

beforeAll(async () => {
  clerk = await here.worker('intake_worker', { name: 'Rosa Archundia' })
  english = await here.worker('coordinator', { name: 'Elena Prueba' })
})

const sheet = Buffer.from(
  '\ufeffFamily ID,First name,Last name,Sex,DOB,religion\n1,Ana,Prueba,2,12/25/1985,none\n1,Luis,Prueba,1,3/14/2012,none\n',
)
const example = readFileSync(join(projectRoot(), 'docs/examples/census-example.csv'))

async function choose(page: Page, name: string, content: Buffer | string): Promise<void> {
  await page
    .getByLabel('Archivo CSV')
    .setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(content as string) })
}
const send = (page: Page) => page.getByRole('button', { name: 'Enviar y revisar' }).click()

const read = async (download: Download) => readFileSync(await download.path(), 'utf8')

/** The account of the result, by its words. */
const account = (page: Page) =>
  page
    .getByRole('table', { name: 'Cuenta de los renglones del archivo' })
    .getByRole('row')
    .evaluateAll((rows) =>
      rows.map((row) => [...row.children].map((cell) => cell.textContent?.trim() ?? '').join(' ')),
    )

describe('a file that is not what it says', () => {
  test('is refused in a sentence that says what to do, and nothing typed is lost', async () => {
    await as(
      clerk,
      '/import',
      async (page) => {
        await heading(page, 'Cargar un censo')
        await page.getByText('Todavía no se ha enviado ningún archivo').waitFor()
        await whole(page, 'import-empty')
        await send(page)
        const alert = page.getByRole('alert')
        await alert.getByText('elija el archivo').waitFor()
        await page.getByLabel('Nombre de este censo').fill('Albergues, marzo de 2022')
        for (const [content, sentence] of [
          [Buffer.from('PK\x03\x04[Content_Types].xml xl/workbook.xml', 'latin1'), /libro de Excel/],
          [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), /imagen/],
          ['', /vacío/],
        ] as const) {
          await choose(page, 'censo.csv', content)
          await send(page)
          await alert.getByText(sentence).first().waitFor()
        }
        await whole(page, 'import-refused')
        expect(await page.getByLabel('Nombre de este censo').inputValue()).toBe('Albergues, marzo de 2022')
      },
      [422],
    )
  })

  test('blank lines, headings alone, and a letter are told apart', async () => {
    await as(clerk, '/import', async (page) => {
      await choose(page, 'carta.csv', 'Estimada comisión:\r\nadjunto el censo de prueba.\r\n')
      await send(page)
      await page.getByText('No se encontraron los encabezados').waitFor()
      await page.getByText('Diga primero, arriba, qué columna tiene los nombres').waitFor()
      await page.goto(`${here.url}/import`)
      await choose(page, 'encabezados.csv', 'Nombre;Apellido;Sexo\r\n')
      await send(page)
      await page.getByText('El archivo tiene encabezados y ningún renglón con una persona.').first().waitFor()
      await screenshot(page, 'import-headings-alone')
      await page.goto(`${here.url}/import`)
      await choose(page, 'vacío.csv', '\r\n;;;\r\n\r\n')
      await send(page)
      await page.getByText('Este archivo no se puede leer como censo').waitFor()
      await page.getByText('El archivo está vacío').waitFor()
      await screenshot(page, 'import-unreadable')
    })
  })
})

describe('a census', () => {
  test('from the file to the result: columns, questions, grounds, dry run, loading, the rows to correct', async () => {
    await as(clerk, '/import', async (page) => {
      await choose(page, 'Censo de ejemplo.csv', example)
      await page.getByLabel('Nombre de este censo').fill('Albergues de ejemplo, 2022')
      await send(page)
      await heading(page, 'Censo de ejemplo.csv')
      await page.getByText('Se reconocieron 17 columnas de 17.').waitFor()
      await whole(page, 'import-surveyed')

      // One column was taken for something else than it is; what is said of it is remembered.
      await page.getByRole('button', { name: 'Corregir columnas' }).click()
      await page.getByLabel('Profesión u oficio').selectOption({ label: 'No se usa' })
      await screenshot(page, 'import-columns')
      await page.getByRole('button', { name: 'Guardar y leer de nuevo' }).click()
      await page.getByText('Se reconocieron 16 columnas de 17.').waitFor()

      const form = page.getByRole('form', { name: 'Lo que el archivo no dice' })
      await form.getByRole('radiogroup', { name: '¿Qué significa M en 4 renglones?' }).waitFor()
      await form.getByText('M es masculino').click()
      await form.getByText(/queda escrito que lo eligió Rosa Archundia/).waitFor()
      await form.getByLabel('Embarazo').selectOption({ label: 'Atención médica' })
      await form.getByLabel('Estatus migratorio').selectOption({ label: 'Defensa de sus derechos' })
      await form.getByRole('button', { name: 'Hacer el ensayo' }).click()

      await page.getByRole('heading', { name: 'Ensayo: esto pasaría' }).waitFor()
      const fates = ['Detenidos 4', 'Rechazados 1', 'Ignorados 5', 'Renglones leídos 27']
      expect(await account(page)).toEqual(['Por crear 17', ...fates])
      for (const column of ['Enf. crónica', 'Síntomas resp.', 'Esquema vacunación'])
        await page.getByText(`${column}: no se eligió fundamento legal`).waitFor()
      await page.getByText('Profesión u oficio: se dijo que no se usa').waitFor()
      await whole(page, 'import-dry')

      // Every row says why; one fate at a time, one reason at a time, in the address.
      const rows = page.getByRole('list', { name: 'Renglones' })
      await rows.getByText('Se parece a la línea 11').waitFor()
      await rows
        .getByText(/Probablemente es la misma persona/)
        .first()
        .waitFor()
      await page
        .getByLabel('Por qué')
        .selectOption({ label: 'La fecha de nacimiento no existe en el calendario.' })
      await expect.poll(() => rows.locator(':scope > li').count(), { timeout: 10_000 }).toBe(2)
      await page.reload()
      await rows.getByText('31/02/2015').waitFor()
      expect(await rows.locator(':scope > li').count()).toBe(2)
      await page.getByText('17 por crear o creados').click()
      await rows.getByText('Fabiola Lubin').waitFor()
      await screenshot(page, 'import-rows')

      await page.getByRole('button', { name: 'Crear a 17 personas' }).click()
      const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'))
      await dialog.getByText(/Se registran 10 familias/).waitFor()
      await screenshot(page, 'import-confirm')
      await dialog.getByRole('button', { name: 'Crear ahora' }).click()
      await page.getByRole('heading', { name: 'Resultado' }).waitFor()
      expect(await account(page)).toEqual(['Creados 17', ...fates])
      await whole(page, 'import-done')

      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Descargar 5 renglones por corregir' }).click(),
      ])
      expect(download.suggestedFilename()).toBe('Censo de ejemplo - por corregir.csv')
      const back = await read(download)
      expect(back.trimEnd().split('\r\n')).toHaveLength(6)

      // Corrected and decided in the spreadsheet, it is loaded under the same name; the columns are known by now.
      await page.getByRole('link', { name: 'Cargar el archivo corregido' }).click()
      await heading(page, 'Cargar un censo')
      expect(await page.getByLabel('Nombre de este censo').inputValue()).toBe('Albergues de ejemplo, 2022')
      await choose(
        page,
        download.suggestedFilename(),
        back
          .replace('31/02/2015', '28/02/2015')
          .replace('12/13/2090', '')
          .replace('E-006;Pareja;;;;', 'E-006;Pareja;;;Norma;')
          .replace(/^(E-901(?:;[^;]*){16});/mu, '$1;MISMA'),
      )
      await send(page)
      await page.getByRole('button', { name: 'Hacer el ensayo' }).click()
      await page.getByRole('heading', { name: 'Ensayo: esto pasaría' }).waitFor()
      expect(await account(page)).toEqual([
        'Por crear 3',
        'Detenidos 1',
        'Rechazados 0',
        'Ignorados 2',
        'Renglones leídos 6',
      ])
      // A question nobody answered is told before anything is created.
      await page.getByText('1 pregunta del archivo quedó sin respuesta').waitFor()
      await page.getByText('Después de cargar ya no se podrá responder').waitFor()
      await page.getByRole('button', { name: 'Crear a 3 personas' }).click()
      await dialog.getByRole('button', { name: 'Crear ahora' }).click()
      await page.getByRole('heading', { name: 'Resultado' }).waitFor()

      await page.goto(`${here.url}/import`)
      const files = page.getByRole('table', { name: /Archivos enviados/ })
      await files.getByText('Censo de ejemplo.csv').waitFor()
      await whole(page, 'import-list')

      // The same file once more creates nobody, and says so.
      await page.getByLabel('Nombre de este censo').fill('Albergues de ejemplo, 2022')
      await choose(page, 'Censo de ejemplo.csv', example)
      await send(page)
      await page.getByText('Estos encabezados ya se habían explicado antes').waitFor()
      await page.getByRole('button', { name: 'Hacer el ensayo' }).click()
      await page.getByRole('heading', { name: 'Ensayo: esto pasaría' }).waitFor()
      expect((await account(page))[0]).toBe('Por crear 0')
      await page.getByText('El ensayo dice que no hay nadie por crear').waitFor()
    })
  })

  test('goes on without whoever began it: a connection lost on sending, and while it is loaded', async () => {
    await as(
      clerk,
      '/import',
      async (page, { context }) => {
        const families = Array.from({ length: 120 }, (_, i) => {
          const name = `${'Abigail Bertrand Claude Daphnée Ernst Fabiola'.split(' ')[i % 6]!} ${'Renel Sony Tania Urbain Vital'.split(' ')[i % 5]!}`
          return `L-${i};${name};Prueba${String.fromCharCode(97 + (i % 26))}${'oriel'.slice(0, 2 + (i % 3))}${i};${1950 + (i % 50)}`
        })
        await page.getByLabel('Nombre de este censo').fill('Lista larga de prueba')
        await choose(page, 'larga.csv', `Familia;Nombre;Apellido;Fecha nac.\n${families.join('\n')}\n`)
        await context.setOffline(true)
        await send(page)
        await page.getByRole('alert').first().waitFor()
        await screenshot(page, 'import-no-connection')
        await context.setOffline(false)
        // What was typed and chosen is still there.
        await send(page)
        await heading(page, 'larga.csv')
        await page.getByRole('button', { name: 'Hacer el ensayo' }).click()
        await page.getByRole('button', { name: 'Crear a 120 personas' }).click()
        const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'))
        await dialog.getByRole('button', { name: 'Crear ahora' }).click()
        await page.getByRole('heading', { name: 'Registrando familias' }).waitFor()
        await context.setOffline(true)
        await page.waitForTimeout(2500)
        await screenshot(page, 'import-while-away')
        await context.setOffline(false)
        await page.getByRole('heading', { name: 'Resultado' }).waitFor({ timeout: 60_000 })
        expect((await account(page))[0]).toBe('Creados 120')
        // One by one in pages.
        await page.getByText('120 por crear o creados').click()
        const rows = page.getByRole('list', { name: 'Renglones' })
        await expect.poll(() => rows.locator(':scope > li').count()).toBe(25)
        await page.getByRole('button', { name: /Siguiente/ }).click()
        await rows.getByText('Línea 27').waitFor()
      },
      'offline',
    )
  })

  test('in English, and by keyboard alone', async () => {
    const opened = await here.signedIn(english, { at: '/import', locale: 'en-GB' })
    const { page } = opened
    await heading(page, 'Load a census')
    await page
      .getByLabel('CSV file')
      .setInputFiles({ name: 'shelter.csv', mimeType: 'text/csv', buffer: sheet })
    await tabTo(page, 'Send and look through')
    await page.keyboard.press('Enter')
    await heading(page, 'shelter.csv')
    await page.getByRole('radiogroup', { name: 'What do 1 and 2 mean in 2 rows?' }).waitFor()
    await tabTo(page, '1 is a woman, 2 a man')
    await page.keyboard.press('ArrowDown')
    await tabTo(page, 'Do the dry run')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Dry run: this would happen' }).waitFor()
    await page.getByText('religion: it is not collected here').waitFor()
    await whole(page, 'import-en')
    await tabTo(page, 'Create 2 people')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').or(page.getByRole('alertdialog')).waitFor()
    await tabTo(page, 'Create now', 5)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Result' }).waitFor()
    expect(faults(opened)).toEqual([])
    await opened.context.close()
  })
})
