import { Plus, Save, Trash2 } from 'lucide-react'
import { Button } from '../../../ui/Button.tsx'
import { Can } from '../../../ui/Can.tsx'
import { Link } from '../../../ui/Link.tsx'
import { useT } from '../../../ui/language.tsx'
import { PrintButton } from '../../../ui/Print.tsx'
import { QuickExit } from '../../../ui/QuickExit.tsx'

export function ButtonsExample() {
  const t = useT()
  return (
    <div className="stack">
      <div className="actions">
        <Button kind="primary" icon={Save}>
          {t('ui.save')}
        </Button>
        <Button icon={Plus}>{t('workspace.gallery.add')}</Button>
        <Button kind="danger" icon={Trash2}>
          {t('workspace.gallery.remove')}
        </Button>
        <Button kind="quiet">{t('ui.cancel')}</Button>
        <Button kind="primary" busy>
          {t('ui.save')}
        </Button>
      </div>
      <div className="actions">
        <Button kind="primary" disabledReason={t('workspace.gallery.reason')}>
          {t('ui.continue')}
        </Button>
        <Can verb="example.write">
          {(reason) => <Button disabledReason={reason}>{t('workspace.gallery.add')}</Button>}
        </Can>
        <Can verb="example.read">{(reason) => <Button disabledReason={reason}>{t('ui.search')}</Button>}</Can>
      </div>
      <div className="actions">
        <Link href="/ui">{t('workspace.gallery.link')}</Link>
        <Link href="/ui" look="button">
          {t('workspace.gallery.link')}
        </Link>
        <PrintButton />
        <QuickExit />
      </div>
    </div>
  )
}
