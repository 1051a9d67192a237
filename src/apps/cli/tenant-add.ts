import { connect } from '../../server/db.ts'
import { openGround } from '../../server/ground.ts'
import { createVault } from '../../server/vault.ts'
import type { Command } from '../cli.ts'
import { addTenant } from '../setup.ts'

export const command: Command = {
  help: 'add a municipality with the body that runs the strategy there',
  example:
    'npm run -s cli -- tenant add --name Mexicali --cvegeo 02002 --organization "DIF Municipal" --zone America/Tijuana',
  options: {
    name: { type: 'string' },
    cvegeo: { type: 'string' },
    organization: { type: 'string' },
    zone: { type: 'string' },
  },
  async run({ config, options, say }) {
    const { name, cvegeo, organization, zone } = options
    if (typeof name !== 'string' || typeof cvegeo !== 'string' || typeof organization !== 'string') {
      throw new Error('tenant add needs --name, --cvegeo (five digits of INEGI) and --organization')
    }
    const ground = await openGround(config, say)
    const owner = connect(ground.ownerUrl, { max: 1 })
    try {
      const made = await addTenant(owner, createVault(config.secrets.masterKey), {
        kind: 'municipality',
        name,
        cvegeo,
        ...(typeof zone === 'string' ? { timeZone: zone } : {}),
        organization: {
          name: organization,
          kind: 'municipal_government',
          sector: 'public',
          governmentLevel: 'municipal',
        },
      })
      say(`tenant ${made.tenantId}\norganization ${made.organizationId}`)
      return 0
    } finally {
      await owner.close()
      await ground.stop()
    }
  },
}
