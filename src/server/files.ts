/**
 * Files that people send, sealed while they wait: AES-256-GCM in chunks, written and read as streams, so that a file
 * of any size passes through little memory and never lies open on the disk. Each file has a key of its own, which the
 * database keeps sealed; without its row the file is noise.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { isId } from '../shared/id.ts'

const chunkBytes = 64 * 1024
const tagBytes = 16
const suffix = '.sealed'

export interface StoredFile {
  id: string
  bytes: number
  sha256: string
}

export class FileBroken extends Error {
  constructor() {
    super('a stored file does not open')
    this.name = 'FileBroken'
  }
}

export interface FileStore {
  /** Nothing is left behind when the source breaks off. */
  write(id: string, key: Buffer, source: AsyncIterable<Uint8Array>): Promise<StoredFile>
  /** @throws FileBroken when it is cut, changed, another file, or not there */
  read(id: string, key: Buffer): AsyncIterable<Buffer>
  remove(id: string): Promise<void>
  /** Removes what is older than `before` and not wanted any more; also what a crash left half-written. */
  sweep(before: Date, wanted: (id: string) => Promise<boolean>): Promise<number>
}

export const newFileKey = (): Buffer => randomBytes(32)

/** Which file, which chunk, and whether it is the last: none can be moved, dropped or added. */
function partOf(id: string, index: number, last: boolean): { nonce: Buffer; aad: Buffer } {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(index, 8)
  return { nonce, aad: Buffer.from(`integrate file|${id}|${index}|${last ? 'last' : 'more'}`) }
}

function sealChunk(id: string, key: Buffer, index: number, last: boolean, plain: Buffer): Buffer {
  const { nonce, aad } = partOf(id, index, last)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(aad)
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function openChunk(id: string, key: Buffer, index: number, last: boolean, sealed: Buffer): Buffer {
  if (sealed.length < tagBytes) throw new FileBroken()
  const { nonce, aad } = partOf(id, index, last)
  const plain = createDecipheriv('aes-256-gcm', key, nonce)
  plain.setAAD(aad)
  plain.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  try {
    return Buffer.concat([plain.update(sealed.subarray(0, sealed.length - tagBytes)), plain.final()])
  } catch {
    throw new FileBroken()
  }
}

export function createFileStore(folder: string): FileStore {
  const pathOf = (id: string): string => {
    if (!isId(id)) throw new FileBroken()
    return join(folder, `${id}${suffix}`)
  }
  return {
    async write(id, key, source) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const half = `${pathOf(id)}.half`
      const out = createWriteStream(half, { mode: 0o600, flags: 'wx' })
      const hash = createHash('sha256')
      let bytes = 0
      let index = 0
      let waiting: Buffer[] = []
      let length = 0
      const put = (chunk: Buffer) =>
        new Promise<void>((resolve, reject) =>
          out.write(chunk, (error) => (error ? reject(error) : resolve())),
        )
      try {
        for await (const piece of source) {
          hash.update(piece)
          bytes += piece.length
          waiting.push(Buffer.from(piece))
          length += piece.length
          // One chunk is always kept back, since only the end tells which one is the last.
          while (length > chunkBytes) {
            const all = Buffer.concat(waiting)
            await put(sealChunk(id, key, index++, false, all.subarray(0, chunkBytes)))
            waiting = [all.subarray(chunkBytes)]
            length = all.length - chunkBytes
          }
        }
        await put(sealChunk(id, key, index, true, Buffer.concat(waiting)))
        await new Promise<void>((resolve, reject) =>
          out.end((error?: Error | null) => (error ? reject(error) : resolve())),
        )
        const written = await open(half, 'r')
        await written.sync().finally(() => written.close())
        await rename(half, pathOf(id))
        return { id, bytes, sha256: hash.digest('hex') }
      } catch (error) {
        out.destroy()
        await rm(half, { force: true })
        throw error
      }
    },

    async *read(id, key) {
      const file = await open(pathOf(id), 'r').catch(() => {
        throw new FileBroken()
      })
      try {
        const { size } = await file.stat()
        const whole = chunkBytes + tagBytes
        const count = Math.max(1, Math.ceil(size / whole))
        const buffer = Buffer.allocUnsafe(whole)
        for (let index = 0; index < count; index++) {
          const { bytesRead } = await file.read(buffer, 0, whole, index * whole)
          yield openChunk(id, key, index, index === count - 1, buffer.subarray(0, bytesRead))
        }
      } finally {
        await file.close()
      }
    },

    remove: (id) => rm(pathOf(id), { force: true }),

    async sweep(before, wanted) {
      const names = await readdir(folder).catch(() => [] as string[])
      let removed = 0
      for (const name of names) {
        const path = join(folder, name)
        const { mtime } = await stat(path).catch(() => ({ mtime: new Date() }))
        if (mtime >= before) continue
        const id = name.slice(0, name.indexOf('.'))
        if (name.endsWith(suffix) && isId(id) && (await wanted(id))) continue
        await rm(path, { force: true })
        removed++
      }
      return removed
    },
  }
}
