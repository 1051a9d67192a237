import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { styleSource } from '../src/apps/html.ts'
import { ownPlace, type SignInPage, signInPage } from '../src/apps/sign-in.ts'
import { loadMessages } from '../src/server/messages.ts'
import { axe, fits, launch, type Opened, open, screenshot, serveBuilt, targets, widths } from './harness.ts'

// The kit's gallery needs no server of ours: it is the built files, under the policy they will live with.

const root = fileURLToPath(new URL('..', import.meta.url))
let folder: string
let browser: Browser
let web: Awaited<ReturnType<typeof serveBuilt>>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'integrate-ui-'))
  // In a process of its own: under the test runner React would be built for development.
  await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--outDir', folder, '--logLevel', 'warn'],
    { cwd: root, env: { ...process.env, NODE_ENV: 'production' } },
  )
  web = await serveBuilt(folder)
  browser = await launch()
})

afterAll(async () => {
  await browser?.close()
  await web?.close()
  if (folder) await rm(folder, { recursive: true, force: true })
})

/** Opens, lets the test act, and ends with no complaint. */
async function on(
  path: string,
  options: Parameters<typeof open>[1],
  act: (page: Page, opened: Opened) => Promise<void>,
) {
  const opened = await open(browser, options)
  try {
    await opened.page.goto(web.url + path)
    await opened.page.getByRole('heading', { level: 1 }).first().waitFor()
    await act(opened.page, opened)
    expect(opened.complaints).toEqual([])
  } finally {
    await opened.context.close()
  }
}

const whole = async (page: Page) => {
  await axe(page)
  await fits(page)
  await targets(page)
}

describe.each([
  ['the gallery', '/ui'],
  ['the frame', '/ui/frame'],
  ['a question', '/ui/question'],
  ['a page that is not', '/ui/none'],
])('%s', (_, path) => {
  test.each(widths)('at %d px, light and dark', async (width) => {
    await on(path, { width }, async (page) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme })
        await screenshot(page, `kit${path.replaceAll('/', '-')}-${colorScheme}-${width}`)
        await fits(page)
        await targets(page)
        // The narrow and the wide layout, each once: axe is slow and 768 px brings nothing of its own.
        if ((width === 320 && colorScheme === 'light') || (width === 1440 && colorScheme === 'dark'))
          await axe(page)
      }
    })
  })
})

