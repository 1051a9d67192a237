import { useQuery } from '@tanstack/react-query'
import { Copy, UserPlus } from 'lucide-react'
import { useState } from 'react'
import { givenRoles, type Role } from '../../../shared/actor.ts'
import type { AnswerOf } from '../../../shared/contract.ts'
import { Answered } from '../../../ui/Answered.tsx'
import { call } from '../../../ui/api.ts'
import { Badge } from '../../../ui/Badge.tsx'
import { Button } from '../../../ui/Button.tsx'
import { Can } from '../../../ui/Can.tsx'
import { Combobox } from '../../../ui/Combobox.tsx'
import { Confirm } from '../../../ui/Confirm.tsx'
import { Dialog } from '../../../ui/Dialog.tsx'
import { useAsk, useDo } from '../../../ui/data.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import { Form } from '../../../ui/Form.tsx'
import { useFormat } from '../../../ui/format.ts'
import { InPlace } from '../../../ui/InPlace.tsx'
import { useT } from '../../../ui/language.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { PageHeader } from '../../../ui/PageHeader.tsx'
import { definePage } from '../../../ui/page.ts'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { Select } from '../../../ui/Select.tsx'
import { Section } from '../../../ui/Sheet.tsx'
import { useCan, useSession } from '../../../ui/session.tsx'
import { Table } from '../../../ui/Table.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { useForm } from '../../../ui/useForm.ts'
import type { Invitation, listInvitations, listMemberships, Membership } from '../contract.ts'

const size = 50

/** Who works here, as what; and who was invited. */
function Colleagues() {
  const t = useT()
  const [inviting, setInviting] = useState(false)
  const [made, setMade] = useState<Invitation>()
  return (
    <>
      <PageHeader
        title={t('access.colleagues.title')}
        lead={t('access.colleagues.lead')}
        back={{ href: '/admin', label: t('workspace.place.admin') }}
        actions={
          !inviting && (
            <Can verb="invitation.give">
              {(reason) => (
                <Button
                  kind="primary"
                  icon={UserPlus}
                  disabledReason={reason}
                  onPress={() => {
                    setMade(undefined)
                    setInviting(true)
                  }}
                >
                  {t('access.invite.title')}
                </Button>
              )}
            </Can>
          )
        }
      />
      {made?.link && <LinkOnce invitation={made} link={made.link} />}
      {inviting && (
        <Section title={t('access.invite.title')}>
          <InPlace>
            <Invite
              onDone={(invitation) => {
                setMade(invitation)
                setInviting(false)
              }}
              onCancel={() => setInviting(false)}
            />
          </InPlace>
        </Section>
      )}
      <Members />
      <Invitations />
    </>
  )
}

function Members() {
  const t = useT()
  const format = useFormat()
  const [page, setPage] = useState(1)
  const [ended, setEnded] = useState<'yes' | 'no'>('no')
  const [giving, setGiving] = useState<Membership>()
  const [ending, setEnding] = useState<Membership>()
  const mayGive = useCan('membership.give')
  const mayEnd = useCan('membership.end')
  const members = useAsk<AnswerOf<typeof listMemberships>>('/api/memberships', {
    query: { ended, page, size },
  })
  return (
    <Section title={t('access.colleagues.members')}>
      <RadioGroup
        label={t('access.colleagues.which')}
        inline
        value={ended}
        onChange={(value) => {
          setEnded(value)
          setPage(1)
        }}
        choices={[
          { value: 'no', label: t('access.colleagues.now') },
          { value: 'yes', label: t('access.colleagues.before') },
        ]}
      />
      <Answered query={members}>
        {({ rows, total }) => (
          <Table
            id="colleagues"
            caption={t('access.colleagues.members')}
            rows={rows}
            rowKey={(row) => row.id}
            total={total}
            page={page}
            size={size}
            onPage={setPage}
            columns={[
              {
                id: 'name',
                header: t('access.colleagues.name'),
                cell: (row) => (
                  <>
                    {row.name} {row.mine && <Badge>{t('access.colleagues.you')}</Badge>}
                  </>
                ),
              },
              {
                id: 'role',
                header: t('access.colleagues.role'),
                cell: (row) => t(`workspace.role.${row.role}`),
              },
              {
                id: 'organization',
                header: t('access.colleagues.organization'),
                cell: (row) => row.organizationName,
              },
              {
                id: 'since',
                header: t(ended === 'yes' ? 'access.colleagues.fromTo' : 'access.colleagues.since'),
                cell: (row) =>
                  row.endedAt
                    ? `${format.day(row.startedAt)} – ${format.day(row.endedAt)}`
                    : format.day(row.startedAt),
              },
              ...(ended === 'no' && (mayGive || mayEnd)
                ? [
                    {
                      id: 'do',
                      header: t('access.colleagues.do'),
                      cell: (row: Membership) => (
                        <span className="actions">
                          {mayGive && (
                            <Button
                              kind="quiet"
                              disabledReason={row.mine ? t('access.colleagues.notSelf') : undefined}
                              aria-label={t('access.colleagues.giveTo', { name: row.name })}
                              onPress={() => setGiving(row)}
                            >
                              {t('access.colleagues.give')}
                            </Button>
                          )}
                          {mayEnd && (
                            <Button
                              kind="quiet"
                              aria-label={t('access.colleagues.endOf', {
                                name: row.name,
                                role: t(`workspace.role.${row.role}`),
                              })}
                              onPress={() => setEnding(row)}
                            >
                              {t('access.colleagues.end')}
                            </Button>
                          )}
                        </span>
                      ),
                    },
                  ]
                : []),
            ]}
            empty={<EmptyState title={t('access.colleagues.none')} />}
          />
        )}
      </Answered>
      {giving && <Give to={giving} onClose={() => setGiving(undefined)} />}
      <End membership={ending} onClose={() => setEnding(undefined)} />
    </Section>
  )
}

