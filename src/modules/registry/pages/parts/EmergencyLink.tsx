import { KeyRound } from 'lucide-react'
import { Can } from '../../../../ui/Can.tsx'
import { Link } from '../../../../ui/Link.tsx'
import { useT } from '../../../../ui/language.tsx'

/** Where somebody is looked for and not within reach: the door for an emergency. */
export function EmergencyLink() {
  const t = useT()
  return (
    <Can verb="glass.break" otherwise="absent">
      {() => (
        <Link href="/emergency" look="button" icon={KeyRound}>
          {t('registry.emergency.title')}
        </Link>
      )}
    </Can>
  )
}
