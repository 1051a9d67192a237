import type { SharedResult } from '../../contract.ts'
import { optionKeys } from '../../instruments/texts.ts'
import { instrument, Spoken, type Words } from '../parts/words.tsx'

/** What the person has and can do, in their words or with the words they chose. */
export function Strengths({ strengths, words }: { strengths: SharedResult['strengths']; words: Words }) {
  return (
    <dl className="facts">
      {strengths.map(({ strength, name, values }) => {
        const field = instrument.item(strength).fields[0]
        const chosen = field?.kind === 'choice' || field?.kind === 'choices'
        return (
          <div key={strength}>
            <dt>
              <Spoken said={words(name)} />
            </dt>
            <dd dir="auto">
              {values.map((v) => (chosen ? words(optionKeys(strength, v)).text : v)).join(', ')}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
