import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * A port of this machine nobody listens at. Below those the system gives to whoever calls out (32768 and up on Linux):
 * one of those could be taken between the asking and the listening, or while a server is being started anew.
 */
export async function freePort(): Promise<number> {
  for (let tries = 50; tries > 0; tries--) {
    const port = randomInt(12_000, 32_000)
    if (await isFree(port)) return port
  }
  throw new Error('fifty ports tried, none free')
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((told) => {
    const probe = createServer()
    probe.once('error', () => told(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => told(true)))
  })
