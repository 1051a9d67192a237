// Starts the worker in which HiGHS runs: the only file of the package that touches the system.
import { Worker } from 'node:worker_threads'
import type { ModelData } from './model.ts'

export interface SolverProgress {
  /** Best value found; -Infinity before the first. */
  value: number
  /** No solution is worth more. */
  bound: number
  nodes: number
}

export interface SolverOptions {
  /** Relative gap at which a solution is good enough. */
  gap: number
  seconds: number
  seed: number
}

export interface Job {
  id: number
  model: ModelData
  options: SolverOptions
  /** A solution to begin with. */
  start?: Float64Array
  /** One Int32; anything but 0 asks the solver to stop. */
  stop: SharedArrayBuffer
}

export type Answer =
  | { status: 'optimal' | 'stopped'; value: number; bound: number; columns: Float64Array }
  /** Stopped before any solution was found. */
  | { status: 'stopped'; value?: undefined; bound: number }
  | { status: 'infeasible'; value?: undefined }

export type Report = { id: number } & (
  | { progress: SolverProgress; answer?: undefined; failure?: undefined }
  | { answer: Answer; progress?: undefined; failure?: undefined }
  | { failure: string; progress?: undefined; answer?: undefined }
)

export interface SolveRequest {
  model: ModelData
  options: SolverOptions
  start?: Float64Array
  signal?: AbortSignal
  onProgress?: (progress: SolverProgress) => void
}

/** How long a solver asked to stop may take to hand over what it has. */
const grace = 500

/** HiGHS does not answer a model without columns: every row is 0. */
function nothingToChoose(model: ModelData): Answer {
  const possible = model.rowLower.every((l, r) => l <= 0 && model.rowUpper[r]! >= 0)
  return possible
    ? { status: 'optimal', value: 0, bound: 0, columns: new Float64Array(0) }
    : { status: 'infeasible' }
}

const fromSource = `import('tsx/esm/api').then((tsx) => {
  tsx.register()
  return import(require('node:worker_threads').workerData)
})`

/** HiGHS in a thread of its own: one model at a time, until closed. */
export class Solver {
  private worker: Worker | undefined
  private id = 0

  private start(): Worker {
    // Run from source (tests, benches) a thread must learn TypeScript first; the built package never takes this way.
    const worker = import.meta.url.endsWith('.ts')
      ? new Worker(fromSource, { eval: true, workerData: new URL('./worker.ts', import.meta.url).href })
      : new Worker(new URL('./worker.js', import.meta.url))
    this.worker = worker
    return worker
  }

  /**
   * Solves a model. When the signal fires, or a little after the time is up, the best so far is answered.
   *
   * @throws Error when HiGHS refuses the model or its thread dies
   */
  solve(request: SolveRequest): Promise<Answer> {
    if (request.model.columns === 0) return Promise.resolve(nothingToChoose(request.model))
    const worker = this.worker ?? this.start()
    const id = ++this.id
    const stop = new SharedArrayBuffer(4)
    const job: Job = {
      id,
      model: request.model,
      options: { ...request.options, seconds: Math.min(request.options.seconds, 1e9) },
      stop,
      ...(request.start ? { start: request.start } : {}),
    }
    return new Promise<Answer>((resolve, reject) => {
      let bound = Number.POSITIVE_INFINITY
      let kill: NodeJS.Timeout | undefined
      const ask = (): void => {
        Atomics.store(new Int32Array(stop), 0, 1)
        // Presolve and the first relaxation do not look at the flag: after the grace the thread is ended.
        kill ??= setTimeout(() => {
          this.close()
          finish()
          resolve({ status: 'stopped', bound })
        }, grace)
      }
      const late =
        request.options.seconds < 1e6 ? setTimeout(ask, request.options.seconds * 1000 + grace) : undefined
      const onMessage = (report: Report): void => {
        if (report.id !== id) return
        if (report.progress) {
          bound = Math.min(bound, report.progress.bound)
          request.onProgress?.(report.progress)
          return
        }
        finish()
        if (report.answer) resolve(report.answer)
        else reject(new Error(`HiGHS: ${report.failure}`))
      }
      const onError = (error: Error): void => {
        finish()
        this.close()
        reject(error)
      }
      const finish = (): void => {
        clearTimeout(late)
        clearTimeout(kill)
        worker.off('message', onMessage)
        worker.off('error', onError)
        request.signal?.removeEventListener('abort', ask)
      }
      worker.on('message', onMessage)
      worker.on('error', onError)
      if (request.signal?.aborted) ask()
      request.signal?.addEventListener('abort', ask)
      worker.postMessage(job)
    })
  }

  close(): void {
    void this.worker?.terminate()
    this.worker = undefined
  }
}
