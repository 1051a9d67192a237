/** Wrong input. The message is one line that names the place in the input, such as `counts[1][2]: …`. */
export class DisclosureError extends Error {
  override name = 'DisclosureError'
}

export function wrong(place: string, message: string): never {
  throw new DisclosureError(`${place}: ${message}`)
}
