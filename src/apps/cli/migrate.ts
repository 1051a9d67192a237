import { openGround } from '../../server/ground.ts'
import { type Command, cli } from './command.ts'

export const command: Command = {
  help: 'bring the database up to date: structure, policies, job queue',
  example: `${cli} migrate`,
  failed:
    'the database cannot be reached, its roles are not as they must be, or a migration failed (nothing of it stays)',
  async run({ config, say }) {
    const ground = await openGround(config, say)
    say(ground.migrated.length === 0 ? 'nothing to do' : `${ground.migrated.length} applied`)
    await ground.stop()
    return 0
  },
}
