/** Reads Zod shapes: what must never leave, and where a person's id stands in an answer. */
import type * as z from 'zod'
import { PersonId } from '../shared/contract.ts'

interface Def {
  type: string
  shape?: Record<string, z.ZodType>
  catchall?: z.ZodType
  element?: z.ZodType
  innerType?: z.ZodType
  options?: z.ZodType[]
  items?: z.ZodType[]
  left?: z.ZodType
  right?: z.ZodType
  in?: z.ZodType
  out?: z.ZodType
  getter?: () => z.ZodType
}

const defOf = (schema: z.ZodType): Def => (schema as unknown as { _zod: { def: Def } })._zod.def

function children(schema: z.ZodType): [string, z.ZodType][] {
  const d = defOf(schema)
  switch (d.type) {
    case 'object':
      return Object.entries(d.shape ?? {})
    case 'array':
      return d.element ? [['[]', d.element]] : []
    case 'union':
      return (d.options ?? []).map((o, i) => [`|${i}`, o])
    case 'tuple':
      return (d.items ?? []).map((o, i) => [`[${i}]`, o])
    case 'intersection':
      return [
        ['&0', d.left!],
        ['&1', d.right!],
      ]
    case 'pipe':
      return [['>', d.out!]]
    case 'lazy':
      return [['()', d.getter!()]]
    default:
      return d.innerType ? [['?', d.innerType]] : []
  }
}

const open = new Set(['any', 'unknown', 'record', 'map', 'set', 'custom', 'transform', 'function', 'promise'])

/** Places in an answer's shape through which something unforeseen could leave; empty when the shape is closed. */
export function openPlaces(schema: z.ZodType, at = '$', seen = new Set<z.ZodType>()): string[] {
  if (seen.has(schema)) return []
  seen.add(schema)
  const d = defOf(schema)
  if (open.has(d.type)) return [`${at}: ${d.type}`]
  if (d.type === 'object' && (!d.catchall || defOf(d.catchall).type !== 'never'))
    return [`${at}: loose object`]
  return children(schema).flatMap(([key, child]) => openPlaces(child, `${at}.${key}`, seen))
}

/** Whether an answer of this shape can carry a person. */
export function carriesPerson(schema: z.ZodType, seen = new Set<z.ZodType>()): boolean {
  if (schema === PersonId) return true
  if (seen.has(schema)) return false
  seen.add(schema)
  return children(schema).some(([, child]) => carriesPerson(child, seen))
}

/** The ids of the people in an answer, wherever its shape says one may stand. */
export function peopleIn(schema: z.ZodType, value: unknown, found = new Set<string>()): Set<string> {
  if (value === null || value === undefined) return found
  if (schema === PersonId) return found.add(String(value))
  const d = defOf(schema)
  if (d.type === 'object') {
    for (const [key, child] of Object.entries(d.shape ?? {})) {
      peopleIn(child, (value as Record<string, unknown>)[key], found)
    }
  } else if (d.type === 'array') {
    if (Array.isArray(value)) for (const v of value) peopleIn(d.element!, v, found)
  } else if (d.type === 'tuple') {
    if (Array.isArray(value))
      for (const [i, v] of value.entries()) if (d.items?.[i]) peopleIn(d.items[i], v, found)
  } else if (d.type !== 'union' || typeof value === 'object') {
    for (const [, child] of children(schema)) peopleIn(child, value, found)
  }
  return found
}
