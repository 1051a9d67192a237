import type { Config } from '../../server/config.ts'
import { type Connection, connect } from '../../server/db.ts'
import { openGround } from '../../server/ground.ts'

/** Work on the database as its owner, who sees the catalogues of all tenants; whatever happens, it is closed again. */
export async function asOwner<T>(
  config: Config,
  say: (line: string) => void,
  work: (owner: Connection) => Promise<T>,
  how: Parameters<typeof openGround>[2] = 'up_to_date',
): Promise<T> {
  const ground = await openGround(config, say, how)
  const owner = connect(ground.ownerUrl, { max: 1 })
  try {
    return await work(owner)
  } finally {
    await owner.close()
    await ground.stop()
  }
}
