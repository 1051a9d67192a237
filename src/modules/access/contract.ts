/** Who may act, who may see, and who looked. */
import * as z from 'zod'
import { givenRoles, languages, roles, tenantKinds } from '../../shared/actor.ts'
import { asks, does, Id, PageQuery, PersonId, page, Time, text } from '../../shared/contract.ts'
import { sheets } from '../../shared/sheets.ts'

const Named = z.strictObject({ id: Id, name: z.string() })

export const Me = z.strictObject({
  account: Named,
  tenant: Named.extend({ kind: z.enum(tenantKinds) }),
  organization: Named,
  role: z.enum(roles),
  roles: z.array(z.enum(roles)),
  verbs: z.array(z.string()),
  sheets: z.array(z.enum(sheets)),
  language: z.enum(languages),
  demo: z.boolean(),
  /** The municipality's: its clock is on every page, wherever the browser is. */
  timeZone: z.string(),
})
export type Me = z.infer<typeof Me>

export const me = asks(
  'me.read',
  { method: 'GET', url: '/api/me', summary: 'Who I am, where, and what I may do', answer: Me },
  'signed_in',
)

const Done = z.strictObject({ done: z.literal(true) })

export const setLanguage = does(
  'me.edit',
  {
    method: 'PUT',
    url: '/api/me',
    summary: 'My language, and where I act when I work in several places',
    body: z.strictObject({ language: z.enum(languages).optional(), organizationId: Id.optional() }),
    answer: Done,
  },
  'signed_in',
)

export const myPlaces = asks(
  'me.places',
  {
    method: 'GET',
    url: '/api/me/places',
    summary: 'Where I may act',
    answer: z.strictObject({
      places: z.array(
        z.strictObject({
          tenantName: z.string(),
          organizationId: Id,
          organizationName: z.string(),
          roles: z.array(z.enum(roles)),
        }),
      ),
    }),
  },
  'signed_in',
)

export const mySessions = asks(
  'session.list',
  {
    method: 'GET',
    url: '/api/me/sessions',
    summary: 'Where I am signed in',
    answer: z.strictObject({
      sessions: z.array(
        z.strictObject({
          id: Id,
          startedAt: Time,
          seenAt: Time.optional(),
          browser: z.string(),
          current: z.boolean(),
        }),
      ),
    }),
  },
  'signed_in',
)

export const endSession = does(
  'session.revoke',
  {
    method: 'DELETE',
    url: '/api/me/sessions/:sessionId',
    summary: 'Sign out there',
    params: z.strictObject({ sessionId: Id }),
    answer: Done,
  },
  'signed_in',
)

// Memberships and invitations.

export const Membership = z.strictObject({
  id: Id,
  accountId: Id,
  name: z.string(),
  organizationId: Id,
  organizationName: z.string(),
  role: z.enum(roles),
  startedAt: Time,
  endedAt: Time.optional(),
  mine: z.boolean(),
})
export type Membership = z.infer<typeof Membership>

export const listMemberships = asks('membership.list', {
  method: 'GET',
  url: '/api/memberships',
  summary: 'Who works here, as what',
  query: z.strictObject({ ended: z.enum(['yes', 'no']).default('no'), ...PageQuery }),
  answer: page(Membership),
})

export const giveMembership = does('membership.give', {
  method: 'POST',
  url: '/api/memberships',
  summary: 'Give a colleague another role; never oneself',
  body: z.strictObject({ accountId: Id, organizationId: Id, role: z.enum(givenRoles) }),
  answer: Membership,
  problems: ['not_by_oneself', 'already_exists'],
})

export const endMembership = does('membership.end', {
  method: 'POST',
  url: '/api/memberships/:membershipId/end',
  summary: 'End a role',
  params: z.strictObject({ membershipId: Id }),
  answer: Membership,
  problems: ['not_by_oneself'],
})

export const Invitation = z.strictObject({
  id: Id,
  organizationId: Id,
  organizationName: z.string(),
  role: z.enum(roles),
  name: z.string(),
  email: z.string(),
  createdAt: Time,
  expiresAt: Time,
  state: z.enum(['open', 'accepted', 'revoked', 'expired']),
  /** The link, once, to the one who invites. */
  link: z.string().optional(),
})
export type Invitation = z.infer<typeof Invitation>

export const listInvitations = asks('invitation.list', {
  method: 'GET',
  url: '/api/invitations',
  summary: 'Invitations given',
  query: z.strictObject({ ...PageQuery }),
  answer: page(Invitation),
})

export const giveInvitation = does('invitation.give', {
  method: 'POST',
  url: '/api/invitations',
  summary: 'Invite somebody to a role; the link is shown once',
  body: z.strictObject({
    organizationId: Id,
    role: z.enum(givenRoles),
    name: text(200),
    email: z.email().max(200).toLowerCase(),
  }),
  answer: Invitation,
})

