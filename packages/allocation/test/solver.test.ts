import type { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Model, type ModelData } from '../src/model.ts'
import { type Job, type Report, Solver, type SolverProgress } from '../src/solver.ts'

/** A thread that solves nothing: the test says what it answers and reads what it was told. */
interface StandIn extends EventEmitter {
  jobs: Job[]
  ended: boolean
}
const { threads } = vi.hoisted(() => ({ threads: { standIns: undefined as StandIn[] | undefined } }))
vi.mock('node:worker_threads', async (original) => {
  const actual = await original<typeof import('node:worker_threads')>()
  const { EventEmitter } = await import('node:events')
  return {
    ...actual,
    Worker: class {
      constructor(...given: ConstructorParameters<typeof actual.Worker>) {
        // biome-ignore lint/correctness/noConstructorReturn: in place of the thread, real or not, that was asked for
        if (!threads.standIns) return new actual.Worker(...given) as never
        const standIn: StandIn & { postMessage: unknown; terminate: unknown } = Object.assign(
          new EventEmitter(),
          {
            jobs: [] as Job[],
            ended: false,
            postMessage: (job: Job) => void standIn.jobs.push(job),
            terminate: async () => {
              standIn.ended = true
            },
          },
        )
        threads.standIns.push(standIn)
        // biome-ignore lint/correctness/noConstructorReturn: as above
        return standIn as never
      }
    },
  }
})

const infinity = Number.POSITIVE_INFINITY
const options = { gap: 0, seconds: 1e9, seed: 1 }

/** The better of two things of which only one can be had. */
function either(first: number, second: number): ModelData {
  const model = new Model()
  const columns = [first, second].map((value) => model.column(value, 0, 1, true))
  model.row(
    -infinity,
    columns.map((c) => [c, 1]),
    1,
  )
  return model.data()
}
const model = either(3, 2)
const three = { status: 'optimal', value: 3, bound: 3, columns: Float64Array.of(1, 0) } as const

describe('a solver', () => {
  it('answers a model with nothing to choose by itself', async () => {
    const rows = (...bounds: [number, number][]): ModelData => {
      const model = new Model()
      for (const [lower, upper] of bounds) model.row(lower, [], upper)
      return model.data()
    }
    const unused = new Solver()
    const nothing = { status: 'optimal', value: 0, bound: 0, columns: new Float64Array(0) }
    expect(await unused.solve({ model: rows(), options })).toEqual(nothing)
    expect(await unused.solve({ model: rows([-1, 0], [0, infinity]), options })).toEqual(nothing)
    expect(await unused.solve({ model: rows([0, 0], [1, 2]), options })).toEqual({ status: 'infeasible' })
    expect(await unused.solve({ model: rows([-2, -1]), options })).toEqual({ status: 'infeasible' })
    unused.close()
  })

  it('has HiGHS answer, from source too, and again after it was closed', async () => {
    const solver = new Solver()
    expect(await solver.solve({ model, options })).toEqual(three)
    solver.close()
    expect(await solver.solve({ model: either(6, 7), options })).toMatchObject({ value: 7 })
    solver.close()
  }, 15_000)
})

