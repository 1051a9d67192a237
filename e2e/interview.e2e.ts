import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Interview } from '../src/modules/assessment/contract.ts'
import { newId } from '../src/shared/id.ts'
import { cast, organization, person } from '../test/factories.ts'
import { api, heading, region, registered, tabTo, whole } from './acting.ts'
import { at, axe, fits, type Opened, screenshot } from './harness.ts'
import { testSite, type Worker } from './site.ts'

// From the first question to the second interview: asked in Creole, explained to the case worker, and what only
// protection staff may know told to them alone. All people are synthetic.

const here = await testSite()
let rosa: Worker
let pilar: Worker
let newcomer: Worker
let ana: string
let mirlande: string
let wilner: string

const bandWords = /Apoyo inmediato|Apoyo prioritario|Apoyo preventivo|Seguimiento ordinario|Banda/
/** What protection staff are told, and nobody else. */
const ofProtection = /"band|"flags?"|RF[1-7]|"wanted"|no_atendida|entrada con su hijo|cena resuelta/
/** Every answer the server gave Rosa, but for her own raising of a flag, and who she is. */
const toldToRosa: string[] = []

beforeAll(async () => {
  rosa = await here.worker('case_worker', { name: 'Rosa Archundia' })
  pilar = await here.worker('protection_worker', { name: 'Pilar Nava' })
  const elsewhere = await organization(here.house, here.town.tenantId, { name: 'Albergue La Paloma' })
  newcomer = await here.worker('case_worker', { name: 'Elena Cuidadora', organizationId: elsewhere })
  const opened = await here.signedIn(rosa)
  const curp = { type: 'curp', number: 'DEXM910308MNEXXX09', evidence: 'document_seen' } as const
  ;[ana] = (await registered(opened.page, [person(cast.ana)])) as [string]
  ;[mirlande, wilner] = (await registered(opened.page, [
    person(cast.mirlande, { documents: [{ id: newId(), ...curp }] }),
    person(cast.wilner, { role: 'child' }),
  ])) as [string, string]
  await opened.context.close()
})

/** As elsewhere, and what the server tells Rosa is kept. */
const as = (who: Worker, address: string, act: (page: Page, opened: Opened) => Promise<void>) =>
  here.as(who, address, async (page, opened) => {
    const heard: Promise<unknown>[] = []
    if (who === rosa)
      page.on('response', (response) => {
        const { pathname } = new URL(response.url())
        if (!pathname.startsWith('/api/') || pathname.endsWith('/flags') || pathname === '/api/me') return
        const text = response.text().then((body) => toldToRosa.push(`${pathname} ${body}`))
        heard.push(text.catch(() => undefined))
      })
    await act(page, opened)
    await Promise.all(heard)
  })

const save = (page: Page) => page.getByRole('button', { name: 'Guardar y seguir' })
const all = (page: Page) => page.getByRole('button', { name: 'Ver todas las preguntas' })
const line = (page: Page, question: RegExp) => page.getByRole('listitem').filter({ hasText: question })
const asked = (page: Page, question: RegExp) =>
  page.getByRole('heading', { level: 1 }).filter({ hasText: question }).waitFor()

/** Answers by the words on the screen, and goes on. */
async function answers(page: Page, question: RegExp, answer: string): Promise<void> {
  await asked(page, question)
  await page.getByRole('radio', { name: answer, exact: true }).check()
  await save(page).click()
}

/** A whole interview through the API, as whoever is signed in. */
async function interviewed(page: Page, personId: string, said: Record<string, string>): Promise<void> {
  let now = await api<Interview>(page, 'POST', `/api/people/${personId}/interview`, {
    assessmentId: newId(),
    phase: 'assessment',
    setting: 'seated',
    respondent: personId === wilner ? 'representative' : 'self',
    interpreter: 'none',
    serviceNow: false,
    language: 'es',
  })
  const { id } = now.assessment!
  for (const [item, value] of Object.entries(said))
    now = await api<Interview>(page, 'PUT', `/api/interviews/${id}/items/${item}`, {
      answerId: newId(),
      basedOn: now.steps.find((s) => s.item === item)?.answerId ?? null,
      fields: [{ field: item, value }],
    })
  await api(page, 'POST', `/api/interviews/${id}/finish`, { version: now.assessment!.version })
}

