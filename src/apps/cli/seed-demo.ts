import { connect } from '../../server/db.ts'
import { openGround } from '../../server/ground.ts'
import { demoDue, seedDemo } from '../demo.ts'
import { knownDemoAccounts } from '../demo-accounts.ts'
import { type Command, cli } from './command.ts'

export const command: Command = {
  help: 'fill an empty database with the demonstration municipality, and print its accounts',
  example: `${cli} seed demo`,
  failed: 'the database is not the embedded one, or filling it broke off: called again, it goes on',
  async run({ config, say }) {
    if (config.database.kind === 'external')
      throw new Error('the demonstration is for the embedded database only: its accounts are no secret')
    const ground = await openGround(config, say)
    try {
      const owner = connect(ground.ownerUrl, { max: 1 })
      const due = await demoDue(owner, config.dataDir).finally(() => owner.close())
      if (due) await seedDemo(config, ground, say)
      else say('There is a municipality already; nothing to do.')
      for (const { role, email, password } of knownDemoAccounts(config.dataDir))
        say(`  ${role.padEnd(22)}${email.padEnd(36)}${password}`)
      return 0
    } finally {
      await ground.stop()
    }
  },
}
