import { useT } from '../../../ui/language.tsx'
import type { Choice } from '../../../ui/Select.tsx'
import { type CodeOf, type Group, groups } from './codes.ts'

/** `const say = useCode(); say('kind', 'shelter')` */
export function useCode(): <G extends Group>(group: G, code: CodeOf<G>) => string {
  const t = useT()
  return (group, code) => t(`directory.code.${group}.${code}`)
}

export function useChoices<G extends Group>(group: G): Choice<CodeOf<G>>[] {
  const say = useCode()
  return (groups[group] as readonly CodeOf<G>[]).map((value) => ({ value, label: say(group, value) }))
}
