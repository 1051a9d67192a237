/**
 * A file encrypted in pieces under a key of its own, derived from the master key.
 *
 * magic line · salt (32) · key check (16) · pieces: length (4) · AES-256-GCM text and tag.
 * The nonce counts the pieces and marks the last one, so that a piece moved, repeated or left out does not open.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

const magic = Buffer.from('integrate backup 1\n')
const headLength = magic.length + 32 + 16
const pieceLength = 256 * 1024
const tagLength = 16

/** Why a file is no backup of ours, or no longer a whole one; a sentence for the operator. */
export class NotReadable extends Error {}

const derive = (master: Buffer, salt: Buffer, use: string, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', master, salt, `integrate backup ${use}`, length))

function nonce(count: number, last: boolean): Buffer {
  const n = Buffer.alloc(12)
  n.writeBigUInt64BE(BigInt(count), 3)
  n[11] = last ? 1 : 0
  return n
}

export interface SealedWriter {
  write(plain: Buffer): Promise<void>
  end(): Promise<void>
}

export async function sealedWriter(file: FileHandle, master: Buffer): Promise<SealedWriter> {
  const salt = randomBytes(32)
  const key = derive(master, salt, 'key', 32)
  await file.write(Buffer.concat([magic, salt, derive(master, salt, 'check', 16)]))
  let waiting: Buffer[] = []
  let size = 0
  let count = 0
  const put = async (plain: Buffer, last: boolean): Promise<void> => {
    const cipher = createCipheriv('aes-256-gcm', key, nonce(count++, last))
    cipher.setAAD(magic)
    const text = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
    const length = Buffer.alloc(4)
    length.writeUInt32BE(text.length)
    await file.write(Buffer.concat([length, text]))
  }
  return {
    async write(plain) {
      waiting.push(plain)
      size += plain.length
      if (size < pieceLength) return
      let all = Buffer.concat(waiting)
      for (; all.length >= pieceLength; all = all.subarray(pieceLength))
        await put(all.subarray(0, pieceLength), false)
      waiting = [Buffer.from(all)]
      size = all.length
    },
    async end() {
      await put(Buffer.concat(waiting), true)
    },
  }
}

/** @throws NotReadable before or among the pieces; whoever acts on them must have read to the end once. */
export async function* sealedPieces(file: FileHandle, master: Buffer): AsyncGenerator<Buffer> {
  const { size } = await file.stat()
  let at = 0
  const read = async (length: number): Promise<Buffer> => {
    const into = Buffer.alloc(length)
    const { bytesRead } = await file.read(into, 0, length, at)
    at += bytesRead
    if (bytesRead < length) throw new NotReadable('the file is cut short: copy it again')
    return into
  }
  if (size < magic.length || !(await read(magic.length)).equals(magic))
    throw new NotReadable('this file is not a backup of Intégrate')
  const salt = await read(32)
  if (!timingSafeEqual(await read(16), derive(master, salt, 'check', 16))) {
    throw new NotReadable(
      'this backup was made with another master key: give the one it was made with (INTEGRATE_MASTER_KEY, or secrets.json of that data folder)',
    )
  }
  const key = derive(master, salt, 'key', 32)
  for (let count = 0; ; count++) {
    const length = (await read(4)).readUInt32BE()
    if (length < tagLength || length > pieceLength + tagLength) throw damaged(at, size)
    const text = await read(length)
    const last = at === size
    const plain = createDecipheriv('aes-256-gcm', key, nonce(count, last))
    plain.setAAD(magic)
    plain.setAuthTag(text.subarray(length - tagLength))
    let piece: Buffer
    try {
      piece = Buffer.concat([plain.update(text.subarray(0, length - tagLength)), plain.final()])
    } catch {
      throw last
        ? new NotReadable('the file is cut short or damaged at its end: copy it again')
        : damaged(at, size)
    }
    yield piece
    if (last) return
  }
}

const damaged = (at: number, size: number): NotReadable =>
  new NotReadable(`the file is damaged near byte ${at} of ${size}: copy it again, or take another backup`)

export const sealedHeadLength = headLength
