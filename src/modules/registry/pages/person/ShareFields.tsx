import { useQuery } from '@tanstack/react-query'
import type { AnswerOf } from '../../../../shared/contract.ts'
import type { Sheet } from '../../../../shared/sheets.ts'
import { call, type FieldError } from '../../../../ui/api.ts'
import { CheckboxGroup } from '../../../../ui/CheckboxGroup.tsx'
import { Combobox } from '../../../../ui/Combobox.tsx'
import { useT } from '../../../../ui/language.tsx'
import { NumberField, readNumber } from '../../../../ui/NumberField.tsx'
import { useSession } from '../../../../ui/session.tsx'
import type { listOrganizations } from '../../../directory/contract.ts'
import { inside, type Part } from '../parts/part.ts'

export type TypedShare = { organizationId: string; sheets: Sheet[]; days: string }

export const emptyShare: TypedShare = { organizationId: '', sheets: ['core'], days: '90' }

/** Whole days, from one to two years. */
export function daysOf(typed: TypedShare): number | undefined {
  const days = readNumber(typed.days)
  return days !== undefined && Number.isInteger(days) && days >= 1 && days <= 730 ? days : undefined
}

export function useShareFaults(): (typed: TypedShare, path: string, organization?: boolean) => FieldError[] {
  const t = useT()
  return (typed, path, organization = true) => {
    const at = (name: string) => (path ? `${path}.${name}` : name)
    return [
      ...(organization && typed.organizationId === ''
        ? [{ path: at('organizationId'), message: t('registry.person.share.wrongOrganization') }]
        : []),
      ...(typed.sheets.length === 0
        ? [{ path: at('sheets'), message: t('registry.person.share.wrongSheets') }]
        : []),
      ...(daysOf(typed) === undefined
        ? [{ path: at('days'), message: t('registry.person.share.wrongDays') }]
        : []),
    ]
  }
}

/** Organizations whose agreement lives and that may receive people; all others see nothing whatever is shared. */
export function useOrganizationChoices() {
  const me = useSession()
  const all = useQuery({
    queryKey: ['/api/organizations', 'all'],
    queryFn: ({ signal }) => everyOrganization(signal),
  })
  return (all.data ?? [])
    .filter(
      (one) => one.receivesPeople && one.agreement !== 'none' && one.organizationId !== me.organization.id,
    )
    .map((one) => ({ value: one.organizationId, label: one.name }))
}

type Page = AnswerOf<typeof listOrganizations>

async function everyOrganization(signal: AbortSignal): Promise<Page['rows']> {
  const rows: Page['rows'] = []
  for (let page = 1; page <= 50; page += 1) {
    const told = await call<Page>('GET', '/api/organizations', { query: { page, size: 100 }, signal })
    rows.push(...told.rows)
    if (rows.length >= told.total || told.rows.length === 0) break
  }
  return rows
}

/** With whom, what of the file, for how long. Only what is open to me can be shared. */
export function ShareFields({
  opens,
  organization = true,
  ...part
}: Part<TypedShare> & { opens: readonly Sheet[]; organization?: boolean }) {
  const t = useT()
  const organizations = useOrganizationChoices()
  const field = inside(part)
  return (
    <>
      {organization && (
        <Combobox
          label={t('registry.person.share.organization')}
          help={t('registry.person.share.organizationHelp')}
          choices={organizations}
          {...field('organizationId')}
        />
      )}
      <CheckboxGroup
        label={t('registry.person.share.sheets')}
        help={t('registry.person.share.sheetsHelp')}
        choices={opens.map((value) => ({ value, label: t(`access.sheet.${value}`) }))}
        {...field('sheets')}
      />
      <NumberField
        label={t('registry.person.share.days')}
        help={t('registry.person.share.daysHelp')}
        {...field('days')}
      />
    </>
  )
}
