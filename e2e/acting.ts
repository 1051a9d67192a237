/** What the end-to-end files do again and again: a family made through the real API, a page looked at whole. */
import type { Page } from 'playwright-core'
import type { NewMember } from '../src/modules/registry/contract.ts'
import { newId } from '../src/shared/id.ts'
import { family } from '../test/factories.ts'
import { at, axe, fits, screenshot, targets } from './harness.ts'

/** Calls the API as whoever is signed in on this page. */
export async function api<Answer>(page: Page, method: string, url: string, body?: unknown): Promise<Answer> {
  const told = await page.evaluate(
    async ({ method, url, body, commandId }) => {
      const response = await fetch(url, {
        method,
        headers: {
          'x-integrate': '1',
          'x-integrate-command': commandId,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return { status: response.status, text: await response.text() }
    },
    { method, url, body, commandId: newId() },
  )
  if (told.status >= 300) throw new Error(`${method} ${url}: ${told.status} ${told.text}`)
  return JSON.parse(told.text) as Answer
}

/** A family registered by whoever is signed in here, under their own organization's notice. */
export async function registered(page: Page, members: NewMember[]): Promise<string[]> {
  const { noticeId } = await api<{ noticeId: string }>(page, 'GET', '/api/notice')
  await api(page, 'POST', '/api/households', family(noticeId, members))
  return members.map((member) => member.personId)
}

/** Axe, width and targets of a page as it stands: wide and light, then narrow and dark; pictures of both. */
export async function whole(page: Page, name: string): Promise<void> {
  await fits(page)
  await axe(page)
  await screenshot(page, `${name}-1440`)
  await at(page, 320)
  await page.emulateMedia({ colorScheme: 'dark' })
  await fits(page)
  await targets(page)
  await axe(page)
  await screenshot(page, `${name}-320-dark`)
  await page.emulateMedia({ colorScheme: 'light' })
  await at(page, 1440)
}

export const heading = (page: Page, name: string | RegExp) =>
  page.getByRole('heading', { level: 1, name }).waitFor()

export const region = (page: Page, name: string | RegExp) => page.getByRole('region', { name })

/** Only keys: Tab until the control of this name has the focus. */
export async function tabTo(page: Page, name: string | RegExp, most = 80): Promise<void> {
  for (let i = 0; i < most; i += 1) {
    await page.keyboard.press('Tab')
    const now = await page.evaluate(() => {
      const one = document.activeElement
      if (!(one instanceof HTMLElement)) return ''
      const labels = one instanceof HTMLInputElement || one instanceof HTMLSelectElement ? one.labels : null
      const label = [...(labels ?? [])].map((each) => each.textContent).join(' ')
      return (one.getAttribute('aria-label') || label || one.textContent || '').trim()
    })
    if (typeof name === 'string' ? now.startsWith(name) : name.test(now)) return
  }
  throw new Error(`Tab does not reach ${name}`)
}
