import { type Catalogue, format, nameOf, type StaffLanguage, staffLanguages } from '../shared/messages.ts'
import { html, page } from './html.ts'

export type SignInPage = {
  lang: StaffLanguage
  /** Why the last attempt did not open, in the reader's words. */
  problem?: { title: string; action?: string }
  values?: { email?: string; to?: string }
  /** Shown on a demonstration only, and only to the machine itself. */
  demoAccounts?: readonly { name: string; role: string; email: string; password: string }[]
  /** Where the form is sent. */
  action: string
  messages: Catalogue
}

/** Only a place of ours: never another site, nor `//elsewhere`. */
export const ownPlace = (to: string | undefined): string =>
  to && /^\/(?![/\\])[^\s\\]*$/.test(to) && !to.startsWith('/sign-in') ? to : '/'

/** The sign-in form: plain HTML, so that it opens on any telephone and before any script. */
export function signInPage({
  lang,
  problem,
  values = {},
  demoAccounts = [],
  action,
  messages,
}: SignInPage): string {
  const t = (key: string) => format(messages, lang, `workspace.signIn.${key}`)
  const to = ownPlace(values.to)
  const here = (other: StaffLanguage) =>
    `/sign-in?${new URLSearchParams({ lang: other, ...(to === '/' ? {} : { to }) })}`
  const wrong = problem ? 'field wrong' : 'field'
  return page({
    title: problem ? `${t('problem')}: ${t('title')}` : t('title'),
    lang,
    languages: staffLanguages.map((other) => ({ lang: other, name: nameOf(other), href: here(other) })),
    languagesLabel: format(messages, lang, 'workspace.language'),
    body: html`<h1>${t('title')}</h1>
<p class="muted">${t('lead')}</p>
${problem && html`<div class="notice danger" role="alert" id="problem"><p><strong>${problem.title}</strong></p>${problem.action && html`<p>${problem.action}</p>`}</div>`}
<form method="post" action="${action}">
<input type="hidden" name="to" value="${to}">
<input type="hidden" name="lang" value="${lang}">
<div class="${wrong}"><label for="email">${t('email')}</label><input id="email" name="email" type="email" autocomplete="username" autocapitalize="none" spellcheck="false" required value="${values.email ?? ''}"${problem && html` aria-describedby="problem"`}></div>
<div class="${wrong}"><label for="password">${t('password')}</label><input id="password" name="password" type="password" autocomplete="current-password" required${problem && html` aria-describedby="problem"`}></div>
<button class="button primary" type="submit">${t('submit')}</button>
</form>
<p class="help">${t('help')}</p>
${
  demoAccounts.length > 0 &&
  html`<section class="notice warn" aria-labelledby="demo">
<h2 id="demo">${t('demo')}</h2>
<p>${t('demoLead')}</p>
<ul class="accounts">${demoAccounts.map(
    (
      account,
    ) => html`<li><span><strong>${account.name}</strong><br><span class="muted">${account.role}</span></span>
<form method="post" action="${action}"><input type="hidden" name="to" value="${to}"><input type="hidden" name="lang" value="${lang}"><input type="hidden" name="email" value="${account.email}"><input type="hidden" name="password" value="${account.password}"><button class="button" type="submit">${t('demoEnter')}<span class="hidden"> ${account.name}</span></button></form></li>`,
  )}</ul>
</section>`
}`,
  })
}
