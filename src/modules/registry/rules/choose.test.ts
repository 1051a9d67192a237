import { describe, expect, it } from 'vitest'
import { chosen, differences } from './choose.ts'

const base = { name: 'Ana', phone: '1', languages: ['spa'] }

describe('two corrections of one sheet', () => {
  it('keep what only one of them changed', () => {
    const mine = { ...base, name: 'Anabel' }
    const theirs = { ...base, phone: '2' }
    const found = differences(base, mine, theirs)
    expect(found).toEqual([
      { key: 'name', preset: 'mine' },
      { key: 'phone', preset: 'theirs' },
    ])
    expect(chosen(mine, theirs, { name: 'mine', phone: 'theirs' })).toEqual({
      ...base,
      name: 'Anabel',
      phone: '2',
    })
  })

  it('leave open what both changed, and nothing where they agree', () => {
    const mine = { ...base, name: 'Anabel', languages: ['spa', 'eng'] }
    const theirs = { ...base, name: 'Ana María', languages: ['spa', 'eng'] }
    expect(differences(base, mine, theirs)).toEqual([{ key: 'name', preset: undefined }])
    expect(chosen(mine, theirs, {})).toEqual(mine)
  })
})
