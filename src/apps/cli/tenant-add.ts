import { createVault } from '../../server/vault.ts'
import { addTenant } from '../setup.ts'
import { asOwner } from './as-owner.ts'
import { CalledWrongly, type Command, cli, needed } from './command.ts'

export const command: Command = {
  help: 'add a municipality with the body that runs the strategy there',
  example: `${cli} tenant add --name Mexicali --cvegeo 02002 --organization "DIF Municipal" --zone America/Tijuana`,
  options: {
    name: {
      type: 'string',
      value: 'NAME',
      help: 'how the municipality is called on the screens',
      needed: true,
    },
    cvegeo: {
      type: 'string',
      value: 'CODE',
      help: 'its five digits of INEGI: state and municipality',
      needed: true,
    },
    organization: {
      type: 'string',
      value: 'NAME',
      help: 'the municipal body that runs the strategy; its agreement holds for five years',
      needed: true,
    },
    zone: {
      type: 'string',
      value: 'ZONE',
      help: 'its time zone, such as America/Tijuana; America/Mexico_City when not said',
    },
  },
  failed: 'the municipality was not added, and why',
  async run({ config, options, say }) {
    const name = needed(options.name, '--name')
    const cvegeo = needed(options.cvegeo, '--cvegeo')
    const organization = needed(options.organization, '--organization')
    const { zone } = options
    if (typeof zone === 'string' && !isZone(zone))
      throw new CalledWrongly(`--zone "${zone}" is no time zone, such as America/Tijuana`)
    return asOwner(config, say, async (owner) => {
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
    })
  },
}

/** By its name: PostgreSQL and browsers read offsets such as +05 in opposite ways. */
function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return /^[A-Z][A-Za-z_]*\/[A-Za-z_/]+$/.test(zone)
  } catch {
    return false
  }
}
