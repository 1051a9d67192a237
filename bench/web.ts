/** What a first visit loads, gzipped: the workspace's script, and the sign-in page's, which has none. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { signInPage } from '../src/apps/sign-in.ts'
import { loadMessages } from '../src/server/messages.ts'
import { projectRoot } from '../src/server/root.ts'
import type { BenchTable } from './table.ts'

export async function bench(): Promise<BenchTable> {
  const web = join(projectRoot(), 'dist', 'web')
  if (!existsSync(join(web, 'index.html'))) throw new Error('build the web first: npm run build')
  const html = readFileSync(join(web, 'index.html'), 'utf8')
  const first = [...html.matchAll(/(?:src|href)="(\/[^"]+\.js)"/g)].map((m) => m[1]!)
  // What those import at once is loaded too; what they import later is not.
  const loaded = new Set<string>()
  const visit = (path: string) => {
    if (loaded.has(path)) return
    loaded.add(path)
    const text = readFileSync(join(web, path), 'utf8')
    for (const m of text.matchAll(/(?:^|[;\s])import\s*(?:[^'"();]*?from\s*)?["'](\.\/[^"']+\.js)["']/g))
      visit(join('/', path, '..', m[1]!))
  }
  for (const path of first) visit(path)
  const bytes = [...loaded].reduce((n, path) => n + gzipSync(readFileSync(join(web, path))).length, 0)
  const catalogue = loadMessages(projectRoot())
  const page = signInPage({
    lang: 'es',
    action: '/sign-in',
    messages: { ...catalogue.staff.es.messages, ...catalogue.person.es.messages },
  })
  const script = [...page.matchAll(/<script[\s\S]*?<\/script>/g)].reduce(
    (n, m) => n + gzipSync(m[0]).length,
    0,
  )
  return {
    name: 'web',
    rows: [
      {
        what: `workspace, first load, ${loaded.size} scripts`,
        measured: bytes / 1000,
        unit: 'kB gzip',
        bar: '≤ 250',
        ok: bytes <= 250_000,
      },
      {
        what: 'sign-in page, script',
        measured: script / 1000,
        unit: 'kB gzip',
        bar: '≤ 5',
        ok: script <= 5000,
        note: `the page itself ${(gzipSync(page).length / 1000).toFixed(1)} kB`,
      },
    ],
  }
}