test('the language and the looks change and stay', async () => {
  await on('/ui', {}, async (page) => {
    await page.getByRole('textbox', { name: 'Otro nombre' }).fill('Hardy')
    await page.getByRole('radio', { name: 'English' }).check()
    await page.getByRole('heading', { name: 'Gallery' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    // What was typed is still there in the other language.
    expect(await page.getByRole('textbox', { name: 'Other name' }).inputValue()).toBe('Hardy')
    page.on('dialog', (asked) => void asked.accept())
    await page.getByRole('radio', { name: 'Dark' }).check()
    await axe(page)
    await page.reload()
    await page.getByRole('heading', { name: 'Gallery' }).waitFor()
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark')
  })
})

test('a refused form leads to its fields and keeps what was typed', async () => {
  await on('/ui', { width: 768 }, async (page) => {
    const form = page.getByRole('form', { name: 'Campos y formularios' })
    await form.getByRole('textbox', { name: 'Otro nombre' }).fill('Bravo del Norte')
    await form.getByRole('button', { name: 'Guardar' }).click()
    const summary = form.getByRole('alert')
    await summary.getByText('Hay 5 datos por revisar').waitFor()
    await whole(page)
    await screenshot(page, 'kit-errors', false)
    await summary.getByRole('link', { name: /Nombre del río/ }).click()
    const name = form.getByRole('textbox', { name: /Nombre del río/ })
    expect(await name.evaluate((input) => input === document.activeElement)).toBe(true)
    expect(await name.getAttribute('aria-invalid')).toBe('true')
    await summary.getByRole('link', { name: /Fecha de la visita/ }).click()
    expect(
      await form.getByRole('textbox', { name: 'Día' }).evaluate((i) => i === document.activeElement),
    ).toBe(true)
    expect(await form.getByRole('textbox', { name: 'Otro nombre' }).inputValue()).toBe('Bravo del Norte')
  })
})

test('a form that is right is saved, says so, and can be undone; without connection nothing is lost', async () => {
  await on('/ui', {}, async (page) => {
    const form = page.getByRole('form', { name: 'Campos y formularios' })
    await form.getByRole('textbox', { name: /Nombre del río/ }).fill('Río Hardy')
    await form.getByRole('textbox', { name: 'Edad del puente' }).fill('1 250')
    await form.getByRole('radio', { name: 'Verde' }).check()
    await form.getByRole('checkbox', { name: 'No se sabe' }).check()
    await form.getByRole('textbox', { name: 'Número' }).fill('686 123 4567')
    await form.getByRole('checkbox', { name: /Simular/ }).check()
    await form.getByRole('button', { name: 'Guardar' }).click()
    await form.getByText('No hay conexión con el servidor').waitFor()
    expect(await form.getByRole('textbox', { name: /Nombre del río/ }).inputValue()).toBe('Río Hardy')
    await form.getByRole('checkbox', { name: /Simular/ }).uncheck()
    await form.getByRole('button', { name: 'Guardar' }).click()
    const notices = page.getByRole('region', { name: 'Avisos' })
    await notices.getByText('Se guardó el río').waitFor()
    await axe(page)
    await notices.getByRole('button', { name: 'Deshacer' }).click()
    await notices.getByText('Se deshizo').waitFor()
  })
})

test('leaving with something typed asks first', async () => {
  await on('/ui', {}, async (page) => {
    await page.getByRole('textbox', { name: /Nombre del río/ }).fill('Río Hardy')
    await page.getByRole('link', { name: 'Ver el marco' }).click()
    const dialog = page.getByRole('alertdialog', { name: 'Hay datos sin guardar' })
    await dialog.waitFor()
    await axe(page)
    await dialog.getByRole('button', { name: 'Seguir aquí' }).click()
    expect(await page.getByRole('textbox', { name: /Nombre del río/ }).inputValue()).toBe('Río Hardy')
    await page.getByRole('link', { name: 'Ver el marco' }).click()
    await dialog.getByRole('button', { name: 'Salir sin guardar' }).click()
    await page.getByRole('heading', { name: 'Hoy', level: 1 }).waitFor()
  })
})

test('what cannot be undone asks for its word, and Escape goes back to the button', async () => {
  await on('/ui', { width: 320 }, async (page) => {
    const opener = page.getByRole('button', { name: 'Abrir una confirmación' })
    await opener.click()
    const dialog = page.getByRole('alertdialog')
    await dialog.getByRole('button', { name: 'Quitar el río' }).click()
    await dialog.locator('.field-error').waitFor()
    await whole(page)
    await screenshot(page, 'kit-confirm', false)
    await dialog.getByRole('textbox').fill('usumacinta')
    await dialog.getByRole('button', { name: 'Quitar el río' }).click()
    await dialog.waitFor({ state: 'detached' })
    await opener.click()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await expect.poll(() => opener.evaluate((button) => button === document.activeElement)).toBe(true)
  })
})

test('the list by keyboard: /, j, k, Enter; sorting and columns', async () => {
  await on('/ui/frame', {}, async (page) => {
    const focused = () => page.evaluate(() => document.activeElement?.textContent)
    await page.keyboard.press('/')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('type'))).toBe('search')
    await page.keyboard.type('zzz')
    await page.keyboard.press('Enter')
    await page.getByText('Ningún río se llama «zzz»').waitFor()
    await page.getByRole('button', { name: 'Ver todos los ríos' }).click()
    await page.getByRole('heading', { name: 'Ríos' }).click()
    await page.keyboard.press('j')
    expect(await focused()).toBe('Latibonit')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    expect(await focused()).toBe('Río Bravo')
    await page.keyboard.press('k')
    expect(await focused()).toBe('Lempa')
    await page.getByRole('columnheader', { name: /Largo/ }).getByRole('button').click()
    await page.getByRole('columnheader', { name: /Largo/ }).getByRole('button').click()
    expect(await page.getByRole('columnheader', { name: /Largo/ }).getAttribute('aria-sort')).toBe(
      'descending',
    )
    expect(await page.getByRole('rowheader').first().textContent()).toBe('Río Bravo')
    expect(await page.getByRole('cell', { name: '3\u202f051' }).count()).toBe(1)
    await page.getByRole('button', { name: 'Columnas' }).click()
    await page.getByRole('dialog').getByRole('checkbox', { name: 'Clave' }).check()
    await axe(page)
    await page.keyboard.press('Escape')
    await page.getByRole('columnheader', { name: 'Clave' }).waitFor()
    await page.getByRole('link', { name: 'Río Bravo' }).focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Muestrario' }).waitFor()
  })
})

