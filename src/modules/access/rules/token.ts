import { createHash } from 'node:crypto'

/** Tokens are kept as their hash: a stolen table opens no invitation. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()
