import { lazy } from 'react'
import type { PersonPanel } from '../../ui/panels.tsx'

// What later modules show on a person's page, in the order in which it stands there.

const assessment = () => import('../../modules/assessment/panels.tsx')

export const personPanels: readonly PersonPanel[] = [
  {
    id: 'flag',
    place: 'now',
    verb: 'flag.raise',
    Component: lazy(() => assessment().then((m) => ({ default: m.FlagPanel }))),
  },
  {
    id: 'assessment',
    place: 'sheet',
    verb: 'result.read',
    Component: lazy(() => assessment().then((m) => ({ default: m.AssessmentPanel }))),
  },
]