test('many choices are found by typing, accents or not, by keyboard alone', async () => {
  await on('/ui', {}, async (page) => {
    const box = page.getByRole('combobox', { name: /Buscar un color/ })
    await box.focus()
    await page.keyboard.type('ÁZU')
    await page.getByRole('option', { name: 'Azul' }).waitFor()
    // Only the list: while it is open all else is hidden from screen readers, and leaving it closes it.
    await axe(page, '.popover')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(await box.inputValue()).toBe('Azul')
  })
})

test('a list of choices stays open, where it belongs, when the page moves under it', async () => {
  await on('/ui', { width: 320 }, async (page) => {
    const box = page.getByRole('combobox', { name: /Buscar un color/ })
    await box.fill('azu')
    const list = page.locator('.popover')
    await list.getByRole('option', { name: 'Azul' }).waitFor()
    const [field, choices] = [(await box.boundingBox())!, (await list.boundingBox())!]
    // As when a phone's keyboard opens, or a field is brought into view late.
    await page.evaluate(
      () =>
        new Promise((done) => {
          window.scrollBy(0, 60)
          // The event of it comes with the next frame.
          requestAnimationFrame(() => requestAnimationFrame(done))
        }),
    )
    const [fieldNow, choicesNow] = [(await box.boundingBox())!, (await list.boundingBox())!]
    expect(fieldNow.y).not.toBe(field.y)
    expect(Math.round(choicesNow.y - fieldNow.y)).toBe(Math.round(choices.y - field.y))
    expect(await box.inputValue()).toBe('azu')
    await list.getByRole('option', { name: 'Azul' }).click()
    expect(await box.inputValue()).toBe('Azul')
  })
})

test('every control is reached with Tab alone, and the focus is seen', async () => {
  await on('/ui/frame', {}, async (page) => {
    const seen: string[] = []
    for (let step = 0; step < 30; step += 1) {
      await page.keyboard.press('Tab')
      const now = await page.evaluate(() => {
        const element = document.activeElement
        if (!element || element === document.body) return undefined
        return {
          name: element.textContent || element.tagName,
          outline: getComputedStyle(element).outlineStyle,
        }
      })
      if (!now) break
      expect(now.outline, now.name).not.toBe('none')
      seen.push(now.name)
    }
    expect(seen[0]).toBe('Ir al contenido')
    for (const name of [
      'Salida rápida',
      'Personas',
      'Agregar un río',
      'Llamar',
      'Columnas',
      'Latibonit',
      'Siguiente',
    ])
      expect(seen).toContain(name)
  })
})

test('a refused button is reached, explains itself, and does nothing', async () => {
  await on('/ui', {}, async (page) => {
    const refused = page.locator('main').getByRole('button', { name: 'Agregar un río' }).nth(1)
    await refused.focus()
    expect(await refused.getAttribute('aria-disabled')).toBe('true')
    const reason = await refused.getAttribute('aria-describedby')
    expect(await page.locator(`[id="${reason}"]`).textContent()).toContain('Su función no incluye')
  })
})

