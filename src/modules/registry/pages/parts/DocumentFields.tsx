import { Trash2 } from 'lucide-react'
import { newId } from '../../../../shared/id.ts'
import { Button } from '../../../../ui/Button.tsx'
import { Combobox } from '../../../../ui/Combobox.tsx'
import { useT } from '../../../../ui/language.tsx'
import { PartialDate } from '../../../../ui/PartialDate.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import { TextField } from '../../../../ui/TextField.tsx'
import { emptyDocument, type TypedDocument } from '../../rules/typed.ts'
import { useChoices, useCountryChoices, useQuestion } from './codes.tsx'
import { inside, type Part } from './part.ts'
import { Rows } from './Rows.tsx'

/** One document or procedure. The number is sealed; only what is at hand is written. */
export function DocumentFields(part: Part<TypedDocument>) {
  const t = useT()
  const types = useChoices('document')
  const countries = useCountryChoices()
  const evidence = useChoices('evidence')
  const field = inside(part)
  const procedure = part.value.type.startsWith('procedure_')
  return (
    <>
      <Combobox label={t('registry.field.documentType')} choices={types} {...field('type')} />
      <div className="pair">
        <TextField
          label={t('registry.field.documentNumber')}
          optional
          maxLength={60}
          spellCheck={false}
          {...field('number')}
        />
        <Combobox
          label={t('registry.field.documentCountry')}
          optional
          choices={countries}
          {...field('country')}
        />
      </div>
      <div className="pair">
        <PartialDate
          label={t('registry.field.issuedOn')}
          help={t('registry.field.wholeDayHelp')}
          optional
          uncertain={false}
          {...field('issuedOn')}
        />
        {procedure ? (
          <PartialDate
            label={t('registry.field.dueOn')}
            help={t('registry.field.dueOnHelp')}
            optional
            uncertain={false}
            {...field('dueOn')}
          />
        ) : (
          <PartialDate
            label={t('registry.field.expiresOn')}
            help={t('registry.field.wholeDayHelp')}
            optional
            uncertain={false}
            {...field('expiresOn')}
          />
        )}
      </div>
      <RadioGroup label={t('registry.field.evidence')} choices={evidence} {...field('evidence')} />
    </>
  )
}

/** Those a person holds; none is normal, and no row says so. */
export function DocumentList({ path, value, onChange }: Part<TypedDocument[]>) {
  const t = useT()
  const question = useQuestion()
  return (
    <>
      <p className="help">{question('registry.field.ask.documents', t('registry.field.documentsHelp'))}</p>
      <Rows
        count={value.length}
        most={20}
        add={t('registry.field.addDocument')}
        onAdd={() => onChange([...value, emptyDocument(newId())])}
      >
        {value.map((one, i) => (
          <fieldset key={one.id} className="row group">
            <legend className="label">{t('registry.field.documentNumbered', { number: i + 1 })}</legend>
            <DocumentFields
              path={`${path}.${i}`}
              value={one}
              onChange={(changed) => onChange(value.map((old) => (old.id === one.id ? changed : old)))}
            />
            <div className="actions">
              <Button
                kind="quiet"
                icon={Trash2}
                onPress={() => onChange(value.filter((old) => old.id !== one.id))}
              >
                {t('registry.field.removeDocument', { number: i + 1 })}
              </Button>
            </div>
          </fieldset>
        ))}
      </Rows>
    </>
  )
}
