import { type ReactNode, useId } from 'react'

/** A part of a page with its heading and, at its end, what can be done there. */
export function Section({
  title,
  actions,
  children,
}: {
  title: string
  actions?: ReactNode
  children: ReactNode
}) {
  const id = useId()
  return (
    <section className="section" aria-labelledby={id}>
      <div className="section-top">
        <h2 id={id}>{title}</h2>
        {actions && <div className="actions">{actions}</div>}
      </div>
      {children}
    </section>
  )
}

export type Fact = { name: string; value: ReactNode }

/** Names and values, as on a paper form. What may not be seen is left out by the caller, never shown empty. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="facts">
      {facts.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

export type Sentence = { id: string; text: ReactNode; mark?: ReactNode; actions?: ReactNode }

/** A list of sentences with a verb: what is to be done, and the button that does it. */
export function Sentences({ sentences, label }: { sentences: readonly Sentence[]; label: string }) {
  return (
    <ul className="sentences" aria-label={label}>
      {sentences.map(({ id, text, mark, actions }) => (
        <li key={id}>
          <span className="sentence">
            <span>{text}</span>
            {mark}
          </span>
          {actions && <span className="actions">{actions}</span>}
        </li>
      ))}
    </ul>
  )
}
