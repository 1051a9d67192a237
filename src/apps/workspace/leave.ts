import { newId } from '../../shared/id.ts'
import { call } from '../../ui/api.ts'

export async function signOut() {
  await call('POST', '/api/sign-out').catch(() => undefined)
  window.location.assign('/sign-in')
}

/** On the way to another page: the request outlives this one, nobody waits for it. */
export function signOutQuietly() {
  void fetch('/api/sign-out', {
    method: 'POST',
    keepalive: true,
    headers: { 'x-integrate': '1', 'x-integrate-command': newId() },
  }).catch(() => undefined)
}
