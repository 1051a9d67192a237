import { createHash } from 'node:crypto'
import { type Language, localesOf } from '../shared/messages.ts'
import { tokensCss } from '../ui/tokens.ts'

// Pages the server writes: they work without script, and everything put into them is escaped.

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text made safe to stand in markup. Only `html` and `page` make it. */
export class Html {
  readonly #markup: string
  constructor(markup: string) {
    this.#markup = markup
  }
  toString(): string {
    return this.#markup
  }
}

export type Content = Html | string | number | null | undefined | false | readonly Content[]

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)

const render = (content: Content): string => {
  if (content === null || content === undefined || content === false) return ''
  if (content instanceof Html) return content.toString()
  if (typeof content === 'string' || typeof content === 'number') return escapeHtml(String(content))
  return content.map(render).join('')
}

/** `html`<p>${name}</p>``: every value is escaped, in text and in quoted attributes; always quote them. */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  let markup = strings[0] ?? ''
  for (const [at, value] of values.entries()) markup += render(value) + (strings[at + 1] ?? '')
  return new Html(markup)
}

const styles = `${tokensCss()}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:1.125rem/1.5 system-ui,sans-serif;overflow-wrap:break-word}
main,.top,footer{max-width:44rem;margin-inline:auto;padding-inline:var(--space-4)}
main{display:grid;gap:var(--space-4);padding-block:var(--space-5) var(--space-6)}
main>*{min-width:0}
h1,h2,p,ul,ol,dl,dd,fieldset{margin:0}
h1{font-size:var(--text-page);line-height:1.25}
h2{font-size:var(--text-title);line-height:1.3}
p,li{max-width:var(--measure)}
a{color:var(--accent);text-underline-offset:3px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:3px}
.top{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:var(--space-2) var(--space-4);padding-block:var(--space-3);border-block-end:1px solid var(--line)}
.brand{color:var(--accent);font-weight:700}
.languages{display:flex;flex-wrap:wrap;gap:0 var(--space-3);padding:0;list-style:none}
.languages a,.languages span{display:inline-flex;align-items:center;min-height:var(--target)}
.languages span{font-weight:700}
.hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.muted,.help{color:var(--muted)}
form{display:grid;gap:var(--space-4);justify-items:start}
.field{display:grid;gap:var(--space-1);width:100%;max-width:24rem}
label,legend{font-weight:600}
input,select,textarea,button{font:inherit;color:inherit}
input[type=text],input[type=email],input[type=password],input[type=tel],input[type=search],select,textarea{width:100%;min-height:var(--target);padding:var(--space-2) var(--space-3);border:1px solid var(--muted);border-radius:var(--radius);background:var(--surface)}
.wrong{border-inline-start:4px solid var(--danger);padding-inline-start:var(--space-3)}
.wrong input{border:2px solid var(--danger)}
.error{color:var(--danger);font-weight:600}
.button{display:inline-flex;align-items:center;min-height:var(--target);padding:var(--space-2) var(--space-5);border:1px solid var(--muted);border-radius:var(--radius);background:var(--surface);color:var(--text);font-weight:600;text-decoration:none;cursor:pointer}
.primary{background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.notice{--tone:var(--info);padding:var(--space-3) var(--space-4);border:1px solid var(--line);border-inline-start:5px solid var(--tone);border-radius:var(--radius);background:var(--surface)}
.notice>p strong{color:var(--tone)}
.notice.danger{--tone:var(--danger)}
.notice.warn{--tone:var(--warn)}
.accounts{display:grid;padding:0;list-style:none}
.accounts li{display:flex;flex-wrap:wrap;align-items:center;justify-content:space-between;gap:var(--space-2) var(--space-4);padding-block:var(--space-2);border-block-end:1px solid var(--line)}
.accounts code{font-size:1rem;user-select:all}
table{border-collapse:collapse;width:100%}
th,td{padding:var(--space-2) var(--space-3);border-block-end:1px solid var(--line);text-align:start;vertical-align:baseline}
@media print{.top,.screen-only{display:none}}
`

/** For the content policy: `style-src 'self' ${styleSource}`. Our pages' one style element, and no other. */
export const styleSource = `'sha256-${createHash('sha256').update(styles).digest('base64')}'`

type Other = { lang: Language; name: string; href: string }

export type PageParts = {
  title: string
  lang: Language
  body: Html
  /** The same page in other languages. */
  languages?: readonly Other[]
  /** Name of the switch for screen readers. */
  languagesLabel?: string
}

/** A whole page, without script. */
export function page({ title, lang, body, languages = [], languagesLabel = '' }: PageParts): string {
  const switcher =
    languages.length > 1 &&
    html`<nav aria-label="${languagesLabel}"><ul class="languages">${languages.map((other) =>
      other.lang === lang
        ? html`<li><span lang="${other.lang}" aria-current="true">${other.name}</span></li>`
        : html`<li><a lang="${other.lang}" hreflang="${other.lang}" href="${other.href}">${other.name}</a></li>`,
    )}</ul></nav>`
  return html`<!doctype html>
<html lang="${lang === 'ht' ? 'ht' : (localesOf(lang)[0] ?? lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="same-origin">
<title>${title} · Intégrate</title>
<link rel="icon" href="data:,">
<style>${new Html(styles)}</style>
</head>
<body>
<header class="top"><span class="brand">Intégrate</span>${switcher}</header>
<main>${body}</main>
</body>
</html>
`.toString()
}
