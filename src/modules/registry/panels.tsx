/** What later modules borrow of the registry's pages: countries and languages by name, in the worker's language. */
export {
  useCountryChoices,
  useLanguageChoices,
  useNames,
  useStaffLanguage,
} from './pages/parts/codes.tsx'
export { formatCode } from './rules/code.ts'
