import { inviteOperator } from '../setup.ts'
import { cli } from './command.ts'
import { inviting } from './invite.ts'

export const command = inviting(
  {
    help: 'invite an operator, who sees which municipalities there are and nobody in them; by link',
    example: `${cli} operator invite --tenant 02002 --name "Nombre Apellido" --email alguien@ejemplo.gob.mx`,
    failed: 'there is no such municipality',
  },
  inviteOperator,
)
