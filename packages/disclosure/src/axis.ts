import { wrong } from './errors.ts'

/** Groups of one axis, by name: `{ "Baja California": ["Mexicali", "Tijuana"] }`. A group may hold other groups. */
export type Groups = Readonly<Record<string, readonly string[]>>

/** One label of an axis: a leaf, a group of labels, or the root, which is the total. */
export interface Label {
  name: string
  children: number[]
  parent: number
}

/**
 * One axis of a table: `labels[0 … leaves-1]` are the table's own lines, then come the groups, children before
 * parents, and the root last.
 */
export interface Axis {
  labels: Label[]
  leaves: number
  root: number
}

/** Names for a total, the first that is not already a label. */
function totalName(taken: ReadonlySet<string>): string {
  let name = 'Total'
  while (taken.has(name)) name += '*'
  return name
}

/**
 * The axis of the given leaves and groups.
 * @throws DisclosureError when a label repeats, or groups overlap, are empty, go round in a circle or name no label
 */
export function axisOf(names: readonly string[], groups: Groups, place: string): Axis {
  const index = new Map<string, number>()
  const labels: Label[] = []
  const add = (name: string, where: string) => {
    if (index.has(name)) wrong(where, `the label ${JSON.stringify(name)} appears twice`)
    index.set(name, labels.length)
    labels.push({ name, children: [], parent: -1 })
  }
  names.forEach((name, i) => {
    add(name, `${place}[${i}]`)
  })
  const where = (name: string) => `hierarchy.${place}.${name}`
  const waiting = new Map(Object.entries(groups))
  // Children before parents: a group is placed once all that it holds is.
  while (waiting.size > 0) {
    const before = waiting.size
    for (const [name, children] of waiting) {
      if (children.length === 0) wrong(where(name), 'a group cannot be empty')
      if (children.some((child) => waiting.has(child))) continue
      waiting.delete(name)
      add(name, where(name))
      for (const child of children) {
        const i = index.get(child)
        if (i === undefined) wrong(where(name), `${JSON.stringify(child)} is neither a label nor a group`)
        const label = labels[i]!
        if (label.parent >= 0) wrong(where(name), `${JSON.stringify(child)} is already in a group`)
        label.parent = labels.length - 1
        labels[labels.length - 1]!.children.push(i)
      }
    }
    if (waiting.size === before) wrong(`hierarchy.${place}`, 'the groups hold one another')
  }
  const root = labels.length
  const top = labels.flatMap((label, i) => (label.parent < 0 ? [i] : []))
  for (const i of top) labels[i]!.parent = root
  labels.push({ name: totalName(new Set(index.keys())), children: top, parent: -1 })
  return { labels, leaves: names.length, root }
}
