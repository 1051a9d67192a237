import { type ComponentType, lazy } from 'react'

// What each module has for today: a list of sentences with a verb. A panel with nothing to say shows nothing.

export type TodayPanel = {
  id: string
  /** Without this verb it is absent. */
  verb: string
  Component: ComponentType
}

const observatory = () => import('../../modules/observatory/panels.tsx')
const assessment = () => import('../../modules/assessment/panels.tsx')

export const todayPanels: readonly TodayPanel[] = [
  {
    id: 'flags',
    verb: 'flag.read',
    Component: lazy(() => assessment().then((m) => ({ default: m.FlagsToday }))),
  },
  {
    id: 'caseload',
    verb: 'caseload.read',
    Component: lazy(() => assessment().then((m) => ({ default: m.CaseloadToday }))),
  },
  {
    id: 'figures',
    verb: 'figures.read',
    Component: lazy(() => observatory().then((m) => ({ default: m.FiguresToday }))),
  },
]
