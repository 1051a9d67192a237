import { inviteAdministrator } from '../setup.ts'
import { cli } from './command.ts'
import { inviting } from './invite.ts'

export const command = inviting(
  {
    help: 'invite the first administrators of a tenant; two, by link',
    example: `${cli} admin invite --tenant 02002 --name "Nombre Apellido" --email alguien@ejemplo.gob.mx`,
    failed: 'there is no such municipality, or it has two administrators or open invitations already',
  },
  inviteAdministrator,
)
