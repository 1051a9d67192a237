import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { Answered } from '../../../ui/Answered.tsx'
import { ApiProblem, call } from '../../../ui/api.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { useAsk, useDo } from '../../../ui/data.ts'
import { InPlace } from '../../../ui/InPlace.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { definePage } from '../../../ui/page.ts'
import { Facts, Section } from '../../../ui/Sheet.tsx'
import { useCan } from '../../../ui/session.tsx'
import { toast } from '../../../ui/Toast.tsx'
import type { Organization as Told } from '../contract.ts'
import { Agreements } from './Agreements.tsx'
import { Notices } from './Notices.tsx'
import { Places } from './Places.tsx'
import { ProfileForm, profileOf, typeProfile } from './ProfileForm.tsx'
import { useCode } from './words.ts'
import './directory.css'

/** One organization: who they are, what they signed, where they are, what they tell people. */
function Organization({ params: { organizationId } }: { params: { organizationId: string } }) {
  const t = useT()
  const query = useAsk<Told>('/api/organizations/:organizationId', {
    params: { organizationId },
    keep: false,
  })
  return (
    <Answered query={query}>
      {(told) => (
        <>
          <PageHeader
            title={told.name}
            back={{ href: '/services', label: t('directory.services.title') }}
            marks={!told.receivesPeople && <Badge>{t('directory.services.noPeople')}</Badge>}
          />
          {!told.receivesPeople && <Notice title={t('directory.services.noPeopleHelp')} />}
          <Profile told={told} />
          <Agreements told={told} />
          <Places told={told} />
          <Notices told={told} />
        </>
      )}
    </Answered>
  )
}

function Profile({ told }: { told: Told }) {
  const t = useT()
  const may = useCan('organization.edit')
  const [made, setMade] = useState<Told>()
  const [now, setNow] = useState<Told>()
  const facts = useProfile()
  const edit = useDo<Told, unknown>('PUT', '/api/organizations/:organizationId', {
    params: { organizationId: told.organizationId },
    after: ['/api/organizations'],
  })
  const title = t('directory.organization.profile')
  if (made) {
    return (
      <Section title={title}>
        {now && (
          <Notice tone="warn" live title={t('directory.organization.changed')}>
            <Facts facts={facts(now)} />
          </Notice>
        )}
        <InPlace>
          <ProfileForm
            initial={typeProfile(made)}
            label={title}
            submit={async (typed) => {
              try {
                await edit.mutateAsync({ ...profileOf(typed), version: (now ?? made).version })
              } catch (problem) {
                // What is typed stays; what somebody else saved is shown above it, and sending again chooses.
                if (problem instanceof ApiProblem && problem.code === 'changed_meanwhile')
                  setNow(
                    await call<Told>('GET', '/api/organizations/:organizationId', {
                      params: { organizationId: told.organizationId },
                    }),
                  )
                throw problem
              }
              toast(t('directory.organization.saved'))
              setMade(undefined)
              setNow(undefined)
            }}
            onCancel={() => {
              setMade(undefined)
              setNow(undefined)
            }}
          />
        </InPlace>
      </Section>
    )
  }
  return (
    <Section
      title={title}
      actions={
        may && (
          <Button
            kind="quiet"
            icon={Pencil}
            aria-label={t('directory.organization.editOf', { part: title })}
            onPress={() => setMade(told)}
          >
            {t('directory.organization.edit')}
          </Button>
        )
      }
    >
      <Facts facts={facts(told)} />
    </Section>
  )
}

function useProfile(): (told: Told) => { name: string; value: string | undefined }[] {
  const t = useT()
  const say = useCode()
  return (told) =>
    [
      { name: t('directory.field.kind'), value: say('kind', told.kind) },
      {
        name: t('directory.field.sector'),
        value: [say('sector', told.sector), told.governmentLevel && say('level', told.governmentLevel)]
          .filter(Boolean)
          .join(', '),
      },
      { name: t('directory.field.dataRole'), value: say('dataRole', told.dataRole) },
      { name: t('directory.field.regime'), value: say('regime', told.legalRegime) },
      { name: t('directory.field.municipality'), value: told.municipality },
      { name: t('directory.field.contactName'), value: told.contactName },
      { name: t('directory.field.phone'), value: told.phone },
      { name: t('directory.field.email'), value: told.email },
      { name: t('directory.field.website'), value: told.website },
    ].filter((fact) => fact.value)
}

export const page = definePage({
  path: '/services/$organizationId',
  title: 'directory.organization.title',
  verb: 'organization.read',
  Component: Organization,
})
