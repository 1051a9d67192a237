/** Hiding asks seconds of one core: it has a thread of its own, so that whoever registers a family meanwhile waits for nothing. */
import { Worker } from 'node:worker_threads'
import type { ProtectedTable, Request } from '@integrate/disclosure'

const code = `
const { parentPort, workerData } = require('node:worker_threads')
import(workerData.method).then(({ protectLinked }) =>
  parentPort.postMessage(workerData.populations.map((tables) => protectLinked(tables))))
`

/** Each list of tables is one population, hidden together. @throws what the method throws */
export function hide(populations: readonly (readonly Request[])[]): Promise<ProtectedTable[][]> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(code, {
      eval: true,
      workerData: { method: import.meta.resolve('@integrate/disclosure'), populations },
    })
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.once('exit', (status) => reject(new Error(`hiding ended with ${status}`)))
  })
}