/** A dialog: React Aria's own unseen buttons around it are no targets. */
async function narrow(page: Page, name: string): Promise<void> {
  await axe(page)
  await at(page, 320)
  await fits(page)
  await axe(page)
  await screenshot(page, `${name}-320`, false)
  await at(page, 1440)
}

/** What can be read on the page, or on its print. */
// biome-ignore lint/performance/useDomNodeTextContent: what is not shown does not count.
const visible = (page: Page) => page.getByRole('main').evaluate((main: HTMLElement) => main.innerText)

const focused = (page: Page) =>
  page.evaluate(() => {
    const one = document.activeElement
    return one instanceof HTMLInputElement ? `input ${one.type}` : (one?.tagName ?? '')
  })

describe('before anybody was asked', () => {
  test('lists say that they are empty and what to do', async () => {
    await as(newcomer, '/caseload', async (page) => {
      await page.getByText('Nadie espera').waitFor()
      await page.getByText(/aparecen aquí al registrarse/).waitFor()
      await whole(page, 'caseload-empty')
    })
    await as(pilar, '/', async (page) => {
      const flags = region(page, 'Señales de alarma por atender')
      await flags.getByText('No hay señales por atender').waitFor()
      await flags.getByRole('link', { name: 'Ver la lista', exact: true }).click()
      await heading(page, 'Señales de alarma')
      await page.getByText(/en cuanto alguien las levanta/).waitFor()
      await whole(page, 'flags-empty')
    })
  })
})

