import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '../../../../ui/api.ts'
import { useAsk } from '../../../../ui/data.ts'
import type { PersonFile } from '../../contract.ts'

export const fileUrl = '/api/people/:personId'

export const useFile = (personId: string) =>
  useAsk<PersonFile>(fileUrl, { params: { personId }, keep: false })

/** The file as it stands now, whatever the cache holds. */
export const freshFile = (personId: string): Promise<PersonFile> =>
  call<PersonFile>('GET', fileUrl, { params: { personId } })

/** Puts the answer of a correction in place, and forgets what else it changed. */
export function useFiled(personId: string): (file: PersonFile) => void {
  const client = useQueryClient()
  return useCallback(
    (file) => {
      client.setQueryData([fileUrl, { personId }, null, null], file)
      void client.invalidateQueries({
        predicate: ({ queryKey: [url] }) =>
          typeof url === 'string' && url !== fileUrl && /^\/api\/(people|households)/.test(url),
      })
    },
    [client, personId],
  )
}
