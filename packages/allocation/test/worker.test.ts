import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { Model, type ModelData } from '../src/model.ts'
import type { Answer, Job, Report } from '../src/solver.ts'
import { draw } from './oracle.ts'

// The thread's own file, loaded here with a port that keeps what it is told.
const { port, told } = await vi.hoisted(async () => {
  const { EventEmitter } = await import('node:events')
  const told: Report[] = []
  const postMessage = (report: Report): void => void told.push(report)
  return { port: Object.assign(new EventEmitter(), { postMessage }), told }
})
vi.mock('node:worker_threads', async (original) => ({
  ...(await original<typeof import('node:worker_threads')>()),
  parentPort: port,
}))
beforeAll(() => import('../src/worker.ts').then(() => {}))
beforeEach(() => {
  told.length = 0
})

const infinity = Number.POSITIVE_INFINITY
const options = { gap: 0, seconds: 60, seed: 1 }

/** What is told of a job, the answer last. */
function reports(model: ModelData, job: Partial<Job> & { stopped?: boolean } = {}): Report[] {
  const { stopped = false, ...given } = job
  const stop = new SharedArrayBuffer(4)
  new Int32Array(stop)[0] = stopped ? 1 : 0
  port.emit('message', { id: 7, model, options, stop, ...given } satisfies Job)
  return [...told]
}
function answered(model: ModelData, job?: Parameters<typeof reports>[1]): Answer {
  const { answer, failure } = reports(model, job).at(-1)!
  if (!answer) throw new Error(failure)
  return answer
}
function found(model: ModelData, job?: Parameters<typeof reports>[1]) {
  const answer = answered(model, job)
  if (answer.value === undefined) throw new Error(`nothing found: ${answer.status}`)
  return answer
}

/** Things with a weight of which a bag of so much holds some, whole or in parts. */
function bag(values: number[], weights: number[], room: number, whole = true): ModelData {
  const model = new Model()
  const columns = values.map((value) => model.column(value, 0, 1, whole))
  model.row(
    -infinity,
    columns.map((c, i) => [c, weights[i]!]),
    room,
  )
  return model.data()
}
/** The best of a bag, by the room that is left. */
function bestOf(values: number[], weights: number[], room: number): number {
  const best = new Array<number>(room + 1).fill(0)
  values.forEach((value, i) => {
    for (let left = room; left >= weights[i]!; left--)
      best[left] = Math.max(best[left]!, best[left - weights[i]!]! + value)
  })
  return best[room]!
}
/** Splits into halves that hardly any choice meets (Cornuéjols and Dawande 1998): minutes of work though it is small. */
function endless(exactly = false): ModelData {
  const below = draw(3)
  const model = new Model()
  const columns = Array.from({ length: 50 }, () => model.column(0, 0, 1, true))
  for (let r = 0; r < 6; r++) {
    const amounts = columns.map(() => below(100))
    const half = Math.floor(amounts.reduce((a, b) => a + b, 0) / 2)
    const missing = exactly
      ? []
      : [model.column(-1, 0, infinity, false), model.column(-1, 0, infinity, false)]
    model.row(
      half,
      [
        ...columns.map((c, i): [number, number] => [c, amounts[i]!]),
        ...missing.map((c, i): [number, number] => [c, i === 0 ? 1 : -1]),
      ],
      half,
    )
  }
  return model.data()
}

/** A choice of nothing: all that is missing to the halves is paid for. */
const nothing = (model: ModelData) =>
  Float64Array.from({ length: model.columns }, (_, c) =>
    c >= 50 && c % 2 === 0 ? model.rowLower[(c - 50) / 2]! : 0,
  )
const worthOfNothing = (model: ModelData) => -model.rowLower.reduce((sum, half) => sum + half, 0) - 1e-6

