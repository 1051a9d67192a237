import { Check, ChevronDown } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import { Button } from 'react-aria-components/Button'
import { ComboBox } from 'react-aria-components/ComboBox'
import { Input } from 'react-aria-components/Input'
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox'
import { Popover } from 'react-aria-components/Popover'
import { fold } from '../shared/fold.ts'
import { FieldBox, type FieldProps, useField } from './FieldBox.tsx'
import { useT } from './language.tsx'
import type { Choice } from './Select.tsx'

type Props<Value extends string> = FieldProps & {
  value: Value | ''
  onChange: (value: Value | '') => void
  choices: readonly Choice<Value>[]
}

const tolerant = (text: string, typed: string) => fold(text).includes(fold(typed))

/** Type to find among many (languages, countries, municipalities); accents do not matter. */
export function Combobox<Value extends string>(props: Props<Value>) {
  const field = useField(props)
  const t = useT()
  const typed = useRef('')
  const open = useRef(false)
  useEffect(() => {
    // A page that moves under it (a phone's keyboard, a field brought into view) would close the list, and what was
    // typed would go with it. The list lies on the page and moves along.
    const stay = (event: Event) => {
      if (open.current && event.target === document) event.stopImmediatePropagation()
    }
    window.addEventListener('scroll', stay, true)
    return () => window.removeEventListener('scroll', stay, true)
  }, [])
  /** Typed whole, or enough to leave one: Tab takes it, where the list alone would forget what was typed. */
  const leave = (event: KeyboardEvent) => {
    const text = fold(typed.current)
    if (event.key !== 'Tab' || text === '') return
    const found = props.choices.filter((choice) => tolerant(choice.label, text))
    const meant =
      found.find((choice) => fold(choice.label) === text) ?? (found.length === 1 ? found[0] : undefined)
    if (meant && meant.value !== props.value) props.onChange(meant.value)
  }
  return (
    <FieldBox field={field} label={props.label} help={props.help}>
      <ComboBox
        aria-label={props.label}
        aria-describedby={field.describedBy}
        id={field.id}
        defaultFilter={tolerant}
        selectedKey={props.value || null}
        onInputChange={(text) => {
          typed.current = text
        }}
        onSelectionChange={(key) => props.onChange((key ?? '') as Value | '')}
        isInvalid={field.error !== undefined}
        isRequired={field.required}
        validationBehavior="aria"
        menuTrigger="focus"
        onOpenChange={(now) => {
          open.current = now
        }}
        allowsEmptyCollection
        defaultItems={props.choices}
        className="combobox input-medium"
      >
        <div className="combobox-box" onKeyDownCapture={leave}>
          <Input
            className="input"
            autoComplete="off"
            {...(props.filter ? { placeholder: t('ui.any') } : {})}
          />
          <Button className="combobox-open" aria-label={t('ui.showChoices')}>
            <ChevronDown aria-hidden className="icon" />
          </Button>
        </div>
        <Popover className="popover popover-list" offset={4}>
          <ListBox<Choice<Value>>
            className="listbox"
            renderEmptyState={() => <p className="listbox-empty">{t('ui.noChoice')}</p>}
          >
            {(choice) => (
              <ListBoxItem id={choice.value} textValue={choice.label} className="listbox-item">
                {({ isSelected }) => (
                  <>
                    <span>{choice.label}</span>
                    {isSelected && <Check aria-hidden className="icon" />}
                  </>
                )}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      </ComboBox>
    </FieldBox>
  )
}
