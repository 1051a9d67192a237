/** Medians and percentiles of paired repeats. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? Number.NaN
}

export const median = (values: readonly number[]): number => percentile(values, 0.5)

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** Two pieces of work in turns, the first of each pair in alternation, so that a slow moment hurts both. */
export async function paired(
  times: number,
  one: () => Promise<unknown>,
  other: () => Promise<unknown>,
): Promise<{ one: number[]; other: number[] }> {
  const out = { one: [] as number[], other: [] as number[] }
  await one()
  await other()
  for (let i = 0; i < times; i++) {
    for (const which of i % 2 === 0 ? (['one', 'other'] as const) : (['other', 'one'] as const)) {
      out[which].push(await timed(which === 'one' ? one : other))
    }
  }
  return out
}
