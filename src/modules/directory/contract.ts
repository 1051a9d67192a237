/** Organizations, their agreements, notices and places; the stage of the strategy; states and municipalities. */
import * as z from 'zod'
import { languages, tenantKinds } from '../../shared/actor.ts'
import { asks, Day, does, Id, PageQuery, page, Time, text } from '../../shared/contract.ts'

export const organizationKinds = [
  'municipal_government',
  'state_government',
  'federal_government',
  'shelter',
  'cso',
  'international',
  'company',
  'university',
  'school',
  'health_service',
  'human_rights_commission',
  'asylum_authority',
  'child_protection',
  'victims_commission',
  'search_commission',
  'council',
  'immigration_enforcement',
  'police',
  'military',
  'prosecutor',
  'consulate',
  'foreign_government',
] as const
/** Kinds that never receive a person's data, by any path. */
export const firewalled = [
  'immigration_enforcement',
  'police',
  'military',
  'prosecutor',
  'consulate',
  'foreign_government',
] as const
export const sectors = ['public', 'private', 'civil_society', 'international', 'academia'] as const
export const governmentLevels = ['federal', 'state', 'municipal'] as const
export const dataRoles = ['controller', 'processor'] as const
export const legalRegimes = ['public', 'private', 'immunity'] as const
export const agreementKinds = [
  'collaboration',
  'data_sharing',
  'processor_contract',
  'loan_for_use',
  'other',
] as const
export const placeKinds = [
  'office',
  'shelter',
  'community_centre',
  'clinic',
  'school',
  'company',
  'port_of_entry',
  'other',
] as const
export const stages = ['design', 'pilot', 'scale_up'] as const

const Cvegeo = z.string().regex(/^[0-9]{5}$/)

const Profile = {
  name: text(200),
  sector: z.enum(sectors),
  governmentLevel: z.enum(governmentLevels).optional(),
  dataRole: z.enum(dataRoles),
  legalRegime: z.enum(legalRegimes),
  cvegeo: Cvegeo.optional(),
  phone: z.string().trim().max(40).optional(),
  email: z.email().max(200).optional(),
  website: z
    .url({ protocol: /^https?$/ })
    .max(300)
    .optional(),
  contactName: text(200).optional(),
}

const levelFits = (o: { sector: string; governmentLevel?: string | undefined }) =>
  (o.sector === 'public') === Boolean(o.governmentLevel)

export const OrganizationRow = z.strictObject({
  organizationId: Id,
  name: z.string(),
  kind: z.enum(organizationKinds),
  sector: z.enum(sectors).optional(),
  agreement: z.enum(['live', 'ending', 'none']),
  agreementUntil: Time.optional(),
  places: z.int(),
  receivesPeople: z.boolean(),
})
export type OrganizationRow = z.infer<typeof OrganizationRow>

export const listOrganizations = asks('organization.list', {
  method: 'GET',
  url: '/api/organizations',
  summary: 'Organizations of this tenant, with the state of their agreements',
  query: z.strictObject({
    text: z.string().trim().max(200).optional(),
    kind: z.enum(organizationKinds).optional(),
    sector: z.enum(sectors).optional(),
    agreement: z.enum(['live', 'ending', 'none']).optional(),
    ...PageQuery,
  }),
  answer: page(OrganizationRow),
})

export const Place = z.strictObject({
  id: Id,
  organizationId: Id,
  kind: z.enum(placeKinds),
  name: z.string(),
  cvegeo: z.string().optional(),
  address: z.string().optional(),
  latitude: z.number().optional(),
  longitude: z.number().optional(),
  addressPublic: z.boolean(),
  capacity: z.int().optional(),
  version: z.int(),
  closedAt: Time.optional(),
})
export type Place = z.infer<typeof Place>

export const Agreement = z.strictObject({
  id: Id,
  kind: z.enum(agreementKinds),
  reference: z.string().optional(),
  signedOn: Day,
  validUntil: Day,
  endedAt: Time.optional(),
  endedReason: z.string().optional(),
  live: z.boolean(),
})
export type Agreement = z.infer<typeof Agreement>

