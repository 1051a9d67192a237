import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from '../shared/id.ts'
import { createVault, keyIdOf, newKey, SealBroken, seal, unseal } from './vault.ts'

const of = 'registry.person_contact.phone'

describe('a sealed value', () => {
  it('opens under its key, in its place, and nowhere else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
        const key = newKey(newId())
        const sealed = seal(key, of, text)
        expect(unseal(key, of, sealed).toString('utf8')).toBe(Buffer.from(text, 'utf8').toString('utf8'))
        expect(() => unseal(key, 'registry.person_contact.email', sealed)).toThrow(SealBroken)
        expect(() => unseal(newKey(key.id), of, sealed)).toThrow(SealBroken)
        expect(() => unseal(newKey(newId()), of, sealed)).toThrow(SealBroken)
      }),
    )
  })

  it('does not open with any bit turned', () => {
    const key = newKey(newId())
    const sealed = seal(key, of, '686 555 0142')
    for (let i = 0; i < sealed.length; i++) {
      const turned = Buffer.from(sealed)
      turned[i] = turned[i]! ^ 1
      expect(() => unseal(key, of, turned), `byte ${i}`).toThrow(SealBroken)
    }
  })

  it('never comes out twice the same, and holds nothing readable', () => {
    const key = newKey(newId())
    const one = seal(key, of, 'Mirlande')
    expect(one.equals(seal(key, of, 'Mirlande'))).toBe(false)
    expect(one.includes(Buffer.from('Mirlande'))).toBe(false)
    expect(keyIdOf(one)).toBe(key.id)
  })
})

describe('keys wrapped three deep', () => {
  const master = Buffer.alloc(32, 7)
  const tenantKeyId = newId()
  const row = { id: tenantKeyId, wrapped_key: createVault(master).createTenantKey(tenantKeyId) }

  it('opens from the master down', () => {
    const keys = createVault(master).tenant([row])
    const person = newKey(newId())
    const wrapped = keys.wrap(person)
    expect(createVault(master).tenant([row]).unwrap(person.id, wrapped).bytes.equals(person.bytes)).toBe(true)
    expect(() => keys.unwrap(newId(), wrapped)).toThrow(SealBroken)
  })

  it('is closed to another master', () => {
    expect(() => createVault(Buffer.alloc(32, 8)).tenant([row])).toThrow(SealBroken)
  })

  it('blinds apart by use and by tenant', () => {
    const vault = createVault(master)
    const otherId = newId()
    const one = vault.tenant([row])
    const other = vault.tenant([{ id: otherId, wrapped_key: vault.createTenantKey(otherId) }])
    expect(one.blind('phone', '6865550142').equals(one.blind('phone', '6865550142'))).toBe(true)
    expect(one.blind('phone', '6865550142').equals(one.blind('document', '6865550142'))).toBe(false)
    expect(one.blind('phone', '6865550142').equals(other.blind('phone', '6865550142'))).toBe(false)
  })
})
