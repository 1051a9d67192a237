import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ProblemNotice } from './ProblemNotice.tsx'
import { Skeleton } from './Skeleton.tsx'

type Props<Answer> = {
  query: UseQueryResult<Answer, Error>
  lines?: number
  children: (answer: Answer) => ReactNode
}

/** Loading, refused, or answered: `<Answered query={people}>{(page) => …}</Answered>`. */
export function Answered<Answer>({ query, lines, children }: Props<Answer>) {
  if (query.data !== undefined)
    return (
      <>
        {query.isError && <ProblemNotice problem={query.error} retry={() => void query.refetch()} />}
        {children(query.data)}
      </>
    )
  if (query.isError) return <ProblemNotice problem={query.error} retry={() => void query.refetch()} />
  return <Skeleton lines={lines} />
}
