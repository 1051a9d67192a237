import { Columns3 } from 'lucide-react'
import { Dialog, DialogTrigger } from 'react-aria-components/Dialog'
import { Popover } from 'react-aria-components/Popover'
import { Button } from './Button.tsx'
import { CheckboxGroup } from './CheckboxGroup.tsx'
import { useT } from './language.tsx'

type Props = {
  columns: readonly { id: string; header: string }[]
  shown: readonly string[]
  onChange: (shown: string[]) => void
}

export function ColumnChoice({ columns, shown, onChange }: Props) {
  const t = useT()
  const [, ...others] = columns
  if (others.length < 2) return null
  return (
    <DialogTrigger>
      <Button kind="quiet" icon={Columns3}>
        {t('ui.table.columns')}
      </Button>
      <Popover className="popover" placement="bottom end">
        <Dialog className="popover-inside" aria-label={t('ui.table.columns')}>
          <CheckboxGroup
            label={t('ui.table.columnsShown')}
            optional={false}
            value={shown}
            onChange={onChange}
            choices={others.map((column) => ({ value: column.id, label: column.header }))}
          />
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