test('a question: one at a time, in another language, with a way back', async () => {
  await on('/ui/question', { width: 320 }, async (page) => {
    await page.getByRole('heading', { name: 'Èske gen dlo' }).waitFor()
    expect(await page.locator('.steps').evaluate((e) => e.closest('[lang]')?.getAttribute('lang'))).toBe('ht')
    await page.getByRole('radio', { name: 'M pa konnen' }).check()
    await page.getByRole('button', { name: 'Kontinye', exact: true }).click()
    await page.getByRole('button', { name: 'Tounen' }).waitFor()
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    await page.getByRole('radio', { name: 'Português' }).check()
    await page.getByRole('heading', { name: 'Há água' }).waitFor()
    await whole(page)
  })
})

test('at 200 % zoom nothing scrolls sideways', async () => {
  await on('/ui/frame', { width: 768 }, async (page) => {
    // Zoom halves the room for what is written: 384 CSS pixels.
    await page.setViewportSize({ width: 384, height: 450 })
    await fits(page)
    await page.goto(`${web.url}/ui`)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await fits(page)
  })
})

test('on paper: the page without its frame', async () => {
  await on('/ui/frame', {}, async (page) => {
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('navigation', { name: 'Lugares' }).isVisible()).toBe(false)
    expect(await page.getByRole('heading', { name: 'Hoy', level: 1 }).isVisible()).toBe(true)
    await screenshot(page, 'kit-print')
  })
})

test('the first load stays under 250 kB of script, compressed', async () => {
  const opened = await open(browser)
  const scripts = new Map<string, Promise<number>>()
  opened.page.on('response', (response) => {
    if (response.url().endsWith('.js'))
      scripts.set(
        response.url(),
        response.body().then((body) => gzipSync(body).length),
      )
  })
  // Without a server behind it the workspace says so; its first script is all loaded by then.
  await opened.page.goto(`${web.url}/`)
  await opened.page.getByRole('alert').waitFor()
  await opened.page.waitForLoadState('networkidle')
  const bytes = (await Promise.all(scripts.values())).reduce((sum, size) => sum + size, 0)
  await opened.context.close()
  console.log(`workspace, first load: ${(bytes / 1000).toFixed(0)} kB of script, compressed`)
  expect(bytes).toBeGreaterThan(50_000)
  expect(bytes).toBeLessThan(250_000)
})

describe('sign-in', () => {
  const texts = loadMessages(root).staff
  const write = (lang: 'es' | 'en', more: Partial<SignInPage> = {}) =>
    signInPage({ lang, action: '/sign-in', messages: texts[lang].messages, ...more })
  const problem = { title: 'El correo o la contraseña no coinciden', action: 'Revise e intente de nuevo.' }
  const demoAccounts = [
    { name: 'Ana <Ejemplo>', role: 'Gestión de caso', email: 'ana@example.org', password: 'a"b' },
  ]

  test('escapes what was typed, carries no script, and returns to places of ours only', () => {
    const markup = write('es', {
      problem,
      demoAccounts,
      values: { email: '"><script>1', to: 'https://other.example' },
    })
    expect(markup).not.toContain('<script')
    expect(markup).not.toContain('other.example')
    expect(markup).toContain('Ana &lt;Ejemplo&gt;')
    for (const to of ['//other.example', '/\\other.example', 'people', '/sign-in?to=/', '/a b', undefined])
      expect(ownPlace(to)).toBe('/')
    expect(ownPlace('/people?page=2')).toBe('/people?page=2')
  })

  test.each([
    ['es', 320, 'light'],
    ['en', 1440, 'dark'],
  ] as const)('%s at %d px, %s', async (lang, width, colorScheme) => {
    const server = createServer((_, response) =>
      response
        .writeHead(200, {
          'content-type': 'text/html; charset=utf-8',
          'content-security-policy': `default-src 'none'; style-src ${styleSource}; img-src data:; form-action 'self'`,
        })
        .end(write(lang, { problem, demoAccounts })),
    )
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const opened = await open(browser, { width, colorScheme })
    await opened.page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/sign-in`)
    await whole(opened.page)
    await screenshot(opened.page, `sign-in-${lang}-${colorScheme}-${width}`)
    expect(opened.complaints).toEqual([])
    await opened.context.close()
    server.close()
  })
})
