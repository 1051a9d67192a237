import { Link } from '../../ui/Link.tsx'
import { useT } from '../../ui/language.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'

export function NotAllowed() {
  const t = useT()
  return (
    <>
      <PageHeader title={t('workspace.notAllowed.title')} lead={t('workspace.notAllowed.body')} />
      <Link href="/" look="button">
        {t('workspace.goToday')}
      </Link>
    </>
  )
}
