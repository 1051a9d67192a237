/** Wrong input. The message is one line that names the place in the input, such as `counts[1][2]: …`. */
export class DisclosureError extends Error {
  override name = 'DisclosureError'
}

export function wrong(place: string, message: string): never {
  throw new DisclosureError(`${place}: ${message}`)
}

/** Reads one of several tables; what is wrong with it is told with its place among them, such as `release 2`. */
export function within<T>(place: string, read: () => T): T {
  try {
    return read()
  } catch (problem) {
    if (problem instanceof DisclosureError) throw new DisclosureError(`${place}, ${problem.message}`)
    throw problem
  }
}
