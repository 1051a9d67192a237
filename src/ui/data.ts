import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ApiProblem, type Call, call, type Method } from './api.ts'

type Ask = Pick<Call, 'params' | 'query' | 'body'> & {
  /** `POST` for questions whose words must not stand in an address, such as names. */
  method?: 'GET' | 'POST'
  enabled?: boolean
  /** Keep showing the last answer while a new page or filter loads. */
  keep?: boolean
  refetchInterval?: number
}

/** Asks the server; the address and its values are the cache's key. */
export function useAsk<Answer>(url: string, ask: Ask = {}) {
  const { method = 'GET', params, query, body, enabled = true, keep = true, refetchInterval } = ask
  return useQuery<Answer, ApiProblem>({
    queryKey: [url, params ?? null, query ?? null, body ?? null],
    queryFn: ({ signal }) => call<Answer>(method, url, { params, query, body, signal, reads: true }),
    enabled,
    refetchInterval,
    placeholderData: keep ? (previous) => previous : undefined,
  })
}

/** Does something, then forgets every answer it may have changed: `after` lists their addresses' beginnings. */
export function useDo<Answer, Body = void>(
  method: Exclude<Method, 'GET'>,
  url: string,
  options: { params?: Call['params']; after?: readonly string[] } = {},
) {
  const client = useQueryClient()
  return useMutation<Answer, ApiProblem, Body>({
    mutationFn: (body) => call<Answer>(method, url, { params: options.params, body: body ?? undefined }),
    onSuccess: () =>
      client.invalidateQueries({
        predicate: ({ queryKey: [asked] }) =>
          typeof asked === 'string' && (options.after ?? ['/api/']).some((start) => asked.startsWith(start)),
      }),
  })
}
