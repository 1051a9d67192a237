import { Wifi, WifiOff } from 'lucide-react'
import { useT } from '../../ui/language.tsx'
import { QuickExit } from '../../ui/QuickExit.tsx'
import type { Me } from '../../ui/session.tsx'
import { AccountMenu } from './AccountMenu.tsx'
import { signOutQuietly } from './leave.ts'
import { useOnline } from './online.ts'

export function TopLine({ me }: { me: Me }) {
  const t = useT()
  const online = useOnline()
  return (
    <header className="topline">
      <p className="topline-where">
        <strong className="brand">Intégrate</strong>
        <span className="topline-tenant">
          {me.tenant.name}
          <span className="topline-organization"> · {me.organization.name}</span>
        </span>
      </p>
      <div className="topline-end">
        <span className={online ? 'connection' : 'connection connection-lost'} role="status">
          {online ? <Wifi aria-hidden className="icon" /> : <WifiOff aria-hidden className="icon" />}
          <span className={online ? 'topline-word' : undefined}>
            {t(online ? 'workspace.online' : 'workspace.offline')}
          </span>
        </span>
        <AccountMenu me={me} />
        <QuickExit onLeave={signOutQuietly} />
      </div>
    </header>
  )
}
