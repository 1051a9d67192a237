// Numbers that look random to whoever lacks the key, and are always the same for the same key and text: HMAC-SHA-256
// (FIPS 198-1, FIPS 180-4). An ordinary generator would not do: whoever guesses its small state could take the noise
// away again.

const fraction = (x: number) => Math.floor((x - Math.floor(x)) * 4294967296) >>> 0
const primes = [...Array(312).keys()].filter(
  (n) => n > 1 && !Array.from({ length: n - 2 }, (_, i) => i + 2).some((d) => n % d === 0),
)
const roundConstants = Uint32Array.from(primes, (p) => fraction(Math.cbrt(p)))
const initial = Uint32Array.from(primes.slice(0, 8), (p) => fraction(Math.sqrt(p)))
const encoder = new TextEncoder()

const turn = (x: number, by: number) => (x >>> by) | (x << (32 - by))

/** SHA-256 of some bytes. */
export function sha256(message: Uint8Array): Uint8Array {
  const length = message.length
  const padded = new Uint8Array(((length + 8) >> 6) * 64 + 64)
  padded.set(message)
  padded[length] = 0x80
  const view = new DataView(padded.buffer)
  view.setUint32(padded.length - 8, Math.floor(length / 536870912))
  view.setUint32(padded.length - 4, (length * 8) >>> 0)
  const state = initial.slice()
  const w = new Uint32Array(64)
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i++) w[i] = view.getUint32(block + 4 * i)
    for (let i = 16; i < 64; i++) {
      const [x, y] = [w[i - 15]!, w[i - 2]!]
      const s0 = turn(x, 7) ^ turn(x, 18) ^ (x >>> 3)
      const s1 = turn(y, 17) ^ turn(y, 19) ^ (y >>> 10)
      w[i] = w[i - 16]! + s0 + w[i - 7]! + s1
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ]
    for (let i = 0; i < 64; i++) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)
      const one = (h + s1 + ((e & f) ^ (~e & g)) + roundConstants[i]! + w[i]!) >>> 0
      const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)
      const two = (s0 + ((a & b) ^ (a & c) ^ (b & c))) >>> 0
      h = g
      g = f
      f = e
      e = (d + one) >>> 0
      d = c
      c = b
      b = a
      a = (one + two) >>> 0
    }
    ;[a, b, c, d, e, f, g, h].forEach((value, i) => {
      state[i] = state[i]! + value
    })
  }
  const digest = new Uint8Array(32)
  const out = new DataView(digest.buffer)
  state.forEach((value, i) => {
    out.setUint32(4 * i, value)
  })
  return digest
}

/** Keyed numbers: `uniform(text)` is in [0, 1), with 53 bits, the same for the same key and text. */
export function keyed(key: string): (text: string) => number {
  let secret: Uint8Array = encoder.encode(key)
  if (secret.length > 64) secret = sha256(secret)
  const inner = new Uint8Array(64).fill(0x36)
  const outer = new Uint8Array(64).fill(0x5c)
  secret.forEach((byte, i) => {
    inner[i]! ^= byte
    outer[i]! ^= byte
  })
  const join = (a: Uint8Array, b: Uint8Array) => {
    const both = new Uint8Array(a.length + b.length)
    both.set(a)
    both.set(b, a.length)
    return both
  }
  return (text) => {
    const mac = sha256(join(outer, sha256(join(inner, encoder.encode(text)))))
    const view = new DataView(mac.buffer)
    return (view.getUint32(0) * 2097152 + (view.getUint32(4) >>> 11)) / 9007199254740992
  }
}
