import { Checkbox } from '../../../../ui/CheckboxGroup.tsx'
import { useT } from '../../../../ui/language.tsx'
import { Phone } from '../../../../ui/Phone.tsx'
import { RadioGroup } from '../../../../ui/RadioGroup.tsx'
import { Textarea } from '../../../../ui/Textarea.tsx'
import { TextField } from '../../../../ui/TextField.tsx'
import type { TypedContact } from '../../rules/typed.ts'
import { useChoices, useQuestion } from './codes.tsx'
import { inside, type Part } from './part.ts'

/** How to reach someone; a telephone that several share is normal. */
export function ContactFields(part: Part<TypedContact>) {
  const t = useT()
  const question = useQuestion()
  const call = useChoices('call')
  const field = inside(part)
  return (
    <>
      <Phone
        label={t('registry.field.phone')}
        help={question('registry.field.ask.phone')}
        optional
        {...field('phone')}
      />
      <Checkbox label={t('registry.field.phoneShared')} {...field('phoneShared')} />
      <RadioGroup
        label={t('registry.field.safeToCall')}
        help={question('registry.field.ask.safeToCall')}
        optional
        inline
        choices={call}
        {...field('safeToCall')}
      />
      <TextField
        label={t('registry.field.email')}
        optional
        type="email"
        maxLength={200}
        {...field('email')}
      />
      <Textarea
        label={t('registry.field.whereToFind')}
        help={question('registry.field.ask.whereToFind', t('registry.field.whereToFindHelp'))}
        optional
        rows={2}
        maxLength={500}
        {...field('whereToFind')}
      />
    </>
  )
}
