import { FileText, History } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../../ui/Button.tsx'
import { Confirm } from '../../../ui/Confirm.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { useT } from '../../../ui/language.tsx'
import { Tabs } from '../../../ui/Tabs.tsx'
import { toast } from '../../../ui/Toast.tsx'

export function OverlaysExample() {
  const t = useT()
  const [open, setOpen] = useState<'dialog' | 'confirm'>()
  const close = () => setOpen(undefined)
  return (
    <>
      <div className="actions">
        <Button onPress={() => setOpen('dialog')}>{t('workspace.gallery.openDialog')}</Button>
        <Button onPress={() => setOpen('confirm')}>{t('workspace.gallery.openConfirm')}</Button>
        <Button onPress={() => toast(t('workspace.gallery.saved'), { undo: () => undefined })}>
          {t('workspace.gallery.openToast')}
        </Button>
      </div>
      <Dialog open={open === 'dialog'} onClose={close} title={t('workspace.gallery.openDialog')}>
        <p>{t('workspace.gallery.noticeBody')}</p>
      </Dialog>
      <Confirm
        open={open === 'confirm'}
        onClose={close}
        title={t('workspace.gallery.confirm')}
        action={t('workspace.gallery.remove')}
        word="Usumacinta"
        danger
        onConfirm={() => undefined}
      >
        <p>{t('workspace.gallery.confirmBody')}</p>
      </Confirm>
      <Tabs
        label={t('workspace.gallery.tabs')}
        items={[
          {
            id: 'plan',
            label: t('workspace.gallery.tabOne'),
            icon: FileText,
            content: <p>{t('workspace.gallery.noticeBody')}</p>,
          },
          {
            id: 'past',
            label: t('workspace.gallery.tabTwo'),
            icon: History,
            content: <p>{t('workspace.gallery.momentOld')}</p>,
          },
        ]}
      />
    </>
  )
}
