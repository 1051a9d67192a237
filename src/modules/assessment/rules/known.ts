import type { IsoDay } from '../../../shared/day.ts'
import type { Known } from './facts.ts'

/** What the registry holds on documents, procedures and functional difficulties, as far as it bears on an answer. */
export type OnRecord = {
  documents: readonly {
    kind: 'identity' | 'birth_certificate' | 'stay'
    /** Null: nobody wrote it down. */
    validUntil: IsoDay | 'no_expiry' | null
  }[]
  curp: { state: 'on_file' | 'applied'; on: IsoDay } | null
  procedures: readonly { kind: 'refugee_recognition' | 'other'; open: boolean; dueOn: IsoDay | null }[]
  /** Washington Group answers by domain, 1 to 4, with their day. */
  difficulties: { on: IsoDay; codes: Readonly<Record<string, number>> } | null
}

const plusDays = (day: IsoDay, days: number): IsoDay =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)

/**
 * Answers that need not be asked for, in two piles. Only what is on file is concluded: that nothing is on file
 * says nothing about what a person has, and is asked.
 */
export function knownFromRegistry(record: OnRecord, on: IsoDay): { known: Known[]; special: Known[] } {
  const known: Known[] = []
  const special: Known[] = []
  const fact = (pile: Known[], item: string, fields: Known['fields'], day: IsoDay | null = null) =>
    pile.push({ item, fields, from: 'registry', on: day })
  const valid = (until: IsoDay | 'no_expiry' | null) => until !== null && until >= on
  const held = (kind: OnRecord['documents'][number]['kind']) =>
    record.documents.filter((document) => document.kind === kind)

  if (held('identity').some((document) => valid(document.validUntil))) fact(known, 'ID1', { ID1: 'vigente' })
  if (record.curp?.state === 'on_file') fact(known, 'ID2', { ID2: 'si' })
  if (record.curp?.state === 'applied') fact(known, 'ID2', { ID2: 'en_tramite' }, record.curp.on)
  if (held('birth_certificate').length > 0) fact(known, 'ID3', { ID3: 'si' })

  const stays = held('stay').filter((document) => valid(document.validUntil))
  const open = record.procedures.filter((procedure) => procedure.open)
  if (stays.length > 0) fact(special, 'ST1', { ST1: 'documento_de_estancia_vigente' })
  else if (open.some((procedure) => procedure.kind === 'refugee_recognition'))
    fact(special, 'ST1', { ST1: 'solicitante_condicion_refugiado' })
  else if (open.length > 0) fact(special, 'ST1', { ST1: 'otro_tramite_en_curso' })

  const soon = plusDays(on, 30)
  const expires = stays.some(({ validUntil }) => validUntil !== 'no_expiry' && validUntil! <= soon)
  const overdue = open.some(({ dueOn }) => dueOn !== null && dueOn < on)
  const dated = open.every(({ dueOn }) => dueOn !== null)
  if (overdue) fact(special, 'ST2', { ST2: 'plazo_rebasado' })
  else if (expires) fact(special, 'ST2', { ST2: 'vence_30_dias' })
  else if (dated && stays.length + open.length > 0) fact(special, 'ST2', { ST2: 'no' })

  if (record.difficulties) fact(special, 'HE3', record.difficulties.codes, record.difficulties.on)
  return { known, special }
}
