import { Plus } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from '../../../../ui/Button.tsx'

type Props = { count: number; add: string; onAdd: () => void; children: ReactNode; most: number }

/** Several of the same; what is added takes the focus, so that the hands stay on the keys. */
export function Rows({ count, add, onAdd, children, most }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const before = useRef(count)
  useEffect(() => {
    if (count > before.current)
      box.current
        ?.querySelector<HTMLElement>(':scope > .row:nth-last-child(1 of .row) :is(input, select)')
        ?.focus()
    before.current = count
  }, [count])
  return (
    <div className="rows" ref={box}>
      {children}
      {count < most && (
        <Button kind="quiet" icon={Plus} onPress={onAdd}>
          {add}
        </Button>
      )}
    </div>
  )
}
