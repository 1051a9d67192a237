import { Search } from 'lucide-react'
import { type ReactNode, useId, useState } from 'react'
import { Button } from './Button.tsx'
import { useT } from './language.tsx'

type Props = {
  label: string
  value: string
  /** On Enter or the button, not on every letter: names are looked up, and every look is recorded. */
  onSearch: (value: string) => void
  help?: ReactNode
}

/** The `/` key comes here. */
export function SearchField({ label, value, onSearch, help }: Props) {
  const t = useT()
  const id = useId()
  const [typed, setTyped] = useState(value)
  return (
    <search>
      <form
        className="search"
        onSubmit={(event) => {
          event.preventDefault()
          onSearch(typed.trim())
        }}
      >
        <label htmlFor={id} className="label">
          {label}
        </label>
        {help && (
          <p id={`${id}-help`} className="help">
            {help}
          </p>
        )}
        <div className="search-box">
          <input
            id={id}
            data-find
            type="search"
            className="input"
            value={typed}
            onChange={(event) => {
              setTyped(event.target.value)
              if (event.target.value === '' && value !== '') onSearch('')
            }}
            aria-describedby={help ? `${id}-help` : undefined}
            autoComplete="off"
            dir="auto"
          />
          <Button type="submit" icon={Search}>
            {t('ui.search')}
          </Button>
        </div>
      </form>
    </search>
  )
}
