import { connect } from '../../server/db.ts'
import { openGround } from '../../server/ground.ts'
import type { Command } from '../cli.ts'
import { inviteAdministrator } from '../setup.ts'

export const command: Command = {
  help: 'invite the first administrators of a tenant; two, by link',
  example:
    'npm run -s cli -- admin invite --tenant 02002 --name "Nombre Apellido" --email alguien@ejemplo.gob.mx',
  options: { tenant: { type: 'string' }, name: { type: 'string' }, email: { type: 'string' } },
  async run({ config, options, say }) {
    const { tenant, name, email } = options
    if (typeof tenant !== 'string' || typeof name !== 'string' || typeof email !== 'string') {
      throw new Error('admin invite needs --tenant (its id or INEGI code), --name and --email')
    }
    const ground = await openGround(config, () => {})
    const owner = connect(ground.ownerUrl, { max: 1 })
    try {
      const found = await owner.db
        .selectFrom('access.tenant as t')
        .innerJoin('access.organization as o', 'o.tenant_id', 't.id')
        .select(['t.id', 't.name', 'o.id as organization_id'])
        .where((e) => e.or([e('t.cvegeo', '=', tenant), e(e.cast<string>('t.id', 'text'), '=', tenant)]))
        .where('o.kind', 'in', ['municipal_government', 'state_government', 'federal_government', 'council'])
        .orderBy('o.id')
        .executeTakeFirst()
      if (!found) throw new Error(`no tenant "${tenant}"; "tenant add" makes one`)
      const link = await inviteAdministrator(owner, {
        tenantId: found.id,
        organizationId: found.organization_id,
        name,
        email,
        publicUrl: config.publicUrl,
      })
      say(`${found.name}: give this link to ${name}; it holds for seven days and once.\n${link}`)
      return 0
    } finally {
      await owner.close()
      await ground.stop()
    }
  },
}
