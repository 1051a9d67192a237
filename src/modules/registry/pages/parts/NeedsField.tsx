import { CheckboxGroup } from '../../../../ui/CheckboxGroup.tsx'
import { useT } from '../../../../ui/language.tsx'
import { type CodeOf, useChoices, useQuestion } from './codes.tsx'
import type { Part } from './part.ts'

/** What a place must offer; never why. */
export function NeedsField({ path, value, onChange }: Part<CodeOf<'need'>[]>) {
  const t = useT()
  const question = useQuestion()
  const choices = useChoices('need')
  return (
    <CheckboxGroup
      label={t('registry.field.needs')}
      help={question('registry.field.ask.needs', t('registry.field.needsHelp'))}
      optional
      name={path}
      value={value}
      onChange={onChange}
      choices={choices}
    />
  )
}
