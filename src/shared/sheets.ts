/** A person's data lie in sheets, one table or more per sensitivity; a grant opens named sheets. */
export const sheets = [
  'core', // names, birth date, sex, nationalities
  'contact',
  'identity', // gender identity, indigenous people
  'documents', // documents and procedures held, population group: what tells a migration status
  'household',
  'needs', // place needs, without reasons
  'health', // functional difficulties, pregnancy, chronic disease
  'work',
  'school',
  'assessment', // answers, needs and the shareable score
  'protection', // special items, full score, band, red flags
  'notes',
] as const

export type Sheet = (typeof sheets)[number]
