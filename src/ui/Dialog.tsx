import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useT } from './language.tsx'

type Props = {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  actions?: ReactNode
  /** `alert` for what must be answered: it has no cross and no click outside. */
  kind?: 'plain' | 'alert'
}

export function Dialog({ open, onClose, title, children, actions, kind = 'plain' }: Props) {
  const t = useT()
  return (
    <ModalOverlay
      className="overlay"
      isOpen={open}
      onOpenChange={(now) => !now && onClose()}
      isDismissable={kind === 'plain'}
    >
      <Modal className="modal">
        <AriaDialog className="dialog" role={kind === 'alert' ? 'alertdialog' : 'dialog'}>
          <div className="dialog-top">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            {kind === 'plain' && (
              <button type="button" className="icon-button" aria-label={t('ui.close')} onClick={onClose}>
                <X aria-hidden className="icon" />
              </button>
            )}
          </div>
          <div className="dialog-body">{children}</div>
          {actions && <div className="actions">{actions}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
