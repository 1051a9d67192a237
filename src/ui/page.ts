import type { ComponentType } from 'react'

/** The `$name` parts of an address: `ParamsOf<'/people/$id'>` is `{ id: string }`. */
export type ParamsOf<Path extends string> = Path extends `${string}$${infer Name}/${infer Rest}`
  ? { [K in Name]: string } & ParamsOf<`/${Rest}`>
  : Path extends `${string}$${infer Name}`
    ? { [K in Name]: string }
    : Record<never, string>

export type Page<Path extends string = string> = {
  path: Path
  /** Key of the title in the window and in the history. */
  title: string
  /** Without this verb the page says so, and asks the server nothing. */
  verb?: string
  Component: ComponentType<{ params: ParamsOf<Path> }>
}

/** `export const page = definePage({ path: '/people/$id', title: 'registry.person.title', Component })` */
export const definePage = <const Path extends string>(page: Page<Path>): Page<Path> => page
