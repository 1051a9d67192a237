import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../src/shared/id.ts'
import { heading, tabTo, whole } from './acting.ts'
import { axe, screenshot } from './harness.ts'
import { faults, testSite, type Worker } from './site.ts'

// The main job at a counter: a family without papers, by keyboard alone, on the real server.

const here = await testSite()
let clerk: Worker
let caseWorker: Worker

beforeAll(async () => {
  clerk = await here.worker('intake_worker', { name: 'Rosa Archundia' })
  caseWorker = await here.worker('case_worker', { name: 'Tomás Iniestra' })
})

async function choose(page: Page, label: string, typed: string, found: string): Promise<void> {
  await tabTo(page, label)
  await page.keyboard.type(typed)
  await page.getByRole('option', { name: found }).waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('listbox').waitFor({ state: 'detached' })
  expect(await page.getByRole('combobox', { name: label, exact: true }).inputValue()).toBe(found)
}

/** Mirlande, found by her name, as one the office already knows. */
async function known(page: Page, more: Record<string, unknown> = {}): Promise<void> {
  await page.evaluate(
    async ({ ids, more }) => {
      const notice = await (await fetch('/api/notice', { headers: { 'x-integrate': '1' } })).json()
      const answer = await fetch('/api/households', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-integrate': '1',
          'x-integrate-command': ids[0]!,
        },
        body: JSON.stringify({
          householdId: ids[1],
          notice: { noticeId: notice.noticeId, language: 'ht', how: 'read_aloud' },
          channel: 'shelter',
          registeredOn: '2026-11-19',
          members: [
            {
              personId: ids[2],
              role: 'head',
              source: 'person',
              core: {
                givenNames: 'Mirlande',
                surname1: 'Désir',
                birth: { year: 1991, month: 3, day: 8, precision: 'day' },
                sex: 'female',
                nationalities: ['HTI'],
                languages: [{ code: 'hat', level: 'first' }],
                ...more,
              },
            },
          ],
        }),
      })
      if (answer.status !== 201) throw new Error(await answer.text())
    },
    { ids: [newId(), newId(), newId()], more },
  )
}

