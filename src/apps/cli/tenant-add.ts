import { createVault } from '../../server/vault.ts'
import { type TenantKind, tenantKinds } from '../../shared/actor.ts'
import { addTenant } from '../setup.ts'
import { asOwner } from './as-owner.ts'
import { CalledWrongly, type Command, cli, needed } from './command.ts'

export const command: Command = {
  help: 'add a municipality with the body that runs the strategy there, a state council or the federal unit',
  example: `${cli} tenant add --name Mexicali --cvegeo 02002 --organization "DIF Municipal" --zone America/Tijuana`,
  options: {
    name: {
      type: 'string',
      value: 'NAME',
      help: 'how it is called on the screens',
      needed: true,
    },
    kind: {
      type: 'string',
      value: 'KIND',
      help: `${tenantKinds.join(', ')}; municipality when not said. The others register nobody: they read what municipalities publish`,
    },
    cvegeo: {
      type: 'string',
      value: 'CODE',
      help: 'of a municipality, its five digits of INEGI: state and municipality',
    },
    state: {
      type: 'string',
      value: 'CODE',
      help: 'of a state council, the two digits of its state',
    },
    organization: {
      type: 'string',
      value: 'NAME',
      help: 'the body that runs the strategy there; its agreement holds for five years',
      needed: true,
    },
    zone: {
      type: 'string',
      value: 'ZONE',
      help: 'its time zone, such as America/Tijuana; America/Mexico_City when not said',
    },
  },
  failed: 'it was not added, and why',
  async run({ config, options, say }) {
    const name = needed(options.name, '--name')
    const kind = kindOf(options.kind)
    const where =
      kind === 'municipality'
        ? { cvegeo: digits(needed(options.cvegeo, '--cvegeo'), '--cvegeo', 5) }
        : kind === 'state_council'
          ? { stateCode: digits(needed(options.state, '--state'), '--state', 2) }
          : {}
    const organization = needed(options.organization, '--organization')
    const { zone } = options
    if (typeof zone === 'string' && !isZone(zone))
      throw new CalledWrongly(`--zone "${zone}" is no time zone, such as America/Tijuana`)
    return asOwner(config, say, async (owner) => {
      const made = await addTenant(owner, createVault(config.secrets.masterKey), {
        kind,
        name,
        ...where,
        ...(typeof zone === 'string' ? { timeZone: zone } : {}),
        organization: { name: organization, sector: 'public', ...bodies[kind] },
      })
      say(`tenant ${made.tenantId}\norganization ${made.organizationId}`)
      return 0
    })
  },
}

const bodies = {
  municipality: { kind: 'municipal_government', governmentLevel: 'municipal' },
  state_council: { kind: 'council', governmentLevel: 'state' },
  federal_unit: { kind: 'federal_government', governmentLevel: 'federal' },
} as const

function kindOf(said: unknown): TenantKind {
  const kind = said === undefined ? 'municipality' : tenantKinds.find((one) => one === said)
  if (!kind) throw new CalledWrongly(`--kind "${said}" is none of ${tenantKinds.join(', ')}`)
  return kind
}

function digits(code: string, option: string, count: number): string {
  if (!new RegExp(`^\\d{${count}}$`).test(code))
    throw new CalledWrongly(`${option} "${code}" has not the ${count} digits of INEGI's code`)
  return code
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
