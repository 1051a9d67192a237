/** Above this many degrees of freedom the quantile is indistinguishable from that of the limit series used below. */
const LARGEST_DF = 1_000_000

/**
 * Quantile of Student's t distribution with `df` degrees of freedom (a positive integer): the t with
 * P(T <= t) = p, for 0 < p < 1. Accurate to about 1e-14 relative in the range of confidence intervals.
 *
 * The distribution function of integer degrees of freedom is a finite sum of positive terms (Abramowitz and
 * Stegun 26.7.3-4), so there is no incomplete beta function to approximate; it is inverted by Newton's method.
 */
export function studentTQuantile(p: number, df: number): number {
  if (!(p > 0 && p < 1)) throw new RangeError(`a probability between 0 and 1 is needed, not ${p}`)
  if (!Number.isInteger(df) || df < 1 || df > LARGEST_DF) {
    throw new RangeError(`degrees of freedom from 1 to ${LARGEST_DF} are needed, not ${df}`)
  }
  if (p === 0.5) return 0
  if (p < 0.5) return -studentTQuantile(1 - p, df)
  const central = 2 * p - 1 // P(|T| <= t)
  const density = densityConstant(df)
  // In theta = atan(t / sqrt(df)) the function is concave on (0, pi/2): Newton from the left never overshoots twice.
  let low = 0
  let high = Math.PI / 2
  let theta = central / (2 * density)
  if (!(theta < high)) theta = high / 2
  for (let step = 0; step < 200; step += 1) {
    const excess = centralProbability(theta, df) - central
    if (excess === 0) break
    if (excess > 0) high = theta
    else low = theta
    let next = theta - excess / (2 * density * Math.cos(theta) ** (df - 1))
    if (!(next > low && next < high)) next = (low + high) / 2
    if (Math.abs(next - theta) <= Number.EPSILON * theta) {
      theta = next
      break
    }
    theta = next
  }
  return Math.sqrt(df) * Math.tan(theta)
}

/** P(|T| <= sqrt(df) tan(theta)), the finite series. */
function centralProbability(theta: number, df: number): number {
  const sine = Math.sin(theta)
  const cosine = Math.cos(theta)
  const square = cosine * cosine
  let term = df % 2 === 0 ? 1 : cosine
  let total = df === 1 ? 0 : term
  for (let i = df % 2 === 0 ? 2 : 3; i <= df - 2; i += 2) {
    term *= (square * (i - 1)) / i
    total += term
    if (term < total * 1e-18) break
  }
  return df % 2 === 0 ? sine * total : (2 / Math.PI) * (theta + sine * total)
}

/** Gamma((df+1)/2) / (sqrt(pi) Gamma(df/2)): the density of theta at 0. */
function densityConstant(df: number): number {
  let value = df % 2 === 0 ? 0.5 : 1 / Math.PI
  for (let i = df % 2 === 0 ? 4 : 3; i <= df; i += 2) value *= (i - 1) / (i - 2)
  return value
}
