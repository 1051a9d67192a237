import type { inviteAdministrator } from '../setup.ts'
import { asOwner } from './as-owner.ts'
import { type Command, needed } from './command.ts'

/** A command that invites somebody to a role which nobody of a tenant gives, at the body that runs the strategy there. */
export const inviting = (
  of: Pick<Command, 'help' | 'example' | 'failed'>,
  invite: typeof inviteAdministrator,
): Command => ({
  ...of,
  options: {
    tenant: { type: 'string', value: 'TENANT', help: 'the municipality: its id or INEGI code', needed: true },
    name: { type: 'string', value: 'NAME', help: 'the name of the person invited', needed: true },
    email: { type: 'string', value: 'EMAIL', help: 'the address they will sign in with', needed: true },
  },
  async run({ config, options, say }) {
    const tenant = needed(options.tenant, '--tenant')
    const name = needed(options.name, '--name')
    const email = needed(options.email, '--email')
    return asOwner(
      config,
      () => {},
      async (owner) => {
        const found = await owner.db
          .selectFrom('access.tenant as t')
          .innerJoin('access.organization as o', 'o.tenant_id', 't.id')
          .select(['t.id', 't.name', 'o.id as organization_id'])
          .where((e) => e.or([e('t.cvegeo', '=', tenant), e(e.cast<string>('t.id', 'text'), '=', tenant)]))
          .where('o.kind', 'in', [
            'municipal_government',
            'state_government',
            'federal_government',
            'council',
          ])
          .orderBy('o.id')
          .executeTakeFirst()
        if (!found) throw new Error(`no tenant "${tenant}"; "tenant add" makes one`)
        const link = await invite(owner, {
          tenantId: found.id,
          organizationId: found.organization_id,
          name,
          email,
          publicUrl: config.publicUrl,
        })
        say(`${found.name}: give this link to ${name}; it holds for seven days and once.\n${link}`)
        return 0
      },
    )
  },
})