describe('an interview in Creole', () => {
  test('says what it is for, asks one thing at a time in both languages, and is left half-way', async () => {
    await as(rosa, `/people/${mirlande}`, async (page) => {
      const panel = region(page, 'En qué podemos apoyar')
      await panel.getByText('Todavía no se le ha entrevistado').waitFor()
      await panel.getByRole('link', { name: 'Empezar la entrevista' }).click()
      await heading(page, 'Entrevista con Mirlande Désir')
      // Their first language is suggested, and what is read out is in it.
      expect(await page.getByRole('radio', { name: 'Kreyòl ayisyen' }).isChecked()).toBe(true)
      const purpose = region(page, /Para qué son las preguntas/)
      await purpose.getByText(/Nou poze w kesyon/).waitFor()
      expect(await purpose.locator('[lang=ht]').count()).toBe(2)
      await purpose.getByText('Texto sin revisar').waitFor()
      await whole(page, 'interview-start')
      await page.getByRole('button', { name: 'Empezar la entrevista' }).click()

      await asked(page, /Èske w gen avè w/)
      expect(await focused(page)).toBe('H1')
      expect(await page.locator('html').getAttribute('lang')).toBe('es')
      expect(await page.locator('h1 [lang=ht]').textContent()).toContain('pyès idantite')
      expect(await page.locator('h1').evaluate((h) => getComputedStyle(h).direction)).toBe('ltr')
      expect(await page.locator('.steps-also [lang=es]').textContent()).toContain('documento de identidad')
      await page.locator('.steps-also').getByText('Texto sin revisar').waitFor()
      await page.locator('label [lang=ht]', { hasText: 'Pa konnen' }).waitFor()
      const quiet = page.getByRole('radio', { name: 'Pa konnen' })
      // The worker's words stand beneath each answer and are read with it.
      const beneath = page.locator(`[id="${await quiet.getAttribute('aria-describedby')}"]`)
      expect([await beneath.getAttribute('lang'), await beneath.textContent()]).toEqual(['es', 'No sabe'])
      // No answer chosen: said, and the focus is where the answer is due.
      await save(page).click()
      await page.getByText(/Elija una respuesta/).waitFor()
      expect(await focused(page)).toBe('input radio')
      await whole(page, 'interview-question')
      await quiet.check()
      await save(page).click()
      // The CURP is on file: nobody asks for it again.
      await answers(page, /konsèy yon avoka/, 'Pito pa di')
      await asked(page, /Ki kote w ap dòmi/)
      expect(await focused(page)).toBe('H1')
      await page.getByRole('button', { name: 'Saltar por ahora' }).click()
      await asked(page, /Konbyen moun/)
      await page.getByRole('textbox', { name: 'Respuesta' }).fill('muchas')
      await save(page).click()
      await page.getByText(/Escriba un número entero/).waitFor()
      await whole(page, 'interview-number')
      await page.getByRole('link', { name: 'Dejar por hoy' }).click()
      await heading(page, 'Mirlande Désir')
      await region(page, 'En qué podemos apoyar').getByText('La primera entrevista está en curso').waitFor()
    })
  })

  test('is taken up where it was left, and goes on in any order', async () => {
    await as(rosa, '/', async (page) => {
      // On a slow line too, nobody is told to begin what is under way.
      await page.route('**/api/people/*/interview', async (route) => {
        await new Promise((go) => setTimeout(go, 1500))
        await route.continue()
      })
      await page.goto(`${here.url}/people/${mirlande}`)
      const panel = region(page, 'En qué podemos apoyar')
      const goOn = panel.getByRole('link', { name: 'Seguir la entrevista' })
      await panel.waitFor()
      for (let seen = false; !seen; seen = await goOn.isVisible()) {
        expect(await panel.textContent()).not.toMatch(/Empezar la entrevista|no se le ha entrevistado/)
        await page.waitForTimeout(50)
      }
      await page.unroute('**/api/people/*/interview')
      await goOn.click()
      await page.getByText(/Hay una entrevista en curso desde/).waitFor()
      await page.getByRole('button', { name: 'Seguir con la entrevista' }).click()
      await asked(page, /Ki kote w ap dòmi/)
      await all(page).click()
      await heading(page, 'Todas las preguntas')
      expect(await focused(page)).toBe('H1')
      // Not known, not told, not asked and already known are four different things.
      await line(page, /documento de identidad vigente/)
        .getByText('No sabe')
        .waitFor()
      await line(page, /persona abogada/)
        .getByText('Prefiere no decirlo')
        .waitFor()
      await line(page, /CURP/).getByText('Ya lo sabíamos').waitFor()
      const housing = line(page, /Dónde duerme/).getByRole('button', { name: /^Preguntar/ })
      await housing.waitFor()
      await line(page, /ingreso total de su hogar/)
        .getByText('falta cargar la línea oficial de pobreza de este mes')
        .waitFor()
      await whole(page, 'interview-overview')
      await line(page, /teléfono con internet/)
        .getByRole('button', { name: /^Preguntar/ })
        .click()
      await answers(page, /telefòn/, 'Non')
      // Pressed while the answer is still on its way: it is saved first.
      await all(page).click()
      await housing.click()
      await answers(page, /Ki kote w ap dòmi/, 'Nan lari, nan yon kan oswa nan yon machin')
      await asked(page, /manje prèske menm bagay/)
      await page.getByRole('button', { name: 'Saltar por ahora' }).click()
      await answers(page, /IMSS-Bienestar/, 'Non')
      await asked(page, /Ki dènye nivo/)
    })
  })

  test('a red flag is one tap away, acts at once, and what is told unasked is put away unseen', async () => {
    await as(rosa, `/people/${mirlande}/interview`, async (page) => {
      await page.getByRole('button', { name: 'Seguir con la entrevista' }).click()
      await save(page).waitFor()
      await page.getByRole('button', { name: 'Señal de alarma' }).click()
      const dialog = page.getByRole('dialog', { name: 'Levantar una señal de alarma' })
      expect(await dialog.getByRole('radio', { name: 'Lo vi' }).isChecked()).toBe(true)
      await dialog.getByRole('textbox').fill('Está en la entrada con su hijo')
      await narrow(page, 'flag-raise')
      await dialog.getByRole('button', { name: 'No ha comido en 24 horas' }).click()
      const alert = page.getByRole('dialog', { name: /Señal enviada/ })
      await alert.getByText(/Dé de comer y de beber ahora/).waitFor()
      await alert.getByText(/La recibió una persona/).waitFor()
      await alert.getByRole('button', { name: 'Entendido' }).click()
      // The interview is where it was.
      await save(page).waitFor()
      await all(page).click()
      const unasked = region(page, 'Si la persona lo cuenta')
      await unasked.getByRole('button', { name: /Anotar: .*medicamentos/ }).click()
      await page.getByText(/lo lee solo el equipo de protección/).waitFor()
      await screenshot(page, 'interview-unseen')
      await page.getByRole('radio', { name: 'Mwen pa t jwenn yo' }).check()
      await save(page).click()
      await page.getByText('Guardado para el equipo de protección').waitFor()
      await heading(page, 'Todas las preguntas')
      expect(await page.getByText('No los recibí').count()).toBe(0)
      await page.getByRole('button', { name: 'Terminar y ver el resultado' }).click()
      await region(page, 'Kijan nou ka ede w').waitFor()
    })
  })

  test('ends with what we can support, read to the person; its arithmetic for those who ask', async () => {
    await as(rosa, `/people/${mirlande}/result`, async (page) => {
      await heading(page, 'Mirlande Désir')
      const read = region(page, 'Kijan nou ka ede w')
      expect(await read.getByRole('heading', { level: 2 }).getAttribute('lang')).toBe('ht')
      expect(await read.locator('li [lang=ht]').count()).toBeGreaterThan(3)
      await read.getByText('Texto sin revisar').waitFor()
      await page.getByText('Ver la cuenta, línea por línea').click()
      await page.getByText(/^Entre [0-9.]+ y [0-9.]+ puntos de 100.*Resultado provisional/).waitFor()
      const row = (name: RegExp) => page.getByRole('row', { name })
      await row(/Sin techo.* Por resolver/).waitFor()
      await row(/Sin documento.* Sin respuesta/).waitFor()
      await row(/Sin CURP.* Resuelto/).waitFor()
      await whole(page, 'result')
      expect(await page.content()).not.toMatch(bandWords)
      expect(await page.content()).not.toMatch(/No ha comido|No los recibí|medicamento/)
    })
  })

  test('is confirmed by somebody, or decided otherwise with a reason; the person may disagree', async () => {
    await as(rosa, `/people/${mirlande}/result`, async (page) => {
      await page.getByRole('button', { name: 'Confirmar' }).click()
      await page.getByText(/Rosa Archundia lo confirmó/).waitFor()
      await page.getByRole('button', { name: 'Cambiar la decisión' }).click()
      const form = page.getByRole('form', { name: 'Decidir distinto' })
      await form
        .getByRole('group', { name: /Qué más hace falta/ })
        .getByRole('checkbox', { name: /documento/ })
        .check()
      await form.getByRole('button', { name: 'Guardar la decisión' }).click()
      await form
        .getByRole('alert')
        .getByText(/sin él no se decide distinto/)
        .waitFor()
      await whole(page, 'result-otherwise')
      await form.getByRole('textbox', { name: 'Motivo' }).fill('Perdió sus papeles en el camino')
      await form.getByRole('button', { name: 'Guardar la decisión' }).click()
      await page.getByText(/Rosa Archundia decidió distinto/).waitFor()
      await page.getByText('Lo añadió quien atiende').waitFor()
      await page.getByRole('button', { name: 'Anotar lo que dice' }).click()
      const words = page.getByRole('dialog', { name: 'Anotar lo que dice' })
      await words.getByRole('textbox').fill('Sí tengo dónde dormir')
      await words.getByRole('button', { name: 'Guardar' }).click()
      await page.getByText('«Sí tengo dónde dormir»').waitFor()
      await page.getByRole('button', { name: 'Responder' }).click()
      const reply = page.getByRole('dialog', { name: 'Responder' })
      await reply.getByRole('textbox').fill('Lo vimos con ella y se corrigió')
      await reply.getByRole('button', { name: 'Guardar' }).click()
      await page.getByText(/Respondió Rosa Archundia/).waitFor()
      await page.getByText('Ver a la familia completa').click()
      await region(page, 'En la familia').getByText('Sin entrevista todavía').waitFor()
      await screenshot(page, 'result-decided')
    })
  })

  test('is printed in their language, without a band, a flag or anything special', async () => {
    await as(rosa, `/people/${mirlande}/result/print`, async (page) => {
      await heading(page, 'Hoja para la persona')
      const paper = page.getByRole('article')
      expect(await paper.getAttribute('lang')).toBe('ht')
      await paper.getByText('Kijan nou ka ede w').waitFor()
      await page.getByText('Texto sin revisar').waitFor()
      await whole(page, 'result-print')
      await page.getByRole('checkbox', { name: /Añadir la cuenta/ }).check()
      await page.emulateMedia({ media: 'print' })
      await screenshot(page, 'result-paper')
      for (const unprinted of ['Imprimir', 'Texto sin revisar', 'Hoja para la persona'])
        expect(await page.getByText(unprinted).first().isVisible(), unprinted).toBe(false)
      const printed = await visible(page)
      expect(printed).toContain('Sin techo')
      expect(printed).not.toMatch(bandWords)
      expect(printed).not.toMatch(/Señal|comido|konsiltasyon|no atendida/)
      await page.emulateMedia({ media: 'screen' })
      await page.getByRole('combobox', { name: 'Idioma de la persona' }).selectOption('fr')
      await page.locator('article[lang=fr]').getByText('En quoi nous pouvons vous aider').waitFor()
    })
  })

  test('goes by keyboard alone, from the file to the result', async () => {
    await as(rosa, `/people/${ana}`, async (page) => {
      await heading(page, /Ana/)
      await tabTo(page, /^Empezar la entrevista/)
      await page.keyboard.press('Enter')
      await heading(page, /Entrevista con Ana/)
      await tabTo(page, /^Empezar la entrevista/)
      await page.keyboard.press('Enter')
      await asked(page, /documento de identidad vigente/)
      // The first answer, the next with an arrow; Enter saves.
      await tabTo(page, /^Sí, vigente/)
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await asked(page, /CURP/)
      await tabTo(page, /^Sí/)
      await page.keyboard.press('Space')
      await page.keyboard.press('Enter')
      await asked(page, /persona abogada/)
      await tabTo(page, /^Ver todas las preguntas/)
      await page.keyboard.press('Enter')
      await heading(page, 'Todas las preguntas')
      await tabTo(page, /^Preguntar: .*IMSS/)
      await page.keyboard.press('Enter')
      await asked(page, /IMSS/)
      await tabTo(page, /^Señal de alarma/)
      await page.keyboard.press('Enter')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
      await tabTo(page, /^Sí/)
      await page.keyboard.press('Space')
      await page.keyboard.press('Enter')
      await asked(page, /último nivel/)
      await tabTo(page, /^Ver todas las preguntas/)
      await page.keyboard.press('Enter')
      await heading(page, 'Todas las preguntas')
      await tabTo(page, /^Terminar y ver el resultado/)
      await page.keyboard.press('Enter')
      await region(page, 'En qué podemos apoyarle').waitFor()
      await tabTo(page, /^Confirmar/)
      await page.keyboard.press('Enter')
      await page.getByText(/Rosa Archundia lo confirmó/).waitFor()
    })
  })
})

