import type { ErrorComponentProps } from '@tanstack/react-router'
import { ApiProblem } from '../../ui/api.ts'
import { ProblemNotice } from '../../ui/ProblemNotice.tsx'

/** A page that failed while drawing, or whose code could not be fetched. */
export function Broken({ error, reset }: ErrorComponentProps) {
  // A chunk that does not load is a lost connection or a new version: reloading settles both.
  const chunk = error instanceof Error && /import|module|chunk/i.test(error.message)
  return (
    <div className="alone">
      <ProblemNotice
        problem={chunk ? new ApiProblem(0, 'network') : error}
        retry={chunk ? () => window.location.reload() : reset}
      />
    </div>
  )
}
