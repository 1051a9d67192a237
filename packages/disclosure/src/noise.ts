import { wrong } from './errors.ts'
import { keyed } from './prf.ts'

/**
 * The two-sided geometric mechanism (Ghosh, Roughgarden and Sundararajan 2009): P(Z = z) = (1 - a)/(1 + a) · a^|z| with
 * a = exp(-epsilon / sensitivity). Variance 2a / (1 - a)². One person in m tables costs m · epsilon.
 */
export interface Geometric {
  alpha: number
  variance: number
  probability(z: number): number
}

/**
 * @param epsilon the privacy loss, above 0
 * @param sensitivity by how much one person can change a count (default 1)
 */
export function geometric(epsilon: number, sensitivity = 1): Geometric {
  if (!(epsilon > 0) || !Number.isFinite(epsilon)) wrong('epsilon', `${epsilon} is not a number above 0`)
  if (!(sensitivity > 0) || !Number.isFinite(sensitivity))
    wrong('sensitivity', `${sensitivity} is not a number above 0`)
  const alpha = Math.exp(-epsilon / sensitivity)
  const none = -Math.expm1(-epsilon / sensitivity) // 1 - alpha, exact for a small epsilon
  return {
    alpha,
    variance: (2 * alpha) / (none * none),
    probability: (z) => (none / (1 + alpha)) * alpha ** Math.abs(z),
  }
}

/**
 * Adds two-sided geometric noise to counts; the draw depends on the seed and the cell's key, so asking again for the
 * same cell reveals nothing more. The result may be negative: cutting it at nought is safe but makes it biased.
 *
 * @param seed a secret; whoever has it can take the noise away
 */
export function geometricNoise(
  epsilon: number,
  seed: string,
  sensitivity = 1,
): (key: string, count: number) => number {
  geometric(epsilon, sensitivity) // refuses what is no privacy loss
  const uniform = keyed(seed)
  // The difference of two one-sided geometric draws has exactly this distribution.
  const side = (text: string) => Math.floor((Math.log(1 - uniform(text)) * sensitivity) / -epsilon)
  return (key, count) => {
    if (!Number.isSafeInteger(count)) wrong(key, `${count} is not a whole number`)
    return count + side(`noise + ${key}`) - side(`noise - ${key}`)
  }
}

/** The privacy loss of one person who is counted in several tables, each with its epsilon: their sum. */
export function budgetSpent(epsilons: readonly number[]): number {
  return epsilons.reduce((sum, epsilon) => sum + epsilon, 0)
}
