import { Component, type ComponentType, createContext, type ReactNode, Suspense, useContext } from 'react'
import { ProblemNotice } from './ProblemNotice.tsx'
import { Skeleton } from './Skeleton.tsx'
import { useSession } from './session.tsx'

/**
 * What a later module shows on an earlier one's page. The app lists the panels, the page gives them their place:
 * `now` is what to know at a glance (a flag, a due day), `sheet` is a part of the page with its own heading.
 */
export type Panel<Props> = {
  id: string
  place: 'now' | 'sheet'
  /** Without this verb it is absent. */
  verb: string
  /** `lazy(() => import(…))`, so that its code comes when it is first shown. */
  Component: ComponentType<Props>
}

export type PersonPanel = Panel<{ personId: string }>

const People = createContext<readonly PersonPanel[]>([])

export const PanelsProvider = ({
  person,
  children,
}: {
  person: readonly PersonPanel[]
  children: ReactNode
}) => <People.Provider value={person}>{children}</People.Provider>

/** The panels of one place that the reader's role opens. */
export function PersonPanels({ place, personId }: { place: Panel<unknown>['place']; personId: string }) {
  const { verbs } = useSession()
  return useContext(People)
    .filter((panel) => panel.place === place && verbs.includes(panel.verb))
    .map(({ id, Component: Shown }) => (
      <Apart key={id}>
        <Suspense fallback={<Skeleton lines={2} />}>
          <Shown personId={personId} />
        </Suspense>
      </Apart>
    ))
}

/** A panel that breaks does not take the page with it. */
export class Apart extends Component<{ children: ReactNode }, { problem?: unknown }> {
  override state: { problem?: unknown } = {}
  static getDerivedStateFromError(problem: unknown) {
    return { problem }
  }
  override render() {
    const { problem } = this.state
    if (problem === undefined) return this.props.children
    return <ProblemNotice problem={problem} retry={() => this.setState({ problem: undefined })} />
  }
}
