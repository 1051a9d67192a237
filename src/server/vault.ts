/**
 * Field encryption. A person's key seals that person's fields; the tenant's key wraps it; the master key, kept outside
 * the database, wraps the tenant's. Destroying a person's key makes every copy of their sealed fields unreadable,
 * backups included.
 *
 * A sealed value: version (1 byte) · key id (16) · nonce (12) · AES-256-GCM text and tag. What it is of (table, column,
 * key id) is authenticated, so a value moved elsewhere does not open.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

const version = 1
const head = 1 + 16 + 12
const tagLength = 16

export class SealBroken extends Error {
  constructor(where: string) {
    super(`sealed value does not open: ${where}`)
    this.name = 'SealBroken'
  }
}

export interface Key {
  id: string
  bytes: Buffer
}

const idBytes = (id: string): Buffer => Buffer.from(id.replaceAll('-', ''), 'hex')
const idText = (b: Buffer): string => {
  const h = b.toString('hex')
  return `${h.slice(0, 8)}-${h.slice(8, 12)}-${h.slice(12, 16)}-${h.slice(16, 20)}-${h.slice(20)}`
}

/** Seal text or bytes under a key; `of` names where it will stand, as `schema.table.column`. */
export function seal(key: Key, of: string, plain: string | Uint8Array): Buffer {
  const nonce = randomBytes(12)
  const id = idBytes(key.id)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce)
  cipher.setAAD(Buffer.concat([Buffer.from(`${of}|`), id]))
  const body = Buffer.concat([
    cipher.update(plain instanceof Uint8Array ? plain : Buffer.from(plain, 'utf8')),
    cipher.final(),
  ])
  return Buffer.concat([Buffer.from([version]), id, nonce, body, cipher.getAuthTag()])
}

/** The id of the key that sealed a value: after a merge, one file holds values of several keys. */
export function keyIdOf(sealed: Uint8Array): string {
  return idText(Buffer.from(sealed.subarray(1, 17)))
}

/** @throws SealBroken when key, place or text do not fit. */
export function unseal(key: Key, of: string, sealed: Uint8Array): Buffer {
  const b = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  if (b.length < head + tagLength || b[0] !== version || keyIdOf(b) !== key.id) throw new SealBroken(of)
  const plain = createDecipheriv('aes-256-gcm', key.bytes, b.subarray(17, head))
  plain.setAAD(Buffer.concat([Buffer.from(`${of}|`), b.subarray(1, 17)]))
  plain.setAuthTag(b.subarray(b.length - tagLength))
  try {
    return Buffer.concat([plain.update(b.subarray(head, b.length - tagLength)), plain.final()])
  } catch {
    throw new SealBroken(of)
  }
}

export const newKey = (id: string): Key => ({ id, bytes: randomBytes(32) })

/** One tenant's keys, unwrapped. */
export interface TenantKeys {
  /** Seals what is the tenant's and no person's (a reason, a staged file). */
  own: Key
  wrap(personKey: Key): Buffer
  unwrap(personId: string, wrapped: Uint8Array): Key
  openOwn(of: string, sealed: Uint8Array): Buffer
  /** Keyed hash for equality, apart for each use; nobody without the key can enumerate it. */
  blind(use: string, value: string): Buffer
}

export interface Vault {
  /** A new tenant key, wrapped for the database. */
  createTenantKey(keyId: string): Buffer
  /** Unwrap a tenant's keys, the one in use first. */
  tenant(keys: readonly { id: string; wrapped_key: Uint8Array }[]): TenantKeys
  /** Keyed hash under the master key, for what belongs to no tenant (addresses of accounts, command bodies). */
  blind(use: string, value: string | Uint8Array): Buffer
}

const derived = (from: Buffer, use: string): Buffer => Buffer.from(hkdfSync('sha256', from, '', use, 32))

/** @param master 32 bytes, kept outside the database. */
export function createVault(master: Buffer): Vault {
  if (master.length !== 32) throw new Error('the master key must be 32 bytes')
  const wrapping: Key = {
    id: '00000000-0000-7000-8000-000000000000',
    bytes: derived(master, 'integrate wrap'),
  }
  const blinding = derived(master, 'integrate blind')
  return {
    createTenantKey: (keyId) => seal(wrapping, `access.tenant_key.wrapped_key|${keyId}`, randomBytes(32)),
    tenant(rows) {
      const keys = rows.map((r) => ({
        id: r.id,
        bytes: unseal(wrapping, `access.tenant_key.wrapped_key|${r.id}`, r.wrapped_key),
      }))
      const own = keys[0]
      if (!own) throw new Error('the tenant has no key')
      const tenantBlinding = derived(keys[keys.length - 1]!.bytes, 'integrate tenant blind')
      const forUse = new Map<string, Buffer>()
      // Deriving costs more than hashing, and a list is hashed under one key.
      const blindingFor = (use: string): Buffer => {
        const key = forUse.get(use) ?? derived(tenantBlinding, use)
        forUse.set(use, key)
        return key
      }
      const byId = (sealed: Uint8Array, of: string): Key => {
        const key = keys.find((k) => k.id === keyIdOf(sealed))
        if (!key) throw new SealBroken(of)
        return key
      }
      return {
        own,
        wrap: (personKey) => seal(own, `access.person.wrapped_key|${personKey.id}`, personKey.bytes),
        unwrap: (personId, wrapped) => ({
          id: personId,
          bytes: unseal(
            byId(wrapped, 'access.person.wrapped_key'),
            `access.person.wrapped_key|${personId}`,
            wrapped,
          ),
        }),
        openOwn: (of, sealed) => unseal(byId(sealed, of), of, sealed),
        blind: (use, value) => createHmac('sha256', blindingFor(use)).update(value).digest(),
      }
    },
    blind: (use, value) => createHmac('sha256', derived(blinding, use)).update(value).digest(),
  }
}