describe('registering a family', () => {
  test('three people without documents, by keyboard alone: warned of a duplicate, confirmed, cards, found in the list', async () => {
    const opened = await here.signedIn(clerk, { at: '/people' })
    const { page } = opened
    await heading(page, 'Personas')
    await page.getByText('Todavía no hay personas a su alcance').waitFor()
    await whole(page, 'people-empty')
    await known(page)
    await page.reload()
    await page.getByRole('link', { name: 'Mirlande Désir' }).waitFor()

    const start = Date.now()
    let keys = 0
    const type = async (text: string) => {
      keys += text.length
      await page.keyboard.type(text)
    }
    await tabTo(page, 'Registrar familia')
    await page.keyboard.press('Enter')

    // The notice, in the person's language.
    await heading(page, 'Primero, el aviso de privacidad')
    await tabTo(page, /Español|Kreyòl ayisyen/)
    await page.keyboard.press('ArrowRight')
    await page.getByText('aviso corto (ht)').waitFor()
    await page.getByText('Bonjou.').waitFor()
    await tabTo(page, 'Ver el aviso completo')
    await page.keyboard.press('Enter')
    await page.getByText('aviso completo (ht)').waitFor()
    // Not saying how it was made known is refused, with a way to the field.
    await page.getByRole('button', { name: 'Continuar' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('elija cómo se dio a conocer').waitFor()
    await whole(page, 'register-notice')
    await tabTo(page, /elija cómo se dio a conocer/)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')

    // The first: one surname, a whole birth date, asked in Creole.
    await heading(page, '¿A quién registra?')
    await page.getByText('«Kijan ou rele?»').waitFor()
    await tabTo(page, 'Nombre o nombres')
    await type('Mirlande')
    await tabTo(page, 'Primer apellido')
    await type('Desir')
    await tabTo(page, 'Día')
    await type('8')
    await tabTo(page, 'Mes')
    await type('3')
    await tabTo(page, 'Año')
    await type('1991')
    await tabTo(page, /^Mujer/)
    await page.keyboard.press('Space')
    await choose(page, 'Nacionalidad', 'hait', 'Haití')
    // Typed far enough to mean one, and left with Tab.
    await tabTo(page, 'Idioma')
    await type('criollo')
    await tabTo(page, 'Nivel del idioma 1')
    expect(await page.getByRole('combobox', { name: 'Idioma', exact: true }).inputValue()).toBe(
      'Criollo haitiano',
    )
    await whole(page, 'register-member')
    await tabTo(page, 'Agregar a otra persona')
    await page.keyboard.press('Enter')

    // Someone alike is there: side by side, with reasons.
    await heading(page, '¿Es otra persona que Mirlande Desir?')
    await page.getByText('Hay 1 persona registrada que se parece').waitFor()
    await page.getByText('Fecha de nacimiento: igual').waitFor()
    await page.getByText('Probablemente es la misma persona').waitFor()
    await whole(page, 'register-alike')
    await tabTo(page, 'Es otra persona: continuar')
    await page.keyboard.press('Enter')

    // The second: no surname, an approximate year, the same nationality and languages.
    await heading(page, 'Integrante 2 de la familia')
    await tabTo(page, 'Parentesco')
    await type('Hija')
    await tabTo(page, 'Nombre o nombres')
    await type('Wilner')
    await tabTo(page, 'Año')
    await type('2016')
    await tabTo(page, 'El año es aproximado')
    await page.keyboard.press('Space')
    await tabTo(page, 'Misma nacionalidad e idiomas que Mirlande Desir')
    await page.keyboard.press('Enter')
    await tabTo(page, 'Agregar a otra persona')
    await page.keyboard.press('Enter')

    // The third: a name, and nothing else.
    await heading(page, 'Integrante 3 de la familia')
    await tabTo(page, 'Nombre o nombres')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').getByText('escriba al menos un nombre').waitFor()
    await tabTo(page, /escriba al menos un nombre/)
    await page.keyboard.press('Enter')
    await type('Yusuf')
    await page.keyboard.press('Enter')

    await heading(page, 'Revise antes de guardar: 3 personas')
    await page.getByText('hacia 2016').waitFor()
    await whole(page, 'register-review')
    await tabTo(page, 'Guardar registro')
    await page.keyboard.press('Enter')

    await heading(page, 'Registro guardado: 3 personas')
    const seconds = (Date.now() - start) / 1000
    const cards = page.getByRole('article')
    expect(await cards.count()).toBe(3)
    await page.getByText('Kòd ou').first().waitFor()
    const code = (await page.locator('.card-code').first().textContent())!
    expect(code).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]$/)
    expect(await page.locator('.card').first().textContent()).not.toMatch(/1991|Hait/)
    await whole(page, 'register-cards')
    await page.emulateMedia({ media: 'print' })
    await screenshot(page, 'register-cards-print')
    await page.emulateMedia({ media: 'screen' })
    console.log(`a family of three by keyboard: ${seconds.toFixed(1)} s of the machine, ${keys} characters`)

    // In the list: by name without its accent, in any order, and by the code of the card.
    await tabTo(page, 'Ir a la lista')
    await page.keyboard.press('Enter')
    await heading(page, 'Personas')
    await page.keyboard.press('/')
    await page.keyboard.type('desir mirlande')
    await page.keyboard.press('Enter')
    await page.getByText('2 en total').waitFor()
    expect(page.url()).not.toContain('mirlande')
    await whole(page, 'people-found')
    await page.locator('h1').focus()
    await page.keyboard.press('j')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toMatch(/Mirlande D[eé]sir/)
    await page.keyboard.press('/')
    await page.keyboard.press('Control+a')
    await page.keyboard.type(code.toLowerCase().replaceAll('-', ' '))
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/people\/[0-9a-f-]{36}$/)
    expect(faults(opened)).toEqual([])
    await opened.context.close()
  })

  test('what was refused, or lost on the way, is kept; sent again it is saved once', async () => {
    const opened = await here.signedIn(caseWorker, { at: '/people/register' })
    const { page } = opened
    await heading(page, 'Primero, el aviso de privacidad')
    await page.getByRole('radio', { name: 'Kreyòl ayisyen' }).check()
    await page.getByRole('radio', { name: 'Se lo leí en voz alta' }).check()
    await page.getByRole('button', { name: 'Continuar' }).click()
    await page.getByRole('textbox', { name: 'Nombre o nombres' }).fill('Ana')
    await page.getByRole('textbox', { name: 'Primer apellido' }).fill('Barrios')
    await page.getByRole('textbox', { name: 'Segundo apellido' }).fill('Castro')
    // Something sensitive needs its ground, and the fold opens on what is missing.
    await page.getByText('Salud (dato sensible)').click()
    await page.getByRole('textbox', { name: 'Enfermedad que requiere' }).fill('diabetes')
    await page.getByText('Salud (dato sensible)').click()
    await page.getByRole('button', { name: 'Continuar a la revisión' }).click()
    await page.getByRole('alert').getByText('elija con qué fundamento').waitFor()
    await page.getByRole('radio', { name: 'Consentimiento expreso' }).check()
    await page.getByRole('radio', { name: 'De palabra, ante testigo' }).check()
    await whole(page, 'register-sensitive')
    await page.getByRole('button', { name: 'Continuar a la revisión' }).click()
    // A text nobody reviewed is no consent without who explained it.
    await page.getByRole('alert').getByText('escriba quién explicó el texto').waitFor()
    await page.getByRole('textbox', { name: 'Intérprete' }).fill('Jean Intérprete')
    await page.getByRole('button', { name: 'Continuar a la revisión' }).click()
    await heading(page, /Revise antes de guardar/)
    expect(await page.getByRole('main').textContent()).not.toContain('diabetes')

    // The request arrives and its answer does not.
    let lost = 0
    await page.route('**/api/households', async (route) => {
      lost += 1
      if (lost === 1) {
        await route.fetch()
        return route.abort('connectionreset')
      }
      return route.continue()
    })
    await page.getByRole('button', { name: 'Guardar registro' }).click()
    await page.getByText('No hay conexión con el servidor').waitFor()
    await screenshot(page, 'register-lost')
    await page.getByText('Ana Barrios Castro').first().waitFor()
    await page.getByRole('button', { name: 'Guardar registro' }).click()
    await heading(page, 'Registro guardado: 1 persona')
    const count = async () =>
      (
        await here.house.owner.db
          .selectFrom('registry.person_core')
          .select((e) => e.fn.countAll<string>().as('n'))
          .where('given_names', '=', 'Ana')
          .executeTakeFirstOrThrow()
      ).n
    expect(Number(await count())).toBe(1)
    expect(faults(opened).filter((line) => !line.includes('ERR_CONNECTION_RESET'))).toEqual([])
    await opened.context.close()
  })

  test('changed after an answer was lost: what was saved first is told, and nobody is doubled', async () => {
    const opened = await here.signedIn(caseWorker, { at: '/people/register' })
    const { page } = opened
    await page.getByRole('radio', { name: 'Se lo leí en voz alta' }).check()
    await page.getByRole('button', { name: 'Continuar' }).click()
    await page.getByRole('textbox', { name: 'Nombre o nombres' }).fill('Ernestine')
    await page.getByRole('button', { name: 'Continuar a la revisión' }).click()
    let lost = 0
    await page.route('**/api/households', async (route) => {
      lost += 1
      if (lost > 1) return route.continue()
      await route.fetch()
      return route.abort('connectionreset')
    })
    await page.getByRole('button', { name: 'Guardar registro' }).click()
    await page.getByText('No hay conexión con el servidor').waitFor()
    await page.getByRole('button', { name: 'Corregir Ernestine' }).click()
    await page.getByRole('textbox', { name: 'Primer apellido' }).fill('Toussaint')
    await page.getByRole('button', { name: 'Continuar a la revisión' }).click()
    // Alike because it is there already; the worker does not know it yet.
    await page.getByRole('heading', { level: 1, name: /Revise|otra persona/ }).waitFor()
    if (await page.getByRole('button', { name: 'Es otra persona: continuar' }).isVisible())
      await page.getByRole('button', { name: 'Es otra persona: continuar' }).click()
    await page.getByRole('button', { name: 'Guardar registro' }).click()
    await page.getByText('Ya se había guardado en un intento anterior').waitFor()
    expect(await page.getByRole('article').count()).toBe(1)
    await opened.context.close()
  })

  test('leaving with a family half written asks first', async () => {
    const opened = await here.signedIn(clerk, { at: '/people/register', width: 768 })
    const { page } = opened
    await page.getByRole('radio', { name: 'Se lo leí en voz alta' }).check()
    await page.getByRole('button', { name: 'Continuar' }).click()
    await page.getByRole('textbox', { name: 'Nombre o nombres' }).fill('Yusuf')
    await page.getByRole('button', { name: 'Continuar a la revisión' }).click()
    await page.getByRole('heading', { level: 1, name: /Revise|otra persona/ }).waitFor()
    await page.getByRole('link', { name: 'Hoy' }).click()
    await page.getByRole('alertdialog', { name: 'Hay datos sin guardar' }).waitFor()
    await page.getByRole('button', { name: 'Seguir aquí' }).click()
    await page.getByText('Yusuf').first().waitFor()
    await opened.context.close()
  })
})

