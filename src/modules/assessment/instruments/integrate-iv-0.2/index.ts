import { loadInstrument } from '../check.ts'
import { contentHash } from '../sha256.ts'
import { definition } from './definition.ts'

/** The instrument in use, checked and frozen. */
export const integrateIv02 = loadInstrument(definition)

/** Fixed with the version: whoever changes a rule has to make a new version instead. */
export const definitionHash = '11dc9639f9dad4bb03e1d37704778c90078e043bd9d11d9c6f7182ebf82b89d9'

/** Of the Spanish questions, fields and options: other words measure something else. Translations may be mended. */
export const wordingHash = '0a9267b33a4481ba345b600a64c86c09e5a40fa83dd76c1a3a2f6290b9504ef0'

export const hashOfDefinition = (): string => contentHash(definition)
