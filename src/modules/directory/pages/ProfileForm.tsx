import type { AnswerOf } from '../../../shared/contract.ts'
import { Button } from '../../../ui/Button.tsx'
import { Combobox } from '../../../ui/Combobox.tsx'
import { useAsk } from '../../../ui/data.ts'
import { Form } from '../../../ui/Form.tsx'
import { useT } from '../../../ui/language.tsx'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { Select } from '../../../ui/Select.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { useForm } from '../../../ui/useForm.ts'
import type { listMunicipalities, listStates, Organization } from '../contract.ts'
import type { CodeOf } from './codes.ts'
import { useChoices } from './words.ts'

export type TypedProfile = {
  name: string
  kind: CodeOf<'kind'> | ''
  sector: CodeOf<'sector'> | ''
  governmentLevel: CodeOf<'level'> | ''
  dataRole: CodeOf<'dataRole'> | ''
  legalRegime: CodeOf<'regime'> | ''
  state: string
  cvegeo: string
  phone: string
  email: string
  website: string
  contactName: string
}

export const emptyProfile: TypedProfile = {
  name: '',
  kind: '',
  sector: '',
  governmentLevel: '',
  dataRole: '',
  legalRegime: '',
  state: '',
  cvegeo: '',
  phone: '',
  email: '',
  website: '',
  contactName: '',
}

export const typeProfile = (o: Organization): TypedProfile => ({
  ...emptyProfile,
  name: o.name,
  kind: o.kind,
  sector: o.sector,
  governmentLevel: o.governmentLevel ?? '',
  dataRole: o.dataRole,
  legalRegime: o.legalRegime,
  state: o.cvegeo?.slice(0, 2) ?? '',
  cvegeo: o.cvegeo ?? '',
  phone: o.phone ?? '',
  email: o.email ?? '',
  website: o.website ?? '',
  contactName: o.contactName ?? '',
})

/** What is sent: empty boxes say nothing. */
export function profileOf(typed: TypedProfile): Record<string, string> {
  const { state: _, kind: __, governmentLevel, ...rest } = typed
  return Object.fromEntries(
    Object.entries({ ...rest, governmentLevel: typed.sector === 'public' ? governmentLevel : '' })
      .map(([key, value]) => [key, value.trim()] as const)
      .filter(([, value]) => value !== ''),
  )
}

type Props = {
  initial: TypedProfile
  /** A kind is chosen once: what it may receive hangs on it. */
  fresh?: boolean
  label: string
  submit: (typed: TypedProfile) => Promise<unknown>
  onCancel: () => void
}

export function ProfileForm({ initial, fresh = false, label, submit, onCancel }: Props) {
  const t = useT()
  const form = useForm<TypedProfile>({
    initial,
    check: (typed) => [
      ...(typed.name.trim() === '' ? [{ path: 'name', message: t('directory.wrong.name') }] : []),
      ...(fresh && typed.kind === '' ? [{ path: 'kind', message: t('directory.wrong.choose') }] : []),
      ...(['sector', 'dataRole', 'legalRegime'] as const)
        .filter((name) => typed[name] === '')
        .map((name) => ({ path: name, message: t('directory.wrong.choose') })),
      ...(typed.sector === 'public' && typed.governmentLevel === ''
        ? [{ path: 'governmentLevel', message: t('directory.wrong.choose') }]
        : []),
    ],
    submit,
  })
  const choices = {
    kind: useChoices('kind'),
    sector: useChoices('sector'),
    level: useChoices('level'),
    dataRole: useChoices('dataRole'),
    regime: useChoices('regime'),
  }
  return (
    <Form
      form={form}
      label={label}
      actions={
        <>
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('ui.save')}
          </Button>
          <Button kind="quiet" onPress={onCancel}>
            {t('ui.cancel')}
          </Button>
        </>
      }
    >
      <TextField label={t('directory.field.name')} maxLength={200} {...form.field('name')} />
      {fresh && (
        <Select
          label={t('directory.field.kind')}
          help={t('directory.field.kindHelp')}
          width="full"
          choices={choices.kind}
          {...form.field('kind')}
        />
      )}
      <Select label={t('directory.field.sector')} choices={choices.sector} {...form.field('sector')} />
      {form.values.sector === 'public' && (
        <RadioGroup
          label={t('directory.field.level')}
          inline
          choices={choices.level}
          {...form.field('governmentLevel')}
        />
      )}
      <RadioGroup
        label={t('directory.field.dataRole')}
        help={t('directory.field.dataRoleHelp')}
        choices={choices.dataRole}
        {...form.field('dataRole')}
      />
      <RadioGroup
        label={t('directory.field.regime')}
        choices={choices.regime}
        {...form.field('legalRegime')}
      />
      <Municipality
        state={form.values.state}
        cvegeo={form.values.cvegeo}
        onChange={(state, cvegeo) => form.setAll({ ...form.values, state, cvegeo })}
      />
      <TextField
        label={t('directory.field.contactName')}
        optional
        maxLength={200}
        {...form.field('contactName')}
      />
      <TextField
        label={t('directory.field.phone')}
        optional
        width="medium"
        maxLength={40}
        {...form.field('phone')}
      />
      <TextField
        label={t('directory.field.email')}
        optional
        type="email"
        maxLength={200}
        {...form.field('email')}
      />
      <TextField
        label={t('directory.field.website')}
        help={t('directory.field.websiteHelp')}
        optional
        type="url"
        maxLength={300}
        {...form.field('website')}
      />
    </Form>
  )
}

/** A state, then its municipality; the key is INEGI's. */
export function Municipality(props: {
  state: string
  cvegeo: string
  onChange: (state: string, cvegeo: string) => void
}) {
  const { state, cvegeo, onChange } = props
  const t = useT()
  const states = useAsk<AnswerOf<typeof listStates>>('/api/states')
  const towns = useAsk<AnswerOf<typeof listMunicipalities>>('/api/municipalities', {
    query: { state },
    enabled: state !== '',
    keep: false,
  })
  return (
    <>
      <Combobox
        // The choices come after the field: drawn again when they are there, so that it shows its word.
        key={states.data ? 'states' : 'waiting'}
        label={t('directory.field.state')}
        optional
        value={state}
        onChange={(chosen) => onChange(chosen, '')}
        choices={(states.data?.states ?? []).map((s) => ({ value: s.code, label: s.name }))}
      />
      {state !== '' && (
        <Combobox
          key={`${state}${towns.data ? '' : '-waiting'}`}
          label={t('directory.field.municipality')}
          optional
          name="cvegeo"
          value={cvegeo}
          onChange={(chosen) => onChange(state, chosen)}
          choices={(towns.data?.municipalities ?? []).map((m) => ({ value: m.cvegeo, label: m.name }))}
        />
      )}
    </>
  )
}