describe('the thread of HiGHS', () => {
  it('answers the best there is, to whom asked, once', () => {
    const values = [60, 100, 120]
    expect(reports(bag(values, [10, 20, 30], 50), { id: 31 })).toEqual([
      { id: 31, answer: { status: 'optimal', value: 220, bound: 220, columns: Float64Array.of(0, 1, 1) } },
    ])
    // In parts two thirds of the third fit too.
    const parts = found(bag(values, [10, 20, 30], 50, false))
    expect(parts).toMatchObject({ status: 'optimal', value: expect.closeTo(240, 6) })
    expect(parts.bound).toBe(parts.value)
    expect(parts.columns[2]).toBeCloseTo(2 / 3, 6)
  })

  it('finds what trying finds, and bounds it', () => {
    for (let seed = 1; seed <= 3; seed++) {
      const below = draw(seed)
      const weights = Array.from({ length: 12 }, () => 20 + below(60))
      const values = weights.map((w) => w + below(20))
      const answer = found(bag(values, weights, 200))
      const best = bestOf(values, weights, 200)
      expect(answer).toMatchObject({ status: 'optimal', value: expect.closeTo(best, 6) })
      expect(answer.bound).toBeGreaterThanOrEqual(best - 1e-6)
      expect(answer.bound).toBeCloseTo(best, 3)
      expect(answer.columns.reduce((sum, x, i) => sum + x * values[i]!, 0)).toBeCloseTo(best, 6)
    }
  })

  it('is content with the gap it is given', () => {
    const some = draw(9)
    const weights = Array.from({ length: 40 }, () => 200 + some(600))
    const values = weights.map((w) => w + some(99))
    const model = new Model()
    const columns = values.map((value) => model.column(value, 0, 1, true))
    // Beside things that are whole, sand, of which any part fits.
    columns.push(model.column(0.001, 0, 1, false))
    model.row(
      -infinity,
      columns.map((c, i) => [c, weights[i] ?? 1]),
      7000,
    )
    const rough = found(model.data(), { options: { ...options, gap: 0.5 } })
    expect(rough.status).toBe('optimal')
    expect(rough.bound).toBeGreaterThanOrEqual(bestOf(values, weights, 7000) - 1e-6)
    expect(rough.bound).toBeGreaterThan(rough.value)
  })

  it('says what cannot be', () => {
    const model = new Model()
    const x = model.column(1, 0, 1, true)
    model.row(2, [[x, 1]], infinity)
    expect(answered(model.data())).toEqual({ status: 'infeasible' })
    // Nor where, besides, something is worth the more the more there is of it.
    for (const whole of [false, true]) {
      const both = new Model()
      const y = both.column(1, 0, infinity, whole)
      const z = both.column(0, 0, 1, whole)
      both.row(0, [[y, 1]], infinity)
      both.row(2, [[z, 1]], infinity)
      expect(answered(both.data())).toEqual({ status: 'infeasible' })
    }
  })

  it('says what is wrong with what is no model, and answers the next', () => {
    const broken = { ...bag([1, 2], [1, 1], 1), indices: Int32Array.of(0, 99) }
    expect(reports(broken, { id: 8 })).toEqual([{ id: 8, failure: expect.stringMatching(/[a-z]{4}/) }])
    expect(found(bag([1, 2], [1, 1], 1))).toMatchObject({ value: 2 })
  })

  it('ends with its time, having told how far it is', () => {
    const model = endless()
    const all = reports(model, { options: { ...options, seconds: 0.9 }, start: nothing(model) })
    const { answer } = all.at(-1)!
    if (answer?.status !== 'stopped' || answer.value === undefined) throw new Error('something was expected')
    expect(answer.columns).toHaveLength(62)
    expect(answer.value).toBeLessThan(answer.bound)
    const progress = all.slice(0, -1).map((report) => report.progress!)
    expect(progress.length).toBeGreaterThanOrEqual(2)
    // Every fifth of a second, not at every node.
    expect(progress.length).toBeLessThanOrEqual(6)
    for (const [at, { value, bound, nodes }] of progress.entries()) {
      expect(all[at]).toHaveProperty('id', 7)
      expect(value).toBeLessThanOrEqual(answer.value)
      expect(value).toBeGreaterThanOrEqual(worthOfNothing(model))
      expect(bound).toBeGreaterThanOrEqual(answer.bound)
      expect(nodes).toBeGreaterThanOrEqual(at > 0 ? progress[at - 1]!.nodes : 0)
      expect(Number.isInteger(nodes)).toBe(true)
    }
    expect(progress.at(-1)!.bound).toBeLessThan(infinity)
  })

  it('ends when it is asked to, with what it was given to begin with', () => {
    const model = endless()
    const begun = performance.now()
    const patient = { ...options, seconds: 20 }
    const answer = found(model, { stopped: true, start: nothing(model), options: patient })
    expect(performance.now() - begun).toBeLessThan(10_000)
    expect(answer.status).toBe('stopped')
    expect(answer.value).toBeGreaterThanOrEqual(worthOfNothing(model))
    expect(answer.bound).toBeGreaterThanOrEqual(answer.value)
  })

  it('ends without anything where nothing was found', () => {
    const answer = answered(endless(true), { options: { ...options, seconds: 0.3 } })
    expect(answer).toEqual({ status: 'stopped', bound: expect.any(Number) })
    expect(answer).not.toHaveProperty('columns')
  })
})
