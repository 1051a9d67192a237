/** COPY in and out over node-postgres, a piece at a time: neither side holds a table in memory. */

import type pg from 'pg'
import type { Connection, Submittable } from 'pg'

/** What node-postgres sends back to whatever was submitted. */
interface Copying extends Submittable {
  handleError(error: Error): void
  handleCommandComplete(message: { text: string }): void
  handleReadyForQuery(): void
}

interface Wire extends Connection {
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
  sendCopyFail(message: string): void
}

const high = 1 << 20

/** The rows of `copy … to stdout`, in pieces. */
export async function* copyOut(client: pg.ClientBase, text: string): AsyncGenerator<Buffer> {
  const waiting: Buffer[] = []
  let size = 0
  let wire: Wire | undefined
  let over = false
  let failure: Error | undefined
  let wake: () => void = () => {}
  const copy: Copying & { handleCopyData(message: { chunk: Buffer }): void } = {
    submit(connection) {
      wire = connection as Wire
      wire.query(text)
    },
    handleCopyData({ chunk }) {
      // The driver reads the next bytes into the same memory.
      waiting.push(Buffer.from(chunk))
      size += chunk.length
      if (size > high) wire?.stream.pause()
      wake()
    },
    handleError(error) {
      failure = error
      over = true
      wake()
    },
    handleCommandComplete() {},
    handleReadyForQuery() {
      over = true
      wake()
    },
  }
  client.query(copy)
  for (;;) {
    if (failure) throw failure
    if (waiting.length > 0) {
      const piece = waiting.length === 1 ? waiting[0]! : Buffer.concat(waiting)
      waiting.length = 0
      size = 0
      wire?.stream.resume()
      yield piece
    } else if (over) return
    else
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
}

/** Sends pieces into `copy … from stdin`; answers how many rows the database took. */
export async function copyIn(
  client: pg.ClientBase,
  text: string,
  pieces: AsyncIterable<Buffer>,
): Promise<number> {
  return new Promise<number>((resolve, reject) => {
    let rows = 0
    let failure: Error | undefined
    const send = async (wire: Wire): Promise<void> => {
      try {
        for await (const piece of pieces) {
          if (failure) return
          wire.sendCopyFromChunk(piece)
          if (wire.stream.writableNeedDrain) {
            await new Promise<void>((go) => {
              wire.stream.once('drain', go)
              wire.stream.once('close', go)
            })
          }
        }
        wire.endCopyFrom()
      } catch (error) {
        failure = error as Error
        wire.sendCopyFail('the rows could not be read')
      }
    }
    const copy: Copying & { handleCopyInResponse(connection: Connection): void } = {
      submit: (connection) => connection.query(text),
      handleCopyInResponse: (connection) => void send(connection as Wire),
      handleError(error) {
        failure ??= error
        // Without a word of "ready" after it, the connection itself broke.
        reject(failure)
      },
      handleCommandComplete(message) {
        rows = Number(/^COPY (\d+)/.exec(message.text)?.[1] ?? 0)
      },
      handleReadyForQuery() {
        if (failure) reject(failure)
        else resolve(rows)
      },
    }
    client.query(copy)
  })
}
