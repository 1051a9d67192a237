import { FlaskConical, WifiOff } from 'lucide-react'
import { useT } from '../../ui/language.tsx'
import { useOnline } from './online.ts'

export function Banners({ demo }: { demo: boolean }) {
  const t = useT()
  const online = useOnline()
  return (
    <aside aria-label={t('workspace.banners')}>
      {!online && (
        <p className="banner banner-warn" role="status">
          <WifiOff aria-hidden className="icon" />
          <span>{t('workspace.offlineBanner')}</span>
        </p>
      )}
      {demo && (
        <p className="banner">
          <FlaskConical aria-hidden className="icon" />
          <span>{t('workspace.demoBanner')}</span>
        </p>
      )}
    </aside>
  )
}