function End({ membership, onClose }: { membership: Membership | undefined; onClose: () => void }) {
  const t = useT()
  const end = useDo('POST', '/api/memberships/:membershipId/end', {
    params: { membershipId: membership?.id ?? '' },
    after: ['/api/memberships'],
  })
  const role = membership ? t(`workspace.role.${membership.role}`) : ''
  const name = membership?.name ?? ''
  return (
    <Confirm
      open={membership !== undefined}
      onClose={onClose}
      title={t('access.colleagues.endTitle', { name, role })}
      action={t('access.colleagues.end')}
      danger
      onConfirm={async () => {
        await end.mutateAsync()
        toast(t('access.colleagues.ended', { name, role }))
      }}
    >
      <p>
        {t(membership?.mine ? 'access.colleagues.endMine' : 'access.colleagues.endHelp', {
          name,
          organization: membership?.organizationName ?? '',
        })}
      </p>
    </Confirm>
  )
}

type TypedRole = { organizationId: string; role: Role | '' }

function Give({ to, onClose }: { to: Membership; onClose: () => void }) {
  const t = useT()
  const organizations = useOrganizations()
  const give = useDo<Membership, unknown>('POST', '/api/memberships', { after: ['/api/memberships'] })
  const form = useForm<TypedRole>({
    initial: { organizationId: to.organizationId, role: '' },
    check: (typed) => wrong(t, typed),
    submit: async (typed) => {
      await give.mutateAsync({ accountId: to.accountId, ...typed })
      toast(t('access.colleagues.given', { name: to.name }))
      onClose()
    },
  })
  return (
    <Dialog open onClose={onClose} title={t('access.colleagues.giveTo', { name: to.name })}>
      <Form
        form={form}
        label={t('access.colleagues.giveTo', { name: to.name })}
        actions={
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('access.colleagues.give')}
          </Button>
        }
      >
        <Select
          label={t('access.colleagues.organization')}
          width="full"
          choices={organizations}
          {...form.field('organizationId')}
        />
        <RoleField value={form.values.role} onChange={(role) => form.set('role', role)} />
      </Form>
    </Dialog>
  )
}

const wrong = (t: ReturnType<typeof useT>, typed: TypedRole) => [
  ...(typed.organizationId === ''
    ? [{ path: 'organizationId', message: t('access.invite.wrongOrganization') }]
    : []),
  ...(typed.role === '' ? [{ path: 'role', message: t('access.invite.wrongRole') }] : []),
]

/** Every role with what it opens, so that nobody gives more than is meant. */
function RoleField({ value, onChange }: { value: Role | ''; onChange: (role: Role) => void }) {
  const t = useT()
  return (
    <RadioGroup
      label={t('access.colleagues.role')}
      name="role"
      value={value}
      onChange={onChange}
      choices={givenRoles.map((role) => ({
        value: role,
        label: t(`workspace.role.${role}`),
        help: t(`access.roleHelp.${role}`),
      }))}
    />
  )
}

type Organizations = { total: number; rows: { organizationId: string; name: string }[] }

function useOrganizations(): { value: string; label: string }[] {
  const all = useQuery({
    queryKey: ['/api/organizations', 'names'],
    queryFn: async ({ signal }) => {
      const rows: Organizations['rows'] = []
      for (let page = 1; page <= 50; page += 1) {
        const told = await call<Organizations>('GET', '/api/organizations', {
          query: { page, size: 100 },
          signal,
        })
        rows.push(...told.rows)
        if (rows.length >= told.total || told.rows.length === 0) break
      }
      return rows
    },
  })
  return (all.data ?? []).map((one) => ({ value: one.organizationId, label: one.name }))
}

