import { Printer } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from './Button.tsx'
import { useFormat } from './format.ts'
import { useT } from './language.tsx'

export function PrintButton({ children }: { children?: ReactNode }) {
  const t = useT()
  return (
    <Button icon={Printer} onPress={() => window.print()}>
      {children ?? t('ui.print')}
    </Button>
  )
}

/** Only on paper: whose it is, and when it was printed. */
export function PrintHeader({ title, from }: { title: string; from: string }) {
  const t = useT()
  const format = useFormat()
  return (
    <header className="print-only print-header">
      <strong>{from}</strong>
      <span>{title}</span>
      <span>{t('ui.printed', { when: format.moment(new Date()) })}</span>
    </header>
  )
}

export const ScreenOnly = ({ children }: { children: ReactNode }) => (
  <div className="screen-only">{children}</div>
)
export const PrintOnly = ({ children }: { children: ReactNode }) => (
  <div className="print-only">{children}</div>
)
/** Not torn apart between two pages. */
export const KeepTogether = ({ children }: { children: ReactNode }) => <div className="keep">{children}</div>
