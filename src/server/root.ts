import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the project, whether this code runs from `src/` or from a bundle in `dist/`. */
export function projectRoot(from: string = dirname(fileURLToPath(import.meta.url))): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest) && nameIn(manifest) === 'integrate') return folder
    if (dirname(folder) === folder) throw new Error(`no package.json of "integrate" above ${from}`)
  }
}

function nameIn(manifest: string): string | undefined {
  return (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name
}
