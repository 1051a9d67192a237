import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Role } from '../../../shared/actor.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { call } from '../../../ui/api.ts'
import { Button } from '../../../ui/Button.tsx'
import { Form } from '../../../ui/Form.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { definePage } from '../../../ui/page.ts'
import { TextField } from '../../../ui/TextField.tsx'
import { useForm } from '../../../ui/useForm.ts'

type Invited = { organizationName: string; role: Role; name: string; email: string; hasAccount: boolean }
type Key = { tenantId: string; token: string }

/** The fragment never leaves the browser by itself: no log and no referrer has the token. */
function keyOf(hash: string): Key | undefined {
  const [, tenantId, token] = /^#([0-9a-f-]{36})\.([\w-]{20,100})$/.exec(hash) ?? []
  return tenantId && token ? { tenantId, token } : undefined
}

/** Somebody invited takes up their role: with a password of their own, or the one they have. */
function Invitation() {
  const t = useT()
  const [key] = useState(() => keyOf(window.location.hash))
  const invited = useQuery<Invited, Error>({
    queryKey: ['invitation', key?.token],
    queryFn: () => call<Invited>('POST', '/api/invitation', { body: key, reads: true }),
    enabled: key !== undefined,
  })
  return (
    <>
      <PageHeader title={t('access.invited.title')} lead={t('access.invited.lead')} />
      {key ? (
        <Answered query={invited}>{(found) => <Accept at={key} invited={found} />}</Answered>
      ) : (
        <Notice tone="danger" title={t('access.invited.noKey')}>
          <p>{t('access.invited.noKeyHelp')}</p>
        </Notice>
      )}
    </>
  )
}

function Accept({ at, invited }: { at: Key; invited: Invited }) {
  const t = useT()
  const [done, setDone] = useState(false)
  const form = useForm({
    initial: { password: '', again: '' },
    check: ({ password, again }) =>
      invited.hasAccount
        ? password === ''
          ? [{ path: 'password', message: t('access.invited.wrongEmpty') }]
          : []
        : [
            ...(password.length < 12 || password.length > 128
              ? [{ path: 'password', message: t('access.invited.wrongLength') }]
              : []),
            ...(password !== again ? [{ path: 'again', message: t('access.invited.wrongAgain') }] : []),
          ],
    submit: async ({ password }) => {
      await call('POST', '/api/invitation/accept', { body: { ...at, password } })
      setDone(true)
      // The sign-in page is the server's: the browser goes there whole, without the token.
      window.location.assign('/sign-in')
    },
  })
  if (done) return <Notice tone="ok" live title={t('access.invited.done')} />
  return (
    <>
      <Notice title={t('access.invited.who', { name: invited.name })}>
        <p>
          {t('access.invited.what', {
            organization: invited.organizationName,
            role: t(`workspace.role.${invited.role}`),
          })}
        </p>
        <p>{t(`access.roleHelp.${invited.role}`)}</p>
      </Notice>
      <Form
        form={form}
        label={t('access.invited.title')}
        actions={
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('access.invited.accept')}
          </Button>
        }
      >
        <p>{t('access.invited.email', { email: invited.email })}</p>
        {/* A password manager keeps the two together. */}
        <input type="hidden" autoComplete="username" value={invited.email} readOnly />
        <TextField
          label={t(invited.hasAccount ? 'access.invited.password' : 'access.invited.newPassword')}
          help={t(invited.hasAccount ? 'access.invited.passwordHelp' : 'access.invited.newPasswordHelp')}
          type="password"
          width="medium"
          autoComplete={invited.hasAccount ? 'current-password' : 'new-password'}
          {...form.field('password')}
        />
        {!invited.hasAccount && (
          <TextField
            label={t('access.invited.again')}
            type="password"
            width="medium"
            autoComplete="new-password"
            {...form.field('again')}
          />
        )}
      </Form>
    </>
  )
}

export const page = definePage({
  path: '/invitation',
  title: 'access.invited.title',
  Component: Invitation,
})