function Invite({ onDone, onCancel }: { onDone: (made: Invitation) => void; onCancel: () => void }) {
  const t = useT()
  const me = useSession()
  const organizations = useOrganizations()
  const give = useDo<Invitation, unknown>('POST', '/api/invitations', { after: ['/api/invitations'] })
  const form = useForm<TypedRole & { name: string; email: string }>({
    initial: { organizationId: me.organization.id, role: '', name: '', email: '' },
    check: (typed) => [
      ...(typed.name.trim() === '' ? [{ path: 'name', message: t('access.invite.wrongName') }] : []),
      ...(/^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(typed.email.trim())
        ? []
        : [{ path: 'email', message: t('access.invite.wrongEmail') }]),
      ...wrong(t, typed),
    ],
    submit: async (typed) =>
      onDone(await give.mutateAsync({ ...typed, name: typed.name.trim(), email: typed.email.trim() })),
  })
  return (
    <Form
      form={form}
      label={t('access.invite.title')}
      actions={
        <>
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('access.invite.make')}
          </Button>
          <Button kind="quiet" onPress={onCancel}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      <TextField label={t('access.invite.name')} maxLength={200} {...form.field('name')} />
      <TextField
        label={t('access.invite.email')}
        help={t('access.invite.emailHelp')}
        type="email"
        maxLength={200}
        {...form.field('email')}
      />
      <Combobox
        label={t('access.colleagues.organization')}
        choices={organizations}
        {...form.field('organizationId')}
      />
      <RoleField value={form.values.role} onChange={(role) => form.set('role', role)} />
    </Form>
  )
}

/** The only time this link is shown: only its hash is kept. */
function LinkOnce({ invitation, link }: { invitation: Invitation; link: string }) {
  const t = useT()
  const format = useFormat()
  return (
    <Notice
      tone="ok"
      live
      title={t('access.invite.made', { name: invitation.name })}
      actions={
        <Button
          icon={Copy}
          onPress={() =>
            void navigator.clipboard.writeText(link).then(
              () => toast(t('access.invite.copied')),
              () => toast(t('access.invite.copyByHand'), { tone: 'warn' }),
            )
          }
        >
          {t('access.invite.copy')}
        </Button>
      }
    >
      <p>{t('access.invite.once', { until: format.moment(invitation.expiresAt) })}</p>
      <p>
        <code className="link-once" data-link>
          {link}
        </code>
      </p>
    </Notice>
  )
}

function Invitations() {
  const t = useT()
  const format = useFormat()
  const may = useCan('invitation.list')
  const mayRevoke = useCan('invitation.revoke')
  const [page, setPage] = useState(1)
  const [revoking, setRevoking] = useState<Invitation>()
  const invitations = useAsk<AnswerOf<typeof listInvitations>>('/api/invitations', {
    query: { page, size },
    enabled: may,
  })
  const revoke = useDo('POST', '/api/invitations/:invitationId/revoke', {
    params: { invitationId: revoking?.id ?? '' },
    after: ['/api/invitations'],
  })
  if (!may) return null
  return (
    <Section title={t('access.invite.list')}>
      <Answered query={invitations}>
        {({ rows, total }) => (
          <Table
            id="invitations"
            caption={t('access.invite.list')}
            rows={rows}
            rowKey={(row) => row.id}
            total={total}
            page={page}
            size={size}
            onPage={setPage}
            columns={[
              { id: 'name', header: t('access.colleagues.name'), cell: (row) => row.name },
              { id: 'email', header: t('access.invite.email'), cell: (row) => row.email },
              {
                id: 'role',
                header: t('access.colleagues.role'),
                cell: (row) => t(`workspace.role.${row.role}`),
              },
              {
                id: 'organization',
                header: t('access.colleagues.organization'),
                cell: (row) => row.organizationName,
                extra: true,
              },
              {
                id: 'state',
                header: t('access.invite.state'),
                cell: (row) =>
                  row.state === 'open'
                    ? t('access.invite.openUntil', { when: format.day(row.expiresAt) })
                    : t(`access.invite.state.${row.state}`),
              },
              ...(mayRevoke
                ? [
                    {
                      id: 'do',
                      header: t('access.colleagues.do'),
                      cell: (row: Invitation) =>
                        row.state === 'open' && (
                          <Button
                            kind="quiet"
                            aria-label={t('access.invite.revokeOf', { name: row.name })}
                            onPress={() => setRevoking(row)}
                          >
                            {t('access.invite.revoke')}
                          </Button>
                        ),
                    },
                  ]
                : []),
            ]}
            empty={
              <EmptyState title={t('access.invite.none')}>
                <p>{t('access.invite.noneHelp')}</p>
              </EmptyState>
            }
          />
        )}
      </Answered>
      <Confirm
        open={revoking !== undefined}
        onClose={() => setRevoking(undefined)}
        title={t('access.invite.revokeTitle', { name: revoking?.name ?? '' })}
        action={t('access.invite.revoke')}
        danger
        onConfirm={async () => {
          await revoke.mutateAsync()
          toast(t('access.invite.revoked'))
        }}
      >
        <p>{t('access.invite.revokeHelp')}</p>
      </Confirm>
    </Section>
  )
}

export const page = definePage({
  path: '/admin/people-here',
  title: 'access.colleagues.title',
  verb: 'membership.list',
  Component: Colleagues,
})
