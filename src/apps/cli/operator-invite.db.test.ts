/** An operator is invited from a shell, by a link that opens one account of that role and no other. */
import { describe, expect, it } from 'vitest'
import { type House, house, testMaster, town } from '../../../test/factories.ts'
import type { Config } from '../../server/config.ts'
import { command } from './operator-invite.ts'

const h: House = await house()

describe('operator invite', () => {
  const run = async (tenant: string) => {
    const said: string[] = []
    const { appUrl, ownerUrl, workerUrl } = h.database
    const code = await command.run({
      config: {
        publicUrl: 'http://127.0.0.1',
        database: { kind: 'external', appUrl, ownerUrl, workerUrl },
        secrets: { masterKey: testMaster, authSecret: '', sealKey: '', pepper: '' },
      } as Config,
      words: [],
      options: { tenant, name: 'Olga Operadora (de prueba)', email: ' Olga@Ejemplo.example ' },
      say: (line) => said.push(line),
    })
    return { code, said: said.join('\n') }
  }

  it('makes a link for one operator, and writes down no token', async () => {
    const { tenantId } = await town(h)
    const { code, said } = await run(tenantId)
    expect(code).toBe(0)
    const token = new RegExp(`http://127.0.0.1/invitation#${tenantId}\\.(.+)$`).exec(said)?.[1]
    expect(token).toMatch(/^[\w-]{43}$/)
    const rows = await h.owner.db.selectFrom('access.invitation').selectAll().execute()
    expect(rows).toMatchObject([{ tenant_id: tenantId, role: 'operator', email: 'olga@ejemplo.example' }])
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  it('says that there is no such municipality', async () => {
    await expect(run('99999')).rejects.toThrow('no tenant "99999"; "tenant add" makes one')
  })
})
