/** A part of a form: where it stands in what is sent, what is typed in it, and how that changes. */
export type Part<Value> = { path: string; value: Value; onChange: (value: Value) => void }

type Inner<Value extends object> = <Name extends keyof Value & string>(
  name: Name,
) => { name: string; value: Value[Name]; onChange: (value: Value[Name]) => void }

/** `const field = inside(part)`; `<TextField {...field('surname1')} />` */
export const inside =
  <Value extends object>({ path, value, onChange }: Part<Value>): Inner<Value> =>
  (name) => ({
    name: path ? `${path}.${name}` : name,
    value: value[name],
    onChange: (changed) => onChange({ ...value, [name]: changed }),
  })

/** The same as a part of its own, for what lies deeper. */
export function partOf<Value extends object, Name extends keyof Value & string>(
  { path, value, onChange }: Part<Value>,
  name: Name,
): Part<Value[Name]> {
  return {
    path: path ? `${path}.${name}` : name,
    value: value[name],
    onChange: (changed) => onChange({ ...value, [name]: changed }),
  }
}
