/**
 * A whole site for end-to-end tests: a database of the file's own, a town in it, the real server with its worker and
 * the built workspace, a browser, and people of every role who sign in through the form.
 */
import { execFile } from 'node:child_process'
import { createHash, generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, expect } from 'vitest'
import { openSite, type Site } from '../src/apps/site.ts'
import { projectRoot } from '../src/server/root.ts'
import type { Role } from '../src/shared/actor.ts'
import { newId } from '../src/shared/id.ts'
import { type House, house, type Town, testMaster, town } from '../test/factories.ts'
import { freePort } from '../test/free-port.ts'
import { launch, type Opened, open } from './harness.ts'

const password = 'una frase larga de prueba'

export interface Worker {
  accountId: string
  name: string
  email: string
  password: string
}

export interface TestSite {
  url: string
  site: Site
  house: House
  town: Town
  browser: Browser
  /** An account with these roles in an organization of the town, or of another tenant; the municipal office when none is said. */
  worker(
    roles: Role | Role[],
    more?: { tenantId?: string; organizationId?: string; name?: string },
  ): Promise<Worker>
  /**
   * A browser of its own at the address given, signed in through the form the first time, and with the same sign-in
   * after that; `again` asks for one more.
   */
  signedIn(
    who: Worker,
    options?: Parameters<typeof open>[1] & { at?: string; again?: boolean },
  ): Promise<Opened>
  /** A browser of this worker's at an address, closed afterwards; it ends with no complaint but the refusals meant. */
  as(
    who: Worker,
    address: string,
    act: (page: Page, opened: Opened) => Promise<void>,
    meant?: Meant,
  ): Promise<void>
}

/** Call at the top of a test file: `const here = await testSite()`. All of it ends after the file. */
export async function testSite(): Promise<TestSite> {
  const h = await house()
  const place = await town(h)
  const dataDir = mkdtempSync(join(tmpdir(), 'integrate-e2e-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const { privateKey } = generateKeyPairSync('ed25519')
  const site = await openSite({
    config: {
      publicUrl: url,
      dataDir,
      secrets: {
        masterKey: testMaster,
        authSecret: 'a secret of this test and no other',
        sealKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        pepper: 'a pepper of this test and no other',
      },
    },
    urls: { appUrl: h.database.appUrl, workerUrl: h.database.workerUrl },
    webFolder: await builtWeb(),
    sweepSeconds: 1,
    log: false,
  })
  await site.app.listen({ port, host: '127.0.0.1' })
  const browser = await launch()
  afterAll(async () => {
    await browser.close()
    await site.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  let workers = 0
  const signIns = new Map<string, Awaited<ReturnType<BrowserContext['storageState']>>>()
  const here: TestSite = {
    url,
    site,
    house: h,
    town: place,
    browser,
    async worker(roles, more = {}) {
      workers += 1
      const list = Array.isArray(roles) ? roles : [roles]
      const tenantId = more.tenantId ?? place.tenantId
      const name = more.name ?? `Rosa Prueba ${workers}`
      const email = `${list[0]!.replaceAll('_', '-')}-${workers}@prueba.example`
      const accountId = await site.identity.account(email, name, password)
      await h.owner.db
        .insertInto('access.membership')
        .values(
          list.map((role) => ({
            tenant_id: tenantId,
            id: newId(),
            account_id: accountId,
            organization_id: more.organizationId ?? place.officeId,
            name,
            role,
          })),
        )
        .execute()
      // Where a sign-in looks before any tenant is entered.
      await h.owner.db
        .insertInto('auth.place')
        .values({ account_id: accountId, tenant_id: tenantId })
        .onConflict((c) => c.doNothing())
        .execute()
      return { accountId, name, email, password }
    },
    async signedIn(who, { at = '/', again = false, ...options } = {}) {
      const known = again ? undefined : signIns.get(who.accountId)
      const opened = await open(browser, { ...options, ...(known ? { storageState: known } : {}) })
      const { page, context } = opened
      page.setDefaultTimeout(30_000)
      if (known) {
        await page.goto(`${url}${at}`)
        // Signed out since, it asks for the password.
        await page.locator('.frame, input[name=password]').first().waitFor()
        if (await page.locator('.frame').isVisible()) return opened
      }
      await page.goto(`${url}/sign-in?to=${encodeURIComponent(at)}`)
      await page.locator('input[name=email]').fill(who.email)
      await page.locator('input[name=password]').fill(who.password)
      await page.locator('form button[type=submit]').first().click()
      // Inside: the sign-in page has no such thing.
      await page.locator('.frame').waitFor()
      if (!again) signIns.set(who.accountId, await context.storageState())
      return opened
    },
    async as(who, address, act, meant) {
      const opened = await here.signedIn(who, { at: address })
      try {
        await act(opened.page, opened).catch((error) => told(error, opened.page))
        expect(faults(opened, meant)).toEqual([])
      } finally {
        await opened.context.close()
      }
    },
  }
  return here
}

/** Fails with what the page showed then: on another machine there is nothing else to look at. */
async function told(error: Error, page: Page): Promise<never> {
  const shown = await page
    .locator('main')
    .first()
    .ariaSnapshot({ timeout: 5_000 })
    .catch((closed: Error) => closed.message)
  throw new Error(`${error.message}\n${page.url()} showed\n${shown}`, { cause: error })
}

/** Refusals a test means to meet, by status, or that the network is away. */
type Meant = readonly number[] | 'offline'

/** What the page complained of, less the refusals that the browser logs and the test meant. */
export const faults = ({ complaints }: Opened, meant: Meant = []): string[] => {
  const lines =
    meant === 'offline' ? ['ERR_INTERNET_DISCONNECTED'] : meant.map((status) => `status of ${status} `)
  return complaints.filter((complaint) => !lines.some((line) => complaint.includes(line)))
}

const root = projectRoot()
const builds = join(root, 'var/e2e')

/** The workspace as it now stands in the tree, built once for all test files: the folder is named after what is in it. */
async function builtWeb(): Promise<string> {
  const folder = join(builds, `web-${treeHash()}`)
  if (existsSync(join(folder, 'index.html'))) return folder
  const making = `${folder}-${process.pid}`
  // In a process of its own: under the test runner React would be built for development.
  await promisify(execFile)(
    process.execPath,
    [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      '--outDir',
      making,
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ],
    { cwd: root, env: { ...process.env, NODE_ENV: 'production' } },
  )
  for (const old of readdirSync(builds)) {
    const path = join(builds, old)
    // Another run may still be reading one.
    if (Date.now() - statSync(path).mtimeMs > 3_600_000) rmSync(path, { recursive: true, force: true })
  }
  if (existsSync(folder)) rmSync(making, { recursive: true, force: true })
  else renameSync(making, folder)
  return folder
}

function treeHash(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'vite.config.ts')))
  const walk = (folder: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) walk(path)
      else if (/\.(tsx?|css|json|html)$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
        hash.update(path).update(readFileSync(path))
    }
  }
  walk(join(root, 'src'))
  return hash.digest('hex').slice(0, 16)
}
