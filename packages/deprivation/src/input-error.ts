/**
 * Wrong input, with the place where it is wrong (`deprivations[2][1]`, `k`, `t2.weights`).
 * Every function of this package that refuses its arguments throws this and nothing else.
 */
export class InputError extends Error {
  override name = 'InputError'
  /** Path into the input, in the notation of JavaScript; empty when the whole input is meant. */
  readonly place: string
  /** What is wrong there, one line, without the place. */
  readonly reason: string

  constructor(place: string, reason: string) {
    super(place === '' ? reason : `${place}: ${reason}`)
    this.place = place
    this.reason = reason
  }

  /** The same problem, seen from an object that holds the input under `prefix`. */
  within(prefix: string): InputError {
    const joint = this.place === '' || this.place.startsWith('[') ? '' : '.'
    return new InputError(`${prefix}${joint}${this.place}`, this.reason)
  }
}

/** Runs `work`; an {@link InputError} inside it is told again with `prefix` before its place. */
export function within<T>(prefix: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof InputError ? error.within(prefix) : error
  }
}
