import { openGround } from '../../server/ground.ts'
import type { Command } from '../cli.ts'

export const command: Command = {
  help: 'bring the database up to date',
  example: 'npm run -s cli -- migrate',
  async run({ config, say }) {
    const ground = await openGround(config, say)
    say(ground.migrated.length === 0 ? 'nothing to do' : `${ground.migrated.length} applied`)
    await ground.stop()
    return 0
  },
}
