/** The sign-in page is the server's; it comes back to `to`. */
export function goToSignIn() {
  const here = window.location.pathname + window.location.search
  window.location.assign(here === '/' ? '/sign-in' : `/sign-in?to=${encodeURIComponent(here)}`)
}
