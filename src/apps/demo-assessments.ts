/**
 * The demonstration's interviews: held, finished, decided and contested through the assessment's own doors, some
 * hundred of them in the past, so that what is stored is what the rules compute.
 */
import { sql } from 'kysely'
import { type AskedField, pickAnswers } from '../../db/demo/answers.ts'
import {
  type DemoInterview,
  type DemoPerson,
  demoFlags,
  demoInterviews,
  demoStrength,
} from '../../db/demo/interviews.ts'
import { type Answering, answerAll } from '../modules/assessment/bulk.ts'
import { acknowledge, raised } from '../modules/assessment/flags.ts'
import { evaluate } from '../modules/assessment/instruments/expression.ts'
import { integrateIv02 as instrument } from '../modules/assessment/instruments/integrate-iv-0.2/index.ts'
import type { Field, Item } from '../modules/assessment/instruments/types.ts'
import { finish, start } from '../modules/assessment/interview.ts'
import { answerContest, contest, decide, decideProtection } from '../modules/assessment/results.ts'
import { environment } from '../modules/assessment/rules/facts.ts'
import { act, type Deed } from '../server/guard.ts'
import type { Actor, Verb } from '../shared/actor.ts'
import { newId } from '../shared/id.ts'
import type { DemoTown } from './demo-steps.ts'

/** Families at once in one deed, and deeds at once. */
const together = 6
const lanes = 3
const minute = 60_000

/** How far an interview is: a first start may have broken off anywhere. */
interface Begun {
  assessmentId: string
  startedBy: string | null
  /** Accounts that sat down with the person, and that wrote down answers. */
  sat: string[]
  answered: string[]
  finished: boolean
  decided: boolean
  protectionDecided: boolean
  contest: { id: string; answered: boolean } | null
}
type Held = DemoInterview & Begun

export async function seedAssessments(town: DemoTown): Promise<void> {
  await exampleLines(town)
  const people = await peopleOf(town)
  const { first, again } = demoInterviews(people, new Date())
  await inLanes(first, (families) => hold(town, families.flat()))
  await inLanes(again, (families) => hold(town, families.flat()))
  await flags(town, first.flat())
  const count = (sat: readonly DemoInterview[][]) => sat.flat().length
  town.say(`  ${count(first)} people interviewed, ${count(again)} of them twice`)
}

/** So that income can be asked: an example, and it says so. */
async function exampleLines({ owner }: DemoTown): Promise<void> {
  const now = new Date()
  const months = Array.from({ length: 30 }, (_, i) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 12 + i, 1)).toISOString().slice(0, 7),
  )
  await owner.db
    .insertInto('assessment.poverty_line')
    .values(
      months.flatMap((month) =>
        [
          { area: 'urban', centavos: 480_000 },
          { area: 'rural', centavos: 350_000 },
        ].map((line) => ({ month, ...line, source: 'Valor de ejemplo de la demostración, no oficial' })),
      ),
    )
    .onConflict((c) => c.doNothing())
    .execute()
}

/** Those whose file is open to the office, as the registry tells them. */
async function peopleOf({ owner, tenantId, organizations }: DemoTown): Promise<DemoPerson[]> {
  const { rows } = await sql<{
    person_id: string
    key: string
    family_id: string
    registered_on: string
    years: number | null
    language: string | null
    nationality: string | null
    in_shelter: boolean
  }>`
    select c.person_id, concat_ws('|', c.given_names, c.surname_1, c.surname_2, c.birth_year, c.birth_month, c.birth_day) as key,
      coalesce(m.household_id, c.person_id) as family_id, r.registered_on::text as registered_on,
      date_part('year', r.registered_on)::int - c.birth_year as years,
      (select l ->> 'code' from jsonb_array_elements(c.languages) l where l ->> 'level' = 'first' limit 1) as language,
      c.nationalities[1] as nationality, r.place_id is not null as in_shelter
    from registry.person_core c
    join registry.registration r on r.tenant_id = c.tenant_id and r.person_id = c.person_id
      and r.organization_id = ${organizations.get('dif')!}::uuid
    left join registry.household_member m on m.tenant_id = c.tenant_id and m.person_id = c.person_id and m.until_at is null
    where c.tenant_id = ${tenantId}::uuid and c.superseded_at is null`.execute(owner.db)
  const keys = new Map<string, string>()
  for (const r of rows)
    if (!keys.has(r.family_id) || r.key < keys.get(r.family_id)!) keys.set(r.family_id, r.key)
  return rows.map((r) => ({
    personId: r.person_id,
    key: r.key,
    familyId: r.family_id,
    familyKey: keys.get(r.family_id)!,
    registeredOn: r.registered_on,
    years: r.years,
    language: r.language,
    nationality: r.nationality,
    inShelter: r.in_shelter,
  }))
}