describe('who waits', () => {
  test('the case team sees support due first, then the longest wait; never why', async () => {
    await as(rosa, '/caseload', async (page) => {
      // Wilner came with his mother, whose result is decided: he waits, and she only for the support that is due.
      const rows = page.getByRole('rowheader')
      await expect.poll(() => rows.count()).toBe(2)
      expect(await rows.allInnerTexts()).toEqual([
        expect.stringContaining('Mirlande'),
        expect.stringContaining('Wilner'),
      ])
      await page
        .getByText('Ayuda alimentaria', { exact: false })
        .or(page.getByText(/Vence: /))
        .first()
        .waitFor()
      await whole(page, 'caseload-team')
      // One part of them, in the address: what is sent to a colleague shows the same.
      await page.getByRole('radio', { name: 'Todas las personas (2)', checked: true }).waitFor()
      await page.getByRole('radio', { name: 'Primera entrevista (1)' }).check()
      await expect.poll(() => rows.count()).toBe(1)
      expect(await rows.textContent()).toContain('Wilner')
      expect(new URL(page.url()).search).toBe('?part=to_interview')
      await page.goto(`${here.url}/caseload?part=support`)
      await page.getByRole('radio', { name: 'Apoyo urgente (1)', checked: true }).waitFor()
      await page.getByRole('rowheader', { name: /Mirlande/ }).waitFor()
      expect(await rows.count()).toBe(1)
      await page.goto(`${here.url}/caseload?part=to_confirm`)
      await page.getByText('Nadie espera por eso').waitFor()
      await page.getByRole('radio', { name: 'Por confirmar (0)', checked: true }).waitFor()
      await whole(page, 'caseload-part-empty')
      await page.getByRole('button', { name: 'Ver a todas las personas' }).click()
      await expect.poll(() => rows.count()).toBe(2)
      expect(new URL(page.url()).search).toBe('')
      expect(await page.content()).not.toMatch(bandWords)
      expect(await page.content()).not.toContain('No ha comido')
      await page.goto(`${here.url}/`)
      await region(page, 'Quién espera')
        .getByText(/Dar apoyo a Mirlande Désir/)
        .waitFor()
      await interviewed(page, wilner, { ID1: 'ninguno', ID3: 'no' })
    })
  })

  test('protection staff see flag, band and wait, one age group at a time', async () => {
    await as(pilar, '/', async (page) => {
      await region(page, 'Señales de alarma por atender')
        .getByText('Mirlande Désir: No ha comido en 24 horas')
        .waitFor()
      await whole(page, 'today-protection')
      await page.goto(`${here.url}/caseload`)
      const rows = page.getByRole('rowheader')
      await expect.poll(() => rows.count()).toBe(2)
      // Ana was registered first; the flag goes before the wait.
      expect(await rows.allInnerTexts()).toEqual([
        expect.stringContaining('Mirlande'),
        expect.stringContaining('Ana'),
      ])
      expect(await visible(page)).toMatch(bandWords)
      await whole(page, 'caseload-protection')
      await page.getByRole('radio', { name: '0 a 11 años (1)' }).check()
      await page.getByRole('rowheader', { name: /Wilner/ }).waitFor()
      expect(await rows.count()).toBe(1)
    })
  })
})

