import { ChevronLeft, ChevronRight } from 'lucide-react'
import { Button } from './Button.tsx'
import { useT } from './language.tsx'

type Props = { page: number; size: number; total: number; onPage: (page: number) => void }

export function Paging({ page, size, total, onPage }: Props) {
  const t = useT()
  const from = (page - 1) * size + 1
  const to = Math.min(page * size, total)
  return (
    <nav className="paging" aria-label={t('ui.paging')}>
      {page > 1 && (
        <Button icon={ChevronLeft} onPress={() => onPage(page - 1)}>
          {t('ui.previous')}
        </Button>
      )}
      <span role="status">{t('ui.pagingRange', { from, to, total })}</span>
      {to < total && (
        <Button icon={ChevronRight} onPress={() => onPage(page + 1)}>
          {t('ui.next')}
        </Button>
      )}
    </nav>
  )
}
