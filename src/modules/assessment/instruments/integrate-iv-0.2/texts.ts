import type { Reviewed } from '../../../../shared/messages.ts'
import type { Texts } from '../texts.ts'
import en from './texts/en.json' with { type: 'json' }
import es from './texts/es.json' with { type: 'json' }
import fr from './texts/fr.json' with { type: 'json' }
import ht from './texts/ht.json' with { type: 'json' }
import pt from './texts/pt.json' with { type: 'json' }
import marks from './texts/reviewed.json' with { type: 'json' }

/** All languages at once: for the server. A browser loads the ones it shows with `loadTexts`. */
export const texts: Texts = { es, ht, en, fr, pt }

/** Who has read what; empty until a native speaker has. */
export const reviewed: Reviewed = marks