export const NoticeVersion = z.strictObject({
  id: Id,
  version: z.string(),
  publishedAt: Time,
  retiredAt: Time.optional(),
  texts: z.array(
    z.strictObject({
      language: z.enum(languages),
      shortText: z.string(),
      fullText: z.string(),
      reviewedBy: z.string().optional(),
    }),
  ),
})
export type NoticeVersion = z.infer<typeof NoticeVersion>

export const Organization = z.strictObject({
  ...Profile,
  name: z.string(),
  organizationId: Id,
  kind: z.enum(organizationKinds),
  version: z.int(),
  receivesPeople: z.boolean(),
  municipality: z.string().optional(),
  agreements: z.array(Agreement),
  places: z.array(Place),
  notices: z.array(NoticeVersion),
})
export type Organization = z.infer<typeof Organization>

const one = { params: z.strictObject({ organizationId: Id }), answer: Organization }

export const readOrganization = asks('organization.read', {
  method: 'GET',
  url: '/api/organizations/:organizationId',
  summary: 'One organization',
  ...one,
})

export const addOrganization = does('organization.add', {
  method: 'POST',
  url: '/api/organizations',
  summary: 'Add an organization; it sees nobody until an agreement is signed',
  body: z
    .strictObject({ ...Profile, kind: z.enum(organizationKinds) })
    .refine(levelFits, { error: 'level_of_public', path: ['governmentLevel'] }),
  answer: Organization,
})

export const editOrganization = does('organization.edit', {
  method: 'PUT',
  url: '/api/organizations/:organizationId',
  summary: 'Correct an organization',
  ...one,
  body: z
    .strictObject({ ...Profile, version: z.int() })
    .refine(levelFits, { error: 'level_of_public', path: ['governmentLevel'] }),
  problems: ['changed_meanwhile'],
})

export const signAgreement = does('agreement.sign', {
  method: 'POST',
  url: '/api/organizations/:organizationId/agreements',
  summary: 'Record a signed agreement; grants of this organization are live until it ends',
  ...one,
  body: z
    .strictObject({
      kind: z.enum(agreementKinds),
      reference: text(200).optional(),
      signedOn: Day,
      validUntil: Day,
    })
    .refine((a) => a.validUntil > a.signedOn, { error: 'until_before_from', path: ['validUntil'] }),
  problems: ['firewall'],
})

export const endAgreement = does('agreement.end', {
  method: 'POST',
  url: '/api/organizations/:organizationId/agreements/:agreementId/end',
  summary: 'End an agreement; what it opened closes at once',
  params: z.strictObject({ organizationId: Id, agreementId: Id }),
  body: z.strictObject({ reason: text(300) }),
  answer: Organization,
})

const PlaceBody = {
  organizationId: Id,
  kind: z.enum(placeKinds),
  name: text(200),
  cvegeo: Cvegeo.optional(),
  address: text(300).optional(),
  latitude: z.number().min(-90).max(90).optional(),
  longitude: z.number().min(-180).max(180).optional(),
  addressPublic: z.boolean(),
  capacity: z.int().min(0).max(100_000).optional(),
}

export const listPlaces = asks('place.list', {
  method: 'GET',
  url: '/api/places',
  summary: 'Places of this tenant',
  query: z.strictObject({ organizationId: Id.optional(), kind: z.enum(placeKinds).optional(), ...PageQuery }),
  answer: page(Place),
})

export const addPlace = does('place.edit', {
  method: 'POST',
  url: '/api/places',
  summary: 'Add a place',
  body: z.strictObject(PlaceBody),
  answer: Place,
})

export const editPlace = does('place.edit', {
  method: 'PUT',
  url: '/api/places/:placeId',
  summary: 'Correct or close a place',
  params: z.strictObject({ placeId: Id }),
  body: z.strictObject({ ...PlaceBody, version: z.int(), closed: z.boolean() }),
  answer: Place,
  problems: ['changed_meanwhile'],
})

