import { create } from 'qrcode'
import { useMemo } from 'react'
import type { PersonLanguage } from '../../../../shared/messages.ts'
import { usePersonText } from '../../../../ui/language.tsx'
import { formatCode } from '../../rules/code.ts'

/** A QR as one path of an image drawn here; it holds the code and nothing else. */
function Qr({ text }: { text: string }) {
  const { size, path } = useMemo(() => {
    const { modules } = create(text, { errorCorrectionLevel: 'M' })
    let drawn = ''
    for (let row = 0; row < modules.size; row += 1)
      for (let column = 0; column < modules.size; column += 1)
        if (modules.get(row, column)) drawn += `M${column + 4} ${row + 4}h1v1h-1z`
    return { size: modules.size + 8, path: drawn }
  }, [text])
  return (
    // Black on white also at night: cameras read nothing else. The code stands beside it in letters.
    <svg className="card-qr" viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" aria-hidden>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}

type Props = { name: string; code: string; from: string; lang: PersonLanguage }

/** The card a person takes along: name, code and QR, in their own language. No birth date, no status, no family. */
export function PersonCard({ name, code, from, lang }: Props) {
  const say = usePersonText(lang)
  if (!say) return null
  return (
    <article className="card keep" lang={lang} aria-label={say('registry.card.of', { name }).text}>
      <div className="card-text">
        <p className="card-from">{from}</p>
        <p className="card-name" dir="auto">
          {name}
        </p>
        <p className="card-label">{say('registry.card.code').text}</p>
        <p className="card-code">{formatCode(code)}</p>
      </div>
      <Qr text={code} />
      <p className="card-help">{say('registry.card.help').text}</p>
    </article>
  )
}
