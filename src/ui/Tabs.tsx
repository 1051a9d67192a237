import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Tabs as AriaTabs, Tab, TabList, TabPanel } from 'react-aria-components/Tabs'

export type TabItem = { id: string; label: string; icon?: LucideIcon; content: ReactNode }

type Props = { label: string; items: readonly TabItem[]; selected?: string; onSelect?: (id: string) => void }

/** Few and short; for what is read together prefer sections on one sheet. */
export function Tabs({ label, items, selected, onSelect }: Props) {
  return (
    <AriaTabs
      className="tabs"
      selectedKey={selected}
      onSelectionChange={(key) => onSelect?.(String(key))}
      // Arrow keys only move; a tab that asks the server opens when chosen.
      keyboardActivation="manual"
    >
      <TabList className="tabs-list" aria-label={label}>
        {items.map(({ id, label: name, icon: Icon }) => (
          <Tab key={id} id={id} className="tab">
            {Icon && <Icon aria-hidden className="icon" />}
            {name}
          </Tab>
        ))}
      </TabList>
      {items.map(({ id, content }) => (
        <TabPanel key={id} id={id}>
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
