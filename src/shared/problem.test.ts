import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { languages } from './actor.ts'
import { problems } from './problem.ts'

describe('every way things go wrong', () => {
  for (const language of languages) {
    it(`has a sentence and what to do next in ${language}`, () => {
      const texts = JSON.parse(
        readFileSync(new URL(`./messages/person/${language}.json`, import.meta.url), 'utf8'),
      )
      for (const code of Object.keys(problems)) {
        expect(texts[`problem.${code}.title`], code).toBeTruthy()
        expect(texts[`problem.${code}.action`], code).toBeTruthy()
      }
    })
  }
})