describe('the list', () => {
  test('filters are sentences, stay in the address, and come off one by one', async () => {
    const opened = await here.signedIn(clerk, { at: '/people' })
    const { page } = opened
    await heading(page, 'Personas')
    await page.getByRole('button', { name: 'Filtrar' }).click()
    const dialog = page.getByRole('dialog', { name: 'Filtros' })
    await dialog.getByRole('textbox', { name: 'Edad desde' }).fill('doce')
    await dialog.getByRole('button', { name: 'Mostrar' }).click()
    await dialog.getByText('escriba una edad de 0 a 130').waitFor()
    await axe(page)
    await dialog.getByRole('textbox', { name: 'Edad desde' }).fill('18')
    await dialog.getByRole('combobox', { name: /Nacionalidad/ }).fill('hait')
    await page.getByRole('option', { name: 'Haití' }).click()
    await dialog.getByRole('button', { name: 'Mostrar' }).click()
    await page.getByRole('button', { name: 'Quitar: de Haití' }).waitFor()
    expect(new URL(page.url()).search).toBe('?nationality=HTI&ageFrom=18')
    await page.reload()
    await page.getByRole('button', { name: 'Quitar: de 18 años o más' }).waitFor()
    await page.getByRole('link', { name: 'Mirlande Désir' }).waitFor()
    await whole(page, 'people-filtered')
    await page.goto(`${here.url}/people?nationality=ISL`)
    await page.getByText('Nadie cumple todo esto a la vez').waitFor()
    await whole(page, 'people-none')
    await page.getByRole('button', { name: 'Ver a todas las personas' }).click()
    await page.getByText('Se muestran todas las personas a su alcance.').waitFor()
    expect(faults(opened)).toEqual([])
    await opened.context.close()
  })

  test('a code with a slip is told from a code of nobody; an unknown name says what to do', async () => {
    const opened = await here.signedIn(clerk, { at: '/people' })
    const { page } = opened
    const find = async (text: string) => {
      await page.getByRole('searchbox').fill(text)
      await page.keyboard.press('Enter')
    }
    await find('K7M2-9QPX-5')
    await page.getByText(/Ese código tiene un error|No se encontró/).waitFor()
    await find('Zzyzx')
    await page.getByText('Nadie a su alcance se llama «Zzyzx»').waitFor()
    await axe(page)
    await opened.context.close()
  })

  test('a role without people has no such place', async () => {
    const analyst = await here.worker('analyst')
    const opened = await here.signedIn(analyst, { at: '/people' })
    await heading(opened.page, 'Su función no abre esta página')
    expect(await opened.page.getByRole('link', { name: 'Personas' }).count()).toBe(0)
    await opened.context.close()
  })
})