describe('protection staff', () => {
  test('read score, band and special needs, ask what only they may, and take the flag on', async () => {
    await as(pilar, `/people/${mirlande}/protection`, async (page) => {
      await heading(page, 'Mirlande Désir')
      await page.getByText('«Está en la entrada con su hijo»').waitFor()
      await page.getByText(/Vence: /).waitFor()
      await region(page, 'Banda')
        .getByText(/Apoyo|Seguimiento/)
        .first()
        .waitFor()
      expect(JSON.stringify(await api(page, 'GET', `/api/people/${mirlande}/protection`))).toMatch(
        ofProtection,
      )
      // What Rosa put away unseen.
      await region(page, /todo incluido/)
        .getByText(/la consulta o el medicamento/)
        .waitFor()
      await whole(page, 'protection')

      await page.getByRole('link', { name: 'Preguntas de protección' }).click()
      await heading(page, 'Entrevista con Mirlande Désir')
      expect(await page.getByRole('radio', { name: 'En un cuarto cerrado, a solas' }).isChecked()).toBe(true)
      await page.getByRole('button', { name: /entrevista$/ }).click()
      await asked(page, /dokiman/)
      await all(page).click()
      await heading(page, 'Todas las preguntas')
      // Of what is finished only their own part stays open.
      expect(await page.getByText('IMSS-Bienestar').count()).toBe(0)
      await line(page, /separarse/)
        .getByRole('button', { name: /^Preguntar/ })
        .click()
      await save(page).waitFor()
      await page.getByRole('radio').nth(2).check()
      const saved = page.waitForResponse(
        (answer) => answer.request().method() === 'PUT' && answer.url().includes('/items/'),
      )
      await save(page).click()
      await saved
      // The next question is there, and nothing of it is chosen.
      await page.getByRole('radio', { checked: true }).waitFor({ state: 'detached' })
      await all(page).click()
      await heading(page, 'Todas las preguntas')
      await whole(page, 'interview-protection')
      await page.getByRole('link', { name: 'Protección', exact: true }).click()
      await region(page, /todo incluido/)
        .getByText(/familia/)
        .first()
        .waitFor()

      await region(page, 'Banda').getByRole('button', { name: 'Decidir distinto' }).click()
      const form = page.getByRole('form', { name: 'Decidir distinto' })
      await form.getByRole('radio', { name: 'Apoyo inmediato' }).check()
      await form.getByRole('button', { name: 'Guardar la decisión' }).click()
      await form.getByRole('alert').waitFor()
      await form.getByRole('textbox', { name: 'Motivo' }).fill('Hoy no tiene comida ni techo')
      await form.getByRole('button', { name: 'Guardar la decisión' }).click()
      await page.getByText(/Pilar Nava decidió distinto/).waitFor()

      await page.getByRole('button', { name: 'Tomar la señal' }).click()
      const dialog = page.getByRole('dialog', { name: 'Tomar la señal' })
      await dialog.getByRole('textbox').fill('Ya comieron; cena resuelta')
      await narrow(page, 'flag-take')
      await dialog.getByRole('button', { name: 'La tomo' }).click()
      await page.getByText('Atendida a tiempo').waitFor()
      await page.getByText(/La tomó Pilar Nava/).waitFor()
      // Nothing of it goes on paper.
      await page.emulateMedia({ media: 'print' })
      await page.getByText('Esta página no se imprime').waitFor()
      expect(await visible(page)).not.toMatch(/Banda|comido/)
      await page.emulateMedia({ media: 'screen' })
      await page.goto(`${here.url}/flags`)
      await page.getByText('No hay señales por atender').waitFor()
      await page.getByRole('link', { name: 'Ver las atendidas' }).click()
      await page.getByText('«Ya comieron; cena resuelta»').waitFor()
      await whole(page, 'flags')
    })
  })

  test('alone: pages, answers and addresses keep it from the case worker', async () => {
    await as(rosa, `/people/${mirlande}`, async (page) => {
      await heading(page, 'Mirlande Désir')
      await region(page, 'En qué podemos apoyar')
        .getByText(/Entrevista del/)
        .waitFor()
      expect(await page.getByRole('link', { name: 'Protección' }).count()).toBe(0)
      expect(await page.content()).not.toMatch(bandWords)
      for (const path of [`/people/${mirlande}/protection`, '/flags']) {
        await page.goto(`${here.url}${path}`)
        await heading(page, 'Su función no abre esta página')
      }
    })
    expect(toldToRosa.length).toBeGreaterThan(30)
    // A result holds no special item; nothing holds a band, a flag, or the words of either.
    for (const told of toldToRosa) {
      expect(told).not.toMatch(ofProtection)
      if (/\/result/.test(told)) expect(told).not.toMatch(/"(ST[12]|HE[2346]|PR[1234]|WO5|F-EMB)["./]/)
    }
  })
})

describe('a second interview', () => {
  test('asks what has changed, and the result says what did', async () => {
    await as(rosa, `/people/${mirlande}/interview`, async (page) => {
      await page.getByText(/La entrevista anterior terminó el/).waitFor()
      await interviewed(page, mirlande, {
        HO1: 'vivienda_30_dias_o_mas',
        HE1: 'si',
        NE3: 'no',
        ID1: 'ninguno',
      })
      await page.goto(`${here.url}/people/${mirlande}/result`)
      const change = region(page, /Qué cambió desde el/)
      const said = (how: string) =>
        change.locator('div', { has: page.getByText(how, { exact: true }) }).last()
      await said('Se resolvió').getByText(/techo/).waitFor()
      await said('Sigue')
        .getByText(/conectividad/i)
        .waitFor()
      await change.getByText(/respondidas las dos veces|dos veces: de/).waitFor()
      await whole(page, 'result-changed')
      await region(page, 'Resultados anteriores').getByRole('link').click()
      await region(page, /Qué cambió desde el/).waitFor({ state: 'detached' })
    })
  })
})
