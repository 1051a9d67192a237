import { Link } from '../../ui/Link.tsx'
import { useT } from '../../ui/language.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'

export function NotFound() {
  const t = useT()
  return (
    <main className="alone">
      <PageHeader title={t('workspace.notFound.title')} lead={t('workspace.notFound.body')} />
      <Link href="/" look="button">
        {t('workspace.goToday')}
      </Link>
    </main>
  )
}
