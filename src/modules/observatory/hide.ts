/** Hiding asks seconds of one core: it has a thread of its own, so that whoever registers a family meanwhile waits for nothing. */
import { Worker } from 'node:worker_threads'
import type { Protection, Task } from '@integrate/disclosure'

const code = `
const { parentPort, workerData } = require('node:worker_threads')
import(workerData.method).then(({ protectSystem }) =>
  parentPort.postMessage(workerData.tasks.map((task) => protectSystem(task))))
`

/** @throws what the method throws */
export function hide(tasks: readonly Task[]): Promise<Protection[]> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(code, {
      eval: true,
      workerData: { method: import.meta.resolve('@integrate/disclosure'), tasks },
    })
    thread.once('message', resolve)
    thread.once('error', reject)
    thread.once('exit', (status) => reject(new Error(`hiding ended with ${status}`)))
  })
}
