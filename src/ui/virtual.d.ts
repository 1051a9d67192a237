// Written by the build: see vite.config.ts.
declare module 'virtual:messages/*' {
  export const messages: Readonly<Record<string, string>>
  /** Keys whose text no native speaker has read as it stands. */
  export const unreviewed: readonly string[]
}
declare module 'virtual:tokens.css' {}
