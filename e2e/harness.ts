import { existsSync, mkdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The browser of the machine; tests never pass for want of one. */
export function chromePath(): string {
  const known = [
    process.env.CHROME_BIN,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/snap/bin/chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:/Program Files/Google/Chrome/Application/chrome.exe',
  ]
  const found = known.find((path) => path && existsSync(path))
  if (!found)
    throw new Error(
      'No Chromium found. On Debian or Ubuntu: apt-get install -y chromium. Elsewhere install Chrome, or set CHROME_BIN.',
    )
  return found
}

export async function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromePath(),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-quic',
      '--no-first-run',
    ],
  })
}

export const widths = [320, 768, 1440] as const
export type Width = (typeof widths)[number]

export type Opened = {
  page: Page
  context: BrowserContext
  /** What the page complained of: script errors, refusals of the content policy, requests that failed. */
  complaints: string[]
}

type Options = Pick<
  BrowserContextOptions,
  'colorScheme' | 'locale' | 'reducedMotion' | 'storageState' | 'timezoneId'
> & {
  width?: Width
}

/** A page of its own, with nothing but this machine within reach. */
export async function open(browser: Browser, options: Options = {}): Promise<Opened> {
  const { width = 1440, ...rest } = options
  const context = await browser.newContext({
    viewport: { width, height: width === 320 ? 640 : 900 },
    locale: 'es-MX',
    timezoneId: 'America/Tijuana',
    reducedMotion: 'reduce',
    ...rest,
  })
  const complaints: string[] = []
  await context.route(
    (url) => !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname) && url.protocol !== 'data:',
    (route) => {
      complaints.push(`left the machine: ${route.request().url()}`)
      return route.abort()
    },
  )
  const page = await context.newPage()
  page.on('pageerror', (error) => complaints.push(`script error: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  return { page, context, complaints }
}

/** The same page at another width. */
export async function at(page: Page, width: Width): Promise<void> {
  await page.setViewportSize({ width, height: width === 320 ? 640 : 900 })
  // What follows the window's size (a list that closes, a table that stacks) has followed.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

/** Fails with every line, where a comparison would cut them short. */
function none(found: readonly string[]): void {
  if (found.length > 0) throw new Error(found.join('\n'))
}

/** No violation of WCAG 2.2 A or AA, nor of axe's own good practice. */
export async function axe(page: Page, within?: string): Promise<void> {
  // What is still fading in would be measured against half its colour.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((one) => one.finished.catch(() => undefined))),
  )
  // Whole in view: what only lies beneath a bar while scrolled is not too small a target.
  const before = page.viewportSize()
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  if (before) await page.setViewportSize({ width: before.width, height: Math.max(before.height, height) })
  const builder = new AxeBuilder({ page })
    // Our pages have no frames: without them axe needs no second page to put its findings together.
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
  if (within) builder.include(within)
  // What React Aria has just said aloud stays some seconds, naming a button that may be gone by now.
  builder.exclude('[data-live-announcer]')
  // React Aria sets an unseen closing button beside an open dialog, outside of any landmark.
  if ((await page.locator('[role=dialog]').count()) > 0) builder.disableRules(['region'])
  const { violations } = await builder
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  if (before) await page.setViewportSize(before)
  const told = violations.map(
    (violation) =>
      `${violation.id}: ${violation.help}\n${violation.nodes.map((node) => `    ${node.target.join(' ')}  ${node.failureSummary ?? ''}`).join('\n')}`,
  )
  none(told)
}

/** Nothing wider than the window: no sideways scrolling at 320 px, nor at 200 % zoom. */
export async function fits(page: Page): Promise<void> {
  const wide = await page.evaluate(() => {
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth <= width) return []
    return [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1 && element.offsetParent !== null)
      .slice(0, 5)
      .map((element) => `${element.tagName}.${element.className}`)
  })
  none(wide)
}

/** What can be pressed is at least 44 px in one direction, 24 in the other; links inside sentences are exempt. */
export async function targets(page: Page): Promise<void> {
  const small = await page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        'button, select, input:not([type=hidden]), a.button, [role=tab], nav a',
      ),
    ]
      .filter((element) => element.offsetParent !== null)
      .map((element) => ({ element, box: (element.closest('.choice') ?? element).getBoundingClientRect() }))
      .filter(({ box }) => box.height < 43.5 || box.width < 24)
      .map(
        ({ element, box }) =>
          `${element.outerHTML.slice(0, 90)} ${Math.round(box.width)}×${Math.round(box.height)}`,
      ),
  )
  none(small)
}

const pictures = join(root, 'var/pictures')

/** A picture to look at, where PICTURES asks for them: they take a twelfth of the time of all. */
export async function screenshot(page: Page, name: string, fullPage = true): Promise<void> {
  if (!process.env.PICTURES) return
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`), fullPage })
}

/** The content policy the built pages must live with. */
export const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
}

/** Serves a built folder as it is; what is no file is the app's own address. */
export async function serveBuilt(
  folder = join(root, 'dist/web'),
): Promise<{ url: string; close: () => Promise<void> }> {
  if (!existsSync(join(folder, 'index.html')))
    throw new Error(`${folder} is not built: run \`npx vite build\` first`)
  const server: Server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://local').pathname))
    const extension = extname(path)
    if (path.startsWith('/api/')) {
      response.writeHead(404).end()
      return
    }
    const file = extension ? join(folder, path) : join(folder, 'index.html')
    readFile(file).then(
      (content) =>
        response
          .writeHead(200, {
            'content-type': types[extension || '.html'] ?? 'application/octet-stream',
            'content-security-policy': policy,
          })
          .end(content),
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => new Promise((closed) => server.close(() => closed())),
  }
}
