import { useState } from 'react'
import { ApiProblem } from '../../../ui/api.ts'
import { Button } from '../../../ui/Button.tsx'
import { Checkbox, CheckboxGroup } from '../../../ui/CheckboxGroup.tsx'
import { Combobox } from '../../../ui/Combobox.tsx'
import { FileField } from '../../../ui/FileField.tsx'
import { Form } from '../../../ui/Form.tsx'
import { useT } from '../../../ui/language.tsx'
import { NumberField, readNumber } from '../../../ui/NumberField.tsx'
import { PartialDate } from '../../../ui/PartialDate.tsx'
import { Phone } from '../../../ui/Phone.tsx'
import { RadioGroup } from '../../../ui/RadioGroup.tsx'
import { emptyPhone, readPhone } from '../../../ui/rules/phone.ts'
import { emptyDay, readDay } from '../../../ui/rules/typedDay.ts'
import { Select } from '../../../ui/Select.tsx'
import { Textarea } from '../../../ui/Textarea.tsx'
import { TextField } from '../../../ui/TextField.tsx'
import { toast } from '../../../ui/Toast.tsx'
import { useForm } from '../../../ui/useForm.ts'

type Colour = 'green' | 'blue' | 'none'

export function FieldsExample() {
  const t = useT()
  const [refuse, setRefuse] = useState(false)
  const colours = (['green', 'blue', 'none'] as const).map((value) => ({
    value,
    label: t(`workspace.gallery.colour.${value}`),
  }))
  const form = useForm({
    initial: {
      name: '',
      other: '',
      age: '',
      colour: '' as Colour | '',
      liked: '' as Colour | '',
      known: [] as Colour[],
      day: emptyDay,
      found: '' as Colour | '',
      phone: emptyPhone,
      note: '',
      agreed: false,
    },
    check: (values) => [
      ...(values.name.trim() === '' ? [{ path: 'name', message: t('workspace.gallery.wrong.missing') }] : []),
      ...(readNumber(values.age) === undefined
        ? [{ path: 'age', message: t('workspace.gallery.wrong.number') }]
        : []),
      ...(values.liked === '' ? [{ path: 'liked', message: t('workspace.gallery.wrong.choose') }] : []),
      ...(readDay(values.day).ok ? [] : [{ path: 'day', message: t('workspace.gallery.wrong.day') }]),
      ...(readPhone(values.phone) ? [] : [{ path: 'phone', message: t('workspace.gallery.wrong.phone') }]),
    ],
    submit: async () => {
      if (refuse) throw new ApiProblem(0, 'network')
      toast(t('workspace.gallery.saved'), {
        undo: () => toast(t('workspace.gallery.undone'), { tone: 'info' }),
      })
    },
  })
  return (
    <Form
      form={form}
      label={t('workspace.gallery.fields')}
      actions={
        <>
          <Button type="submit" kind="primary" busy={form.busy}>
            {t('ui.save')}
          </Button>
          <Button kind="quiet">{t('ui.cancel')}</Button>
        </>
      }
    >
      <TextField
        label={t('workspace.gallery.name')}
        help={t('workspace.gallery.nameHelp')}
        {...form.field('name')}
      />
      <TextField label={t('workspace.gallery.other')} optional {...form.field('other')} />
      <NumberField
        label={t('workspace.gallery.age')}
        unit={t('workspace.gallery.years')}
        {...form.field('age')}
      />
      <Select label={t('workspace.gallery.colour')} optional choices={colours} {...form.field('colour')} />
      <RadioGroup
        label={t('workspace.gallery.liked')}
        choices={colours.slice(0, 2)}
        alsoChoices={colours.slice(2)}
        {...form.field('liked')}
      />
      <CheckboxGroup
        label={t('workspace.gallery.known')}
        optional
        choices={colours}
        {...form.field('known')}
      />
      <PartialDate label={t('workspace.gallery.day')} {...form.field('day')} />
      <Combobox label={t('workspace.gallery.find')} optional choices={colours} {...form.field('found')} />
      <Phone label={t('workspace.gallery.phone')} {...form.field('phone')} />
      <Textarea label={t('workspace.gallery.note')} optional maxLength={200} {...form.field('note')} />
      <FileField label={t('workspace.gallery.file')} optional onChange={() => undefined} />
      <Checkbox label={t('workspace.gallery.agreed')} {...form.field('agreed')} />
      <Checkbox label={t('workspace.gallery.refuse')} value={refuse} onChange={setRefuse} />
    </Form>
  )
}
