import { useGo } from '../../../ui/address.ts'
import { useDo } from '../../../ui/data.ts'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { definePage } from '../../../ui/page.ts'
import { toast } from '../../../ui/Toast.tsx'
import type { Organization } from '../contract.ts'
import { emptyProfile, ProfileForm, profileOf } from './ProfileForm.tsx'

function NewOrganization() {
  const t = useT()
  const go = useGo()
  const add = useDo<Organization, unknown>('POST', '/api/organizations', { after: ['/api/organizations'] })
  return (
    <>
      <PageHeader
        title={t('directory.services.add')}
        back={{ href: '/services', label: t('directory.services.title') }}
      />
      <Notice title={t('directory.services.addNote')} />
      <ProfileForm
        initial={emptyProfile}
        fresh
        label={t('directory.services.add')}
        submit={async (typed) => {
          const made = await add.mutateAsync({ ...profileOf(typed), kind: typed.kind })
          toast(t('directory.services.added', { name: made.name }))
          go(`/services/${made.organizationId}`)
        }}
        onCancel={() => go('/services')}
      />
    </>
  )
}

export const page = definePage({
  path: '/services/new',
  title: 'directory.services.add',
  verb: 'organization.add',
  Component: NewOrganization,
})
