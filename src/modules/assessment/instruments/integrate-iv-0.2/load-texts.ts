import type { Catalogue, PersonLanguage } from '../../../../shared/messages.ts'

/** One language on demand, so that a page carries only the words it shows. */
export async function loadTexts(language: PersonLanguage): Promise<Catalogue> {
  switch (language) {
    case 'es':
      return (await import('./texts/es.json', { with: { type: 'json' } })).default
    case 'ht':
      return (await import('./texts/ht.json', { with: { type: 'json' } })).default
    case 'en':
      return (await import('./texts/en.json', { with: { type: 'json' } })).default
    case 'fr':
      return (await import('./texts/fr.json', { with: { type: 'json' } })).default
    case 'pt':
      return (await import('./texts/pt.json', { with: { type: 'json' } })).default
  }
}
