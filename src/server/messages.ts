import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Audience,
  type Catalogue,
  isReviewed,
  type Language,
  languagesOf,
  mergeCatalogues,
  type Reviewed,
} from '../shared/messages.ts'

export type Spoken = { messages: Catalogue; unreviewed: string[] }
export type MessageFolder = {
  /** The first word of every key in it: `registry`, `ui`, `workspace`. */
  name: string
  path: string
  texts: Record<Audience, Partial<Record<Language, Catalogue>>>
  reviewed: Reviewed
}
export type Messages = Record<Audience, Record<Language, Spoken>>

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex')

const audiences = Object.keys(languagesOf) as Audience[]

const read = <T>(path: string, otherwise: T): T =>
  existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : otherwise

/** Every `messages` folder: the kit's, each module's, each app's. */
export function messageFolders(rootDir: string): MessageFolder[] {
  const under = (parent: string) => {
    const path = join(rootDir, 'src', parent)
    if (!existsSync(path)) return []
    return readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => ({ name: entry.name, path: join(path, entry.name, 'messages') }))
  }
  return [
    // The sentences of `shared/problem.ts` lie beside it.
    { name: 'problem', path: join(rootDir, 'src/shared/messages') },
    { name: 'ui', path: join(rootDir, 'src/ui/messages') },
    ...under('modules').sort((a, b) => a.name.localeCompare(b.name)),
    ...under('apps').sort((a, b) => a.name.localeCompare(b.name)),
  ]
    .filter(({ path }) => existsSync(path))
    .map(({ name, path }) => {
      const texts: MessageFolder['texts'] = { staff: {}, person: {} }
      for (const audience of audiences) {
        if (!existsSync(join(path, audience))) continue
        for (const lang of languagesOf[audience])
          texts[audience][lang] = read(join(path, audience, `${lang}.json`), {})
      }
      return { name, path, texts, reviewed: read<Reviewed>(join(path, 'reviewed.json'), {}) }
    })
}

/** Reads all texts once, at start or at build. */
export function loadMessages(rootDir: string): Messages {
  const folders = messageFolders(rootDir)
  const spoken = (audience: Audience, lang: Language): Spoken => {
    const unreviewed: string[] = []
    for (const folder of folders) {
      for (const [key, text] of Object.entries(folder.texts[audience][lang] ?? {}))
        if (!isReviewed(folder.reviewed, key, lang, text, sha256)) unreviewed.push(key)
    }
    return {
      messages: mergeCatalogues(...folders.map((folder) => folder.texts[audience][lang] ?? {})),
      unreviewed,
    }
  }
  const all = { staff: {}, person: {} } as Messages
  for (const audience of audiences)
    for (const lang of languagesOf[audience]) all[audience][lang] = spoken(audience, lang)
  return all
}
