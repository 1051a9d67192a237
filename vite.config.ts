import { fileURLToPath } from 'node:url'
import { defineConfig, type Plugin } from 'vite'
import { loadMessages, messageFolders } from './src/server/messages.ts'
import { type Audience, type Language, languagesOf } from './src/shared/messages.ts'
import { tokensCss } from './src/ui/tokens.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

/** `virtual:messages/staff/es`: the texts of one audience in one language, a chunk of its own. */
function messages(): Plugin {
  const name = /^\0?virtual:messages\/(staff|person)\/([a-z]{2})$/
  return {
    name: 'integrate-messages',
    resolveId: (id) => (name.test(id) ? `\0${id}` : undefined),
    load(id) {
      const [, audience, lang] = name.exec(id) ?? []
      if (!audience || !lang) return undefined
      const languages: readonly string[] = languagesOf[audience as Audience]
      if (!languages.includes(lang)) throw new Error(`No ${lang} for ${audience}`)
      for (const folder of messageFolders(root)) {
        this.addWatchFile(`${folder.path}/${audience}/${lang}.json`)
        this.addWatchFile(`${folder.path}/reviewed.json`)
      }
      const spoken = loadMessages(root)[audience as Audience][lang as Language]
      // JSON.parse of a string is faster to read than an object literal of thousands of keys.
      const json = (value: unknown) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`
      return {
        code: `export const messages = ${json(spoken.messages)}\nexport const unreviewed = ${json(spoken.unreviewed)}`,
        map: null,
      }
    },
  }
}

/** The tokens of `src/ui/tokens.ts` as a style sheet. */
function tokens(): Plugin {
  return {
    name: 'integrate-tokens',
    resolveId: (id) => (id === 'virtual:tokens.css' ? '/@virtual/tokens.css' : undefined),
    load: (id) => (id === '/@virtual/tokens.css' ? tokensCss() : undefined),
  }
}

/** React Aria brings the texts of thirty-odd languages; we speak four of them. */
function ariaLanguages(): Plugin {
  const kept = /[\\/](es-ES|en-US|fr-FR|pt-BR)\.m?js$/
  const text = /[\\/](react-aria|react-aria-components|react-stately)[\\/].*[\\/][a-z]{2}-[A-Z]{2}\.m?js$/
  return {
    name: 'integrate-aria-languages',
    enforce: 'pre',
    load: (id) => (text.test(id) && !kept.test(id) ? 'export default {}' : undefined),
  }
}

export default defineConfig({
  root: `${root}src/apps/workspace`,
  base: '/',
  publicDir: false,
  plugins: [messages(), tokens(), ariaLanguages()],
  build: {
    outDir: `${root}dist/web`,
    emptyOutDir: true,
    target: 'es2022',
    // Fonts stay files: our content policy allows no data: fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // "use client" means nothing here, and there are hundreds of them.
      checks: { moduleLevelDirective: false },
      output: {
        codeSplitting: {
          // What changes with our releases apart from what changes with its own.
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'tanstack', test: /node_modules[\\/]@tanstack[\\/]/ },
            { name: 'intl', test: /node_modules[\\/](react-intl|intl-messageformat|@formatjs)[\\/]/ },
          ],
        },
      },
    },
  },
})
