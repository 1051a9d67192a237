import { iso6393 } from 'iso-639-3'

/** All of ISO 639-3, where `languages.ts` has only what a list to choose from shows. On the server alone: it is long. */
const codes: ReadonlySet<string> = new Set(iso6393.map((l) => l.iso6393))

export const isLanguageCode = (code: string): boolean => codes.has(code)