export const publishNotice = does('notice.publish', {
  method: 'POST',
  url: '/api/organizations/:organizationId/notices',
  summary: 'Publish a new version of the privacy notice; the former is retired',
  ...one,
  bodyLimit: 512 * 1024,
  body: z.strictObject({
    version: text(40),
    texts: z
      .array(
        z.strictObject({
          language: z.enum(languages),
          shortText: text(4000),
          fullText: text(40_000),
          reviewedBy: text(200).optional(),
        }),
      )
      .min(1)
      .max(5)
      .refine((t) => new Set(t.map((x) => x.language)).size === t.length, { error: 'same_language_twice' })
      .refine((t) => t.some((x) => x.language === 'es'), { error: 'spanish_missing' }),
  }),
  problems: ['already_exists'],
})

export const Tenant = z.strictObject({
  id: Id,
  kind: z.enum(tenantKinds),
  name: z.string(),
  cvegeo: z.string().optional(),
  municipality: z.string().optional(),
  state: z.string().optional(),
  timeZone: z.string(),
  stages: z.array(z.strictObject({ id: Id, stage: z.enum(stages), fromDay: Day, untilDay: Day.optional() })),
})
export type Tenant = z.infer<typeof Tenant>

export const readTenant = asks(
  'tenant.read',
  { method: 'GET', url: '/api/tenant', summary: 'Where the strategy runs, and its stages', answer: Tenant },
  'signed_in',
)

export const tenantSorts = ['name', '-name', 'since', '-since'] as const

/** Nothing about the people registered there, not even how many. */
export const TenantRow = z.strictObject({
  id: Id,
  kind: Tenant.shape.kind,
  name: z.string(),
  cvegeo: z.string().optional(),
  municipality: z.string().optional(),
  state: z.string().optional(),
  demo: z.boolean(),
  /** The day the first stage begins; where none has been recorded, the day the tenant was added. */
  since: Day,
  /** Of the day it is there. */
  stage: z.strictObject({ stage: z.enum(stages), fromDay: Day }).optional(),
  /** The public body that runs the strategy there. */
  organization: z.string().optional(),
  /** Organizations with a live agreement. */
  organizations: z.int(),
  /** Accounts that work there. */
  accounts: z.int(),
})
export type TenantRow = z.infer<typeof TenantRow>

export const listTenants = asks('tenant.list', {
  method: 'GET',
  url: '/api/tenants',
  summary: 'Every tenant of this installation and its stage; nothing about people',
  query: z.strictObject({
    text: z.string().trim().max(200).optional(),
    stage: z.enum([...stages, 'none']).optional(),
    sort: z.enum(tenantSorts).default('name'),
    ...PageQuery,
  }),
  answer: page(TenantRow),
})

export const setStage = does('stage.set', {
  method: 'POST',
  url: '/api/tenant/stages',
  summary: 'A new stage begins; the former ends that day',
  body: z.strictObject({ stage: z.enum(stages), fromDay: Day }),
  answer: Tenant,
  problems: ['already_exists'],
})

export const listStates = asks(
  'place.catalogue',
  {
    method: 'GET',
    url: '/api/states',
    summary: 'The 32 states',
    answer: z.strictObject({
      states: z.array(
        z.strictObject({ code: z.string(), name: z.string(), iso: z.string(), curp: z.string() }),
      ),
    }),
  },
  'signed_in',
)

export const listMunicipalities = asks(
  'place.catalogue',
  {
    method: 'GET',
    url: '/api/municipalities',
    summary: 'Municipalities of a state',
    query: z.strictObject({ state: z.string().regex(/^[0-3][0-9]$/) }),
    answer: z.strictObject({
      municipalities: z.array(z.strictObject({ cvegeo: z.string(), name: z.string() })),
    }),
  },
  'signed_in',
)