export const revokeInvitation = does('invitation.revoke', {
  method: 'POST',
  url: '/api/invitations/:invitationId/revoke',
  summary: 'Take an invitation back',
  params: z.strictObject({ invitationId: Id }),
  answer: Invitation,
  problems: ['invitation_over'],
})

// Grants: who can see a file, and who looked.

export const Grant = z.strictObject({
  id: Id,
  organizationId: Id,
  organizationName: z.string(),
  accountName: z.string().optional(),
  sheets: z.array(z.enum(sheets)),
  purpose: z.string(),
  ground: z.string(),
  source: z.string(),
  from: Time,
  until: Time,
  endedAt: Time.optional(),
  endedReason: z.string().optional(),
  live: z.boolean(),
  mine: z.boolean(),
})
export type Grant = z.infer<typeof Grant>

export const listGrants = asks('grant.list', {
  method: 'GET',
  url: '/api/people/:personId/grants',
  summary: 'Who can see this file, why and until when',
  params: z.strictObject({ personId: Id }),
  answer: z.strictObject({ personId: PersonId, grants: z.array(Grant) }),
})

export const Look = z.strictObject({
  at: Time,
  accountName: z.string(),
  organizationName: z.string(),
  verb: z.string(),
  shown: z.enum(['listed', 'opened']),
})
export type Look = z.infer<typeof Look>

export const listLooks = asks('grant.looks', {
  method: 'GET',
  url: '/api/people/:personId/looks',
  summary: 'Who looked at this file',
  params: z.strictObject({ personId: Id }),
  query: z.strictObject({ shown: z.enum(['listed', 'opened']).default('opened'), ...PageQuery }),
  answer: z.strictObject({ personId: PersonId, looks: page(Look) }),
})

export const giveGrant = does('grant.give', {
  method: 'POST',
  url: '/api/people/:personId/grants',
  summary: 'Share sheets I hold with another organization, or one account of mine',
  params: z.strictObject({ personId: Id }),
  body: z.strictObject({
    organizationId: Id,
    accountId: Id.optional(),
    sheets: z.array(z.enum(sheets)).min(1),
    purpose: z.enum(['accompaniment', 'protection', 'shelter']),
    ground: z.enum(['legal_duty', 'health_care', 'rights_defence', 'best_interest']),
    days: z.int().min(1).max(730),
  }),
  answer: z.strictObject({ personId: PersonId, grants: z.array(Grant) }),
  problems: ['grant_not_held', 'firewall', 'agreement_ended'],
})

/** Only names: who of mine a file can be shared with, without the list of memberships. */
export const listColleagues = asks('grant.give', {
  method: 'GET',
  url: '/api/colleagues',
  summary: 'Who works in my organization, to share a file with one of them',
  answer: z.strictObject({
    colleagues: z.array(z.strictObject({ accountId: Id, name: z.string(), roles: z.array(z.enum(roles)) })),
  }),
})

export const endGrant = does('grant.end', {
  method: 'POST',
  url: '/api/people/:personId/grants/:grantId/end',
  summary: 'End a grant',
  params: z.strictObject({ personId: Id, grantId: Id }),
  body: z.strictObject({ reason: z.enum(['no_longer_needed', 'asked_by_person', 'mistake']) }),
  answer: Done,
})

// The data officer's desk.

export const EventRow = z.strictObject({
  id: Id,
  at: Time,
  accountName: z.string(),
  organizationName: z.string(),
  verb: z.string(),
  outcome: z.string(),
  people: z.int(),
  sealed: z.boolean(),
})
export type EventRow = z.infer<typeof EventRow>

export const listEvents = asks('event.list', {
  method: 'GET',
  url: '/api/events',
  summary: 'Deeds and showings, without saying of whom',
  query: z.strictObject({
    verb: z.string().max(60).optional(),
    outcome: z.string().max(60).optional(),
    account: Id.optional(),
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    ...PageQuery,
  }),
  answer: page(EventRow),
})

export const revokeGrant = does('grant.revoke', {
  method: 'POST',
  url: '/api/grants/:grantId/revoke',
  summary: 'The data officer ends a grant',
  params: z.strictObject({ grantId: Id }),
  body: z.strictObject({ reason: z.enum(['no_ground', 'asked_by_person', 'incident']) }),
  answer: Done,
})

export const Glass = z.strictObject({
  id: Id,
  at: Time,
  until: Time,
  accountName: z.string(),
  organizationName: z.string(),
  reason: z.string(),
  grantId: Id,
  live: z.boolean(),
  reviewedAt: Time.optional(),
})
export type Glass = z.infer<typeof Glass>

export const listGlass = asks('glass.list', {
  method: 'GET',
  url: '/api/emergencies',
  summary: 'Emergency openings, for review',
  query: z.strictObject({ ...PageQuery }),
  answer: page(Glass),
})

export const reviewGlass = does('glass.review', {
  method: 'POST',
  url: '/api/emergencies/:glassId/review',
  summary: 'The data officer has looked at this opening',
  params: z.strictObject({ glassId: Id }),
  answer: Done,
  problems: ['not_by_oneself'],
})
