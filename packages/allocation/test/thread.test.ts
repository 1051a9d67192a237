import { afterAll, describe, expect, it } from 'vitest'
import { Model, type ModelData } from '../src/model.ts'
import { Solver, type SolverProgress } from '../src/solver.ts'

const solver = new Solver()
afterAll(() => solver.close())
const infinity = Number.POSITIVE_INFINITY
const options = { gap: 0, seconds: 60, seed: 1 }

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

/** Splits that hardly any choice meets exactly (Cornuéjols and Dawande 1998): minutes of work though it is small. */
function endless(): ModelData {
  const model = new Model()
  const n = 50
  const columns = Array.from({ length: n }, () => model.column(0, 0, 1, true))
  let state = 7
  for (let r = 0; r < 6; r++) {
    const amounts = columns.map(() => {
      state = (state * 1103515245 + 12345) % 2147483648
      return Math.floor((state / 2147483648) * 100)
    })
    const half = Math.floor(amounts.reduce((a, b) => a + b, 0) / 2)
    // What is missing to the half or beyond it is paid for.
    const below = model.column(-1, 0, infinity, false)
    const above = model.column(-1, 0, infinity, false)
    model.row(
      half,
      [...columns.map((c, i): [number, number] => [c, amounts[i]!]), [below, 1], [above, -1]],
      half,
    )
  }
  return model.data()
}

describe('a solver and its thread', () => {
  it('answers each who asks with what they asked', async () => {
    const answers = await Promise.all([
      solver.solve({ model: either(3, 2), options }),
      solver.solve({ model: either(4, 5), options, start: Float64Array.of(1, 0) }),
      solver.solve({ model: either(2, 1), options: { ...options, seconds: infinity } }),
    ])
    expect(answers).toEqual([
      { status: 'optimal', value: 3, bound: 3, columns: Float64Array.of(1, 0) },
      { status: 'optimal', value: 5, bound: 5, columns: Float64Array.of(0, 1) },
      { status: 'optimal', value: 2, bound: 2, columns: Float64Array.of(1, 0) },
    ])
  })

  it('knows what cannot be, and what is no model', async () => {
    const model = new Model()
    const x = model.column(1, 0, 1, true)
    model.row(2, [[x, 1]], infinity)
    expect(await solver.solve({ model: model.data(), options })).toEqual({ status: 'infeasible' })
    const broken = { ...either(1, 2), indices: Int32Array.of(0, 99) }
    await expect(solver.solve({ model: broken, options })).rejects.toThrow(/^HiGHS: ./)
    expect(await solver.solve({ model: either(1, 2), options })).toMatchObject({ value: 2 })
  })

  it('ends with its time, having told how far it is', async () => {
    const told: SolverProgress[] = []
    const model = endless()
    const answer = await solver.solve({
      model,
      options: { ...options, seconds: 1 },
      onProgress: (p) => told.push(p),
    })
    expect(answer.status).toBe('stopped')
    if (answer.status === 'infeasible' || answer.value === undefined)
      throw new Error('a solution was expected')
    expect(answer.columns).toHaveLength(model.columns)
    expect(answer.value).toBeLessThanOrEqual(answer.bound)
    expect(told.length).toBeGreaterThan(0)
    for (const p of told) expect(p.value).toBeLessThanOrEqual(p.bound)
  })

  it('ends when it is asked to, before it begins or while it works', async () => {
    const begun = performance.now()
    const early = new AbortController()
    early.abort()
    expect((await solver.solve({ model: endless(), options, signal: early.signal })).status).toBe('stopped')
    const late = new AbortController()
    setTimeout(() => late.abort(), 300)
    expect((await solver.solve({ model: endless(), options, signal: late.signal })).status).toBe('stopped')
    expect(performance.now() - begun).toBeLessThan(20_000)
  })

  it('is not ended by a signal that comes after its answer', async () => {
    const signal = new AbortController()
    await solver.solve({ model: either(1, 2), options, signal: signal.signal })
    signal.abort()
    const next = await solver.solve({ model: endless(), options: { ...options, seconds: 0.9 } })
    expect(next).toHaveProperty('columns')
    // Nor by the alarm of one that was done in time.
    await solver.solve({ model: either(1, 2), options: { ...options, seconds: 0.1 } })
    expect(await solver.solve({ model: endless(), options: { ...options, seconds: 1.3 } })).toHaveProperty(
      'columns',
    )
  })

  it('begins anew after it was closed', async () => {
    const closed = new Solver()
    closed.close()
    expect(await closed.solve({ model: either(6, 2), options })).toMatchObject({ value: 6 })
    closed.close()
    expect(await closed.solve({ model: either(7, 2), options })).toMatchObject({ value: 7 })
    closed.close()
  })
})