/** When one lane fails, the others end what they are at and begin nothing more. */
async function inLanes<T>(all: readonly T[], work: (some: T[]) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < all.length) {
      const some = all.slice(next, next + together)
      next += together
      try {
        await work(some)
      } catch (error) {
        next = all.length
        throw error
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}

/** From sitting down to the decision; what a first start that broke off has done is not done again. */
async function hold(town: DemoTown, interviews: readonly DemoInterview[]): Promise<void> {
  const { caseWorker, coordinator } = town.actors
  const usual = interviews.length % 2 === 0 ? caseWorker : coordinator
  const all = await asTheyStand(town, interviews)
  for (const worker of [caseWorker, coordinator]) {
    const theirs = all.filter((one) => (one.startedBy ?? usual.accountId) === worker.accountId)
    if (theirs.length > 0) await holdAs(worker, town, theirs)
  }
}

async function holdAs(worker: Actor, { ground, actors }: DemoTown, sat: readonly Held[]): Promise<void> {
  const { protection } = actors
  /** One deed for all of them, at so many minutes after each one's interview began. */
  const deed = async (
    actor: Actor,
    verb: Verb,
    minutes: number,
    some: readonly Held[],
    work: (deed: Deed, one: Held) => unknown,
  ) => {
    if (some.length === 0) return
    await act(ground, actor, verb, async (all) => {
      for (const one of some) await work({ ...all, at: new Date(one.at.getTime() + minutes * minute) }, one)
      all.touched(some.map((one) => one.person.personId))
    })
  }
  const sitDown = async (
    actor: Actor,
    minutes: number,
    some: readonly Held[],
    room: { setting?: 'private' } = {},
  ) => {
    await deed(
      actor,
      'interview.start',
      minutes,
      some.filter((one) => !one.sat.includes(actor.accountId)),
      (d, one) => {
        const { respondent, interpreter, language } = one
        const setting = room.setting ?? one.setting
        return start(d, one.person.personId, {
          assessmentId: one.assessmentId,
          phase: one.again ? 'follow_up' : 'assessment',
          ...{ setting, respondent, interpreter, language, serviceNow: setting === 'private' },
        })
      },
    )
    await deed(
      actor,
      'interview.answer',
      minutes + 5,
      some.filter((one) => !one.answered.includes(actor.accountId)),
      (d, one) => answerAll(d, one.assessmentId, answering(one)),
    )
  }
  const special = sat.filter((one) => one.protection)
  await sitDown(worker, 0, sat)
  await sitDown(protection, 15, special, { setting: 'private' })

  const ended = sat.filter((one) => one.ending !== 'under_way')
  await deed(
    worker,
    'interview.finish',
    40,
    ended.filter((one) => !one.finished),
    (d, one) => finish(d, one.assessmentId, 1),
  )
  await deed(
    worker,
    'result.confirm',
    45,
    ended.filter((one) => one.ending !== 'to_confirm' && !one.decided),
    (d, one) =>
      decide(d, one.assessmentId, {
        version: 2,
        setAside: [],
        ...(one.ending === 'overridden'
          ? { kind: 'overridden', added: ['NE1'], reason: 'Llegó sin conocer a nadie aquí (ejemplo)' }
          : { kind: 'confirmed', added: [] }),
      }),
  )
  await deed(
    protection,
    'protection.confirm',
    60,
    special.filter((one) => one.ending === 'confirmed' && !one.protectionDecided),
    (d, one) => decideProtection(d, one.assessmentId, { kind: 'confirmed' }),
  )
  const contests = new Map(sat.flatMap((one) => (one.contest ? [[one.assessmentId, one.contest.id]] : [])))
  await deed(
    worker,
    'result.contest',
    24 * 60,
    ended.filter((one) => (one.ending === 'contested' || one.ending === 'answered') && !one.contest),
    (d, one) => {
      const id = newId()
      contests.set(one.assessmentId, id)
      return contest(d, one.assessmentId, id, 'Ya encontré dónde vivir; eso no es como lo anotaron (ejemplo)')
    },
  )
  await deed(
    actors.coordinator,
    'result.confirm',
    30 * 60,
    ended.filter((one) => one.ending === 'answered' && !one.contest?.answered),
    (d, one) =>
      answerContest(
        d,
        contests.get(one.assessmentId)!,
        'Lo vimos en persona; en la próxima entrevista se corrige (ejemplo)',
      ),
  )
}

/** What of these interviews is done already, and new ids for those not begun. */
async function asTheyStand(
  { owner, tenantId }: DemoTown,
  interviews: readonly DemoInterview[],
): Promise<Held[]> {
  const t = sql`${tenantId}::uuid`
  const { rows } = await sql<Begun & { person_id: string; nth: number }>`
    select a.person_id, a.id as "assessmentId", a.started_by as "startedBy",
      row_number() over (partition by a.person_id order by a.started_at, a.id)::int as nth,
      array(select s.account_id from assessment.session s
        where s.tenant_id = ${t} and s.assessment_id = a.id) as sat,
      array(select w.account_id from assessment.answer w where w.tenant_id = ${t} and w.assessment_id = a.id
        union select w.account_id from assessment.special_answer w
        where w.tenant_id = ${t} and w.assessment_id = a.id and w.person_id = a.person_id) as answered,
      a.finished_at is not null as finished, a.confirmed_at is not null as decided,
      exists (select from assessment.protection_decision p
        where p.tenant_id = ${t} and p.assessment_id = a.id) as "protectionDecided",
      (select jsonb_build_object('id', c.id, 'answered', c.answered_at is not null) from assessment.contest c
        where c.tenant_id = ${t} and c.assessment_id = a.id limit 1) as contest
    from assessment.assessment a
    where a.tenant_id = ${t} and a.person_id = any (${interviews.map((i) => i.person.personId)}::uuid[])`.execute(
    owner.db,
  )
  const standing = new Map(rows.map(({ person_id, nth, ...begun }) => [`${person_id} ${nth}`, begun]))
  return interviews.map((one) => ({
    ...one,
    ...(standing.get(`${one.person.personId} ${one.again ? 2 : 1}`) ?? notBegun()),
  }))
}

const notBegun = (): Begun => ({
  assessmentId: newId(),
  startedBy: null,
  sat: [],
  answered: [],
  finished: false,
  decided: false,
  protectionDecided: false,
  contest: null,
})

const silences = ['no_sabe', 'prefiere_no_decir']
/** Numbers people really say, where the instrument only knows what is possible. */
const plausible: Readonly<Record<string, [number, number]>> = {
  personas: [2, 7],
  cuartos: [1, 4],
  ingreso_mensual: [1500, 16_000],
}

function askedField(field: Field, inShelter: boolean): AskedField {
  switch (field.kind) {
    case 'choice': {
      const options = field.options.filter(
        (o) => field.id !== 'HO1' || o.startsWith('albergue') === inShelter,
      )
      return { id: field.id, kind: 'choice', options: [...options, ...silences] }
    }
    case 'choices':
      return { id: field.id, kind: 'choices', options: field.options }
    case 'scale':
    case 'number': {
      const [min, max] = plausible[field.id] ?? [field.min, field.max]
      return { id: field.id, kind: field.kind, min, max }
    }
    default:
      return { id: field.id, kind: field.kind }
  }
}

/** What this person says to an item: in keeping with how hard their family has it, less so as months pass. */
function answering({ person, months, again }: DemoInterview): Answering {
  return (item: Item, ids, { step, input }) => {
    const fields = item.fields.filter((f) => ids.includes(f.id))
    const known = step.fields.filter((f) => f.state === 'known')
    // Already known is asked again only months later, and only what was told here.
    if (known.length > 0 && !(again && known.every((f) => f.origin === 'earlier_answer'))) return null
    if (item.kind === 'strength' && item.fields[0]!.kind !== 'choices' && item.fields[0]!.kind !== 'choice') {
      const words = demoStrength(item.id, person)
      return words ? { [item.id]: words } : null
    }
    const lacks =
      item.kind === 'indicator'
        ? (_: string, values: Readonly<Record<string, string | number | readonly string[]>>) =>
            evaluate(
              item.deprivedIf,
              environment(
                instrument,
                {
                  ...input,
                  answers: { ...input.answers, [item.id]: { ...input.answers[item.id], ...values } },
                },
                'full',
              ),
            )
        : undefined
    const picked = pickAnswers(
      [{ id: item.id, fields: fields.map((f) => askedField(f, person.inShelter)) }],
      { seed: 1, family: person.familyKey, person: person.key, months, ...(lacks ? { lacks } : {}) },
    )[item.id]
    const country = fields.find((f) => f.kind === 'code' && f.system === 'ISO-3166-1-alpha-3')
    return {
      ...picked,
      ...(country && person.nationality ? { [country.id]: person.nationality } : {}),
    }
  }
}

/** Few flags: raised at the office, taken on by protection, one after another. */
async function flags(
  { ground, owner, tenantId, actors }: DemoTown,
  sat: readonly DemoInterview[],
): Promise<void> {
  // In the order they were raised in: ids tell the time they were made.
  const { rows: made } = await sql<{ id: string; taken: boolean }>`
    select id, acknowledged_at is not null as taken from assessment.red_flag
    where tenant_id = ${tenantId}::uuid order by id`.execute(owner.db)
  const now = Date.now()
  const adults = sat.filter((one) => (one.person.years ?? 0) >= 18)
  for (const [i, { flag, hoursAgo, raisedBy, note, taken }] of demoFlags.entries()) {
    const { person } = adults[(i * 37 + 5) % adults.length]!
    const at = now - hoursAgo * 60 * minute
    const flagId = made[i]?.id ?? newId()
    const then = (time: number) => ({ ...ground, now: () => new Date(time) })
    if (!made[i])
      await act(then(at), actors.caseWorker, 'flag.raise', (deed) =>
        raised(deed, person.personId, { flagId, flag, raisedBy, note }),
      )
    if (taken && !made[i]?.taken)
      await act(then(at + taken.hoursAfter * 60 * minute), actors.protection, 'flag.acknowledge', (deed) =>
        acknowledge(deed, flagId, taken.words),
      )
  }
}
