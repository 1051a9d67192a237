import { Copy } from 'lucide-react'
import type { PartialDay } from '../../../../shared/day.ts'
import type { Sheet } from '../../../../shared/sheets.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Fold } from '../../../../ui/Fold.tsx'
import { useT } from '../../../../ui/language.tsx'
import { Select } from '../../../../ui/Select.tsx'
import type { FormState } from '../../../../ui/useForm.ts'
import {
  type Explained,
  readCore,
  readHealth,
  readIdentity,
  readSituation,
  readWork,
  type TypedMember,
} from '../../rules/typed.ts'
import { ContactFields } from './ContactFields.tsx'
import {
  BirthField,
  LanguageFields,
  NameFields,
  NationalityFields,
  OriginFields,
  SexField,
} from './CoreFields.tsx'
import { useChoices } from './codes.tsx'
import { DocumentList } from './DocumentFields.tsx'
import { SituationFields, WorkFields } from './MoreFields.tsx'
import { NeedsField } from './NeedsField.tsx'
import { partOf } from './part.ts'
import { GroundFields, HealthFields, IdentityFields } from './SensitiveFields.tsx'

type Props = {
  form: FormState<TypedMember>
  notice: Explained
  today: string
  /** The sheets the worker's role opens: what it may not read it does not ask. */
  sheets: readonly Sheet[]
  /** The member before, whose answers may be the same. */
  like?: { name: string; member: TypedMember } | undefined
  /** Whether the family has someone else as its head. */
  hasHead: boolean
}

/** Everything a family's member is asked at a counter: what most need first, the rest folded. */
export function MemberForm({ form, notice, today, sheets, like, hasHead }: Props) {
  const t = useT()
  const roles = useChoices('role', hasHead ? ['head'] : [])
  const { values } = form
  const whole = { path: '', value: values, onChange: form.setAll }
  const core = partOf(whole, 'core')
  const birth = readCore(values.core, today).value.birth as PartialDay
  const wrong = (start: string) => form.errors.some((error) => error.path.startsWith(start))
  const ground = { notice, birth, today }
  return (
    <>
      {values.role !== 'head' && (
        <Select
          label={t('registry.field.role')}
          help={t('registry.field.roleHelp')}
          width="full"
          name="role"
          value={values.role}
          onChange={(role) => role && form.set('role', role)}
          choices={roles}
        />
      )}
      <NameFields {...core} />
      <BirthField {...core} />
      <SexField {...core} />
      {like && (
        <div className="actions">
          <Button
            icon={Copy}
            onPress={() => {
              const { nationalities, languages } = like.member.core
              form.set('core', { ...values.core, nationalities, languages })
            }}
          >
            {t('registry.field.sameAs', { name: like.name })}
          </Button>
        </div>
      )}
      <NationalityFields {...core} />
      <LanguageFields {...core} />
      <div className="folds">
        <Fold
          title={t('registry.field.fold.origin')}
          wrong={wrong('core.country') || wrong('core.civil')}
          holds={
            values.core.countryOfBirth || values.core.civilStatus
              ? t('registry.field.fold.filled')
              : undefined
          }
        >
          <OriginFields {...core} />
        </Fold>
        {sheets.includes('contact') && (
          <Fold
            title={t('registry.field.fold.contact')}
            wrong={wrong('contact')}
            holds={values.contact.phone.number || undefined}
          >
            {like && like.member.contact.phone.number.trim() !== '' && (
              <div className="actions">
                <Button
                  icon={Copy}
                  onPress={() =>
                    form.set('contact', {
                      ...values.contact,
                      phone: like.member.contact.phone,
                      phoneShared: true,
                    })
                  }
                >
                  {t('registry.field.samePhone', { name: like.name })}
                </Button>
              </div>
            )}
            <ContactFields {...partOf(whole, 'contact')} />
          </Fold>
        )}
        <Fold
          title={t('registry.field.fold.needs')}
          wrong={wrong('needs')}
          holds={
            values.needs.length > 0
              ? t('registry.field.fold.chosen', { count: values.needs.length })
              : undefined
          }
        >
          <NeedsField {...partOf(whole, 'needs')} />
        </Fold>
        {sheets.includes('documents') && (
          <>
            <Fold
              title={t('registry.field.fold.documents')}
              wrong={wrong('documents')}
              holds={
                values.documents.length > 0
                  ? t('registry.field.fold.written', { count: values.documents.length })
                  : undefined
              }
            >
              <DocumentList {...partOf(whole, 'documents')} />
            </Fold>
            <Fold
              title={t('registry.field.fold.situation')}
              wrong={wrong('situation')}
              holds={readSituation(values.situation).value && t('registry.field.fold.filled')}
            >
              <SituationFields {...partOf(whole, 'situation')} />
            </Fold>
          </>
        )}
        {sheets.includes('work') && (
          <Fold
            title={t('registry.field.fold.work')}
            wrong={wrong('work')}
            holds={readWork(values.work).value && t('registry.field.fold.filled')}
          >
            <WorkFields {...partOf(whole, 'work')} />
          </Fold>
        )}
        {sheets.includes('health') && (
          <Fold
            title={t('registry.field.fold.health')}
            wrong={wrong('health')}
            holds={readHealth(values.health.body).value && t('registry.field.fold.filled')}
          >
            <HealthFields {...partOf(partOf(whole, 'health'), 'body')} />
            <GroundFields {...partOf(partOf(whole, 'health'), 'ground')} {...ground} />
          </Fold>
        )}
        {sheets.includes('identity') && (
          <Fold
            title={t('registry.field.fold.identity')}
            wrong={wrong('identity')}
            holds={readIdentity(values.identity.body).value && t('registry.field.fold.filled')}
          >
            <IdentityFields {...partOf(partOf(whole, 'identity'), 'body')} />
            <GroundFields {...partOf(partOf(whole, 'identity'), 'ground')} {...ground} />
          </Fold>
        )}
      </div>
    </>
  )
}
