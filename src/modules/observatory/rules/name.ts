/** The name a table is stored and exported under: `people:age`, `needs:18+:HO`. */
export const nameOf = ({ kind, of, by }: { kind: string; of?: string | undefined; by: string }): string =>
  [kind, of, by].filter((part) => part !== undefined).join(':')
