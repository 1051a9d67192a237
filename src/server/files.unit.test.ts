import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { newId } from '../shared/id.ts'
import { createFileStore, FileBroken, newFileKey } from './files.ts'

const folder = () => mkdtempSync(join(tmpdir(), 'integrate-files-'))
async function* pieces(...list: (string | Buffer)[]) {
  for (const piece of list) yield Buffer.from(piece)
}
async function all(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of source) parts.push(part)
  return Buffer.concat(parts)
}

it('gives back what was written, whatever its size, and keeps it unreadable on the disk', async () => {
  const at = folder()
  const store = createFileStore(at)
  for (const size of [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000]) {
    const id = newId()
    const key = newFileKey()
    const body = Buffer.alloc(size, 'Mirlande ')
    const told = await store.write(id, key, pieces(body.subarray(0, 7), body.subarray(7)))
    expect(told.bytes).toBe(size)
    expect((await all(store.read(id, key))).equals(body)).toBe(true)
    const path = join(at, `${id}.sealed`)
    expect(readFileSync(path).includes('Mirlande')).toBe(false)
    expect(statSync(path).mode & 0o777).toBe(0o600)
  }
})

it('does not open cut, changed, under another key or another name', async () => {
  const at = folder()
  const store = createFileStore(at)
  const id = newId()
  const key = newFileKey()
  await store.write(id, key, pieces(Buffer.alloc(150_000, 1)))
  const path = join(at, `${id}.sealed`)
  const sealed = readFileSync(path)
  await expect(all(store.read(id, newFileKey()))).rejects.toThrow(FileBroken)
  await expect(all(store.read(newId(), key))).rejects.toThrow(FileBroken)
  await expect(all(store.read('../secrets', key))).rejects.toThrow(FileBroken)
  const other = newId()
  writeFileSync(join(at, `${other}.sealed`), sealed)
  await expect(all(store.read(other, key))).rejects.toThrow(FileBroken)
  const changed = Buffer.from(sealed)
  changed[70_000]! ^= 1
  writeFileSync(path, changed)
  await expect(all(store.read(id, key))).rejects.toThrow(FileBroken)
  writeFileSync(path, sealed)
  truncateSync(path, 2 * (65_536 + 16))
  await expect(all(store.read(id, key))).rejects.toThrow(FileBroken)
})

it('leaves nothing of a source that breaks off, and sweeps what nobody wants', async () => {
  const at = folder()
  const store = createFileStore(at)
  const broken = (async function* () {
    yield Buffer.alloc(100_000)
    throw new Error('the line went')
  })()
  await expect(store.write(newId(), newFileKey(), broken)).rejects.toThrow('the line went')
  expect(readdirSync(at)).toEqual([])

  const [old, kept, young] = [newId(), newId(), newId()]
  for (const id of [old, kept, young]) await store.write(id, newFileKey(), pieces('x'))
  for (const id of [old, kept]) utimesSync(join(at, `${id}.sealed`), 0, 0)
  expect(await store.sweep(new Date(Date.now() - 60_000), async (id) => id === kept)).toBe(1)
  expect(readdirSync(at).sort()).toEqual([`${kept}.sealed`, `${young}.sealed`].sort())
})