describe('a solver asks its thread', { timeout: 5_000 }, () => {
  let standIns: StandIn[]
  beforeEach(() => {
    standIns = threads.standIns = []
    vi.useFakeTimers()
  })
  afterEach(() => {
    threads.standIns = undefined
    vi.useRealTimers()
  })
  const thread = () => standIns.at(-1)!
  const job = () => thread().jobs.at(-1)!
  const tell = (report: Partial<Report>) => thread().emit('message', { id: job().id, ...report })
  const askedToStop = () => new Int32Array(job().stop)[0] !== 0
  /** Nothing is left that could ring, or that still listens to the thread. */
  const quiet = () => {
    expect(vi.getTimerCount()).toBe(0)
    expect(thread().listenerCount('message')).toBe(0)
    expect(thread().listenerCount('error')).toBe(0)
  }
  /** What has become of a promise by now. */
  const now = async <T>(promise: Promise<T>): Promise<T | 'open'> => {
    let state: T | 'open' = 'open'
    void promise.then((value) => {
      state = value
    })
    await vi.advanceTimersByTimeAsync(0)
    return state
  }

  it('what it was asked, no more', async () => {
    const solver = new Solver()
    expect(standIns).toHaveLength(0)
    const plain = solver.solve({ model, options: { gap: 0.1, seconds: 7, seed: 5 } })
    expect(job()).toEqual({
      id: expect.any(Number),
      model,
      options: { gap: 0.1, seconds: 7, seed: 5 },
      stop: expect.any(SharedArrayBuffer),
    })
    expect(job()).not.toHaveProperty('start')
    expect(askedToStop()).toBe(false)
    tell({ answer: three })
    expect(await plain).toEqual(three)
    quiet()
    const begun = solver.solve({
      model,
      options: { ...options, seconds: infinity },
      start: Float64Array.of(0, 1),
    })
    expect(job()).toMatchObject({ start: Float64Array.of(0, 1), options: { seconds: 1e9 } })
    // Without an end no alarm is set.
    expect(vi.getTimerCount()).toBe(0)
    // Nor need anyone listen to how far it is.
    tell({ progress: { value: 1, bound: 3, nodes: 0 } })
    tell({ answer: { status: 'infeasible' } })
    expect(await begun).toEqual({ status: 'infeasible' })
    expect(standIns).toHaveLength(1)
  })

  it('for several at once, and gives each their own answer', async () => {
    const solver = new Solver()
    const told: SolverProgress[][] = [[], []]
    const [first, second] = told.map((list) =>
      solver.solve({ model, options, onProgress: (p) => list.push(p) }),
    ) as [ReturnType<Solver['solve']>, ReturnType<Solver['solve']>]
    const [a, b] = thread().jobs as [Job, Job]
    expect(a.id).not.toBe(b.id)
    thread().emit('message', { id: b.id, progress: { value: 1, bound: 4, nodes: 2 } })
    thread().emit('message', { id: b.id, answer: { status: 'infeasible' } })
    expect(await now(first)).toBe('open')
    expect(await second).toEqual({ status: 'infeasible' })
    thread().emit('message', { id: a.id, answer: three })
    expect(await first).toEqual(three)
    expect(told).toEqual([[], [{ value: 1, bound: 4, nodes: 2 }]])
    quiet()
  })

  it('and says what HiGHS refuses, and asks the same thread again', async () => {
    const solver = new Solver()
    const refused = solver.solve({ model, options: { ...options, seconds: 1 } })
    tell({ failure: 'no such column' })
    await expect(refused).rejects.toThrow('HiGHS: no such column')
    quiet()
    const next = solver.solve({ model, options })
    tell({ answer: three })
    expect(await next).toEqual(three)
    expect(standIns).toHaveLength(1)
  })

  it('and starts another when it has died', async () => {
    const solver = new Solver()
    const lost = solver.solve({ model, options: { ...options, seconds: 1 } })
    const first = thread()
    first.emit('error', new Error('out of memory'))
    await expect(lost).rejects.toThrow(/^out of memory$/)
    quiet()
    expect(first.ended).toBe(true)
    const next = solver.solve({ model, options })
    expect(thread()).not.toBe(first)
    tell({ answer: three })
    expect(await next).toEqual(three)
  })

  it('to stop when the signal comes, and takes what it has', async () => {
    const solver = new Solver()
    const cancel = new AbortController()
    const asked = solver.solve({ model, options, signal: cancel.signal })
    await vi.advanceTimersByTimeAsync(60_000)
    expect(askedToStop()).toBe(false)
    cancel.abort()
    expect(askedToStop()).toBe(true)
    await vi.advanceTimersByTimeAsync(400)
    tell({ answer: { ...three, status: 'stopped' } })
    expect(await asked).toEqual({ ...three, status: 'stopped' })
    quiet()
    expect(thread().ended).toBe(false)
  })

  it('to stop at once when the signal came before', async () => {
    const solver = new Solver()
    const cancel = new AbortController()
    cancel.abort()
    const asked = solver.solve({ model, options, signal: cancel.signal })
    expect(askedToStop()).toBe(true)
    tell({ answer: { status: 'stopped', bound: 8 } })
    expect(await asked).toEqual({ status: 'stopped', bound: 8 })
    quiet()
  })

  it('nothing more when a signal comes after the answer', async () => {
    const solver = new Solver()
    const cancel = new AbortController()
    const asked = solver.solve({ model, options, signal: cancel.signal })
    tell({ answer: three })
    await asked
    cancel.abort()
    expect(askedToStop()).toBe(false)
    quiet()
  })

  it('and ends it when it does not stop in half a second, with the least bound it told', async () => {
    const solver = new Solver()
    const cancel = new AbortController()
    const heard: number[] = []
    const asked = solver.solve({
      model,
      options: { ...options, seconds: 9 },
      signal: cancel.signal,
      onProgress: (p) => heard.push(p.bound),
    })
    for (const bound of [9, 7, 8]) tell({ progress: { value: 1, bound, nodes: 0 } })
    cancel.abort()
    await vi.advanceTimersByTimeAsync(499)
    expect(await now(asked)).toBe('open')
    expect(thread().ended).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(await now(asked)).toEqual({ status: 'stopped', bound: 7 })
    expect(thread().ended).toBe(true)
    expect(heard).toEqual([9, 7, 8])
    quiet()
    // The next has a thread of its own, and one that told nothing has no bound.
    const silent = solver.solve({ model, options, signal: cancel.signal })
    expect(standIns).toHaveLength(2)
    await vi.advanceTimersByTimeAsync(500)
    expect(await now(silent)).toEqual({ status: 'stopped', bound: infinity })
  })

  it('to stop half a second after its time, and ends it half a second later', async () => {
    const solver = new Solver()
    const cancel = new AbortController()
    const asked = solver.solve({ model, options: { ...options, seconds: 2 }, signal: cancel.signal })
    await vi.advanceTimersByTimeAsync(2499)
    expect(askedToStop()).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(askedToStop()).toBe(true)
    // A signal now does not put off its end.
    await vi.advanceTimersByTimeAsync(300)
    cancel.abort()
    expect(await now(asked)).toBe('open')
    await vi.advanceTimersByTimeAsync(200)
    expect(await now(asked)).toEqual({ status: 'stopped', bound: infinity })
    expect(thread().ended).toBe(true)
    quiet()
  })

  it('and ends it when it is closed, if there is one', async () => {
    const solver = new Solver()
    solver.close()
    void solver.solve({ model, options })
    const first = thread()
    solver.close()
    solver.close()
    expect(first.ended).toBe(true)
    void solver.solve({ model, options })
    expect(standIns).toHaveLength(2)
    expect(thread().ended).toBe(false)
  })
})
