/** The codes of the directory, said as keys so that the compiler sees one missing here or no longer in the contract. */
import type { BodyOf, QueryOf } from '../../../shared/contract.ts'
import type { Agreement, listTenants, Organization, OrganizationRow, Place, setStage } from '../contract.ts'

const codes = <Code extends string>(all: Record<Code, 1>): readonly Code[] => Object.keys(all) as Code[]

export const groups = {
  kind: codes<OrganizationRow['kind']>({
    municipal_government: 1,
    state_government: 1,
    federal_government: 1,
    shelter: 1,
    cso: 1,
    international: 1,
    company: 1,
    university: 1,
    school: 1,
    health_service: 1,
    human_rights_commission: 1,
    asylum_authority: 1,
    child_protection: 1,
    victims_commission: 1,
    search_commission: 1,
    council: 1,
    immigration_enforcement: 1,
    police: 1,
    military: 1,
    prosecutor: 1,
    consulate: 1,
    foreign_government: 1,
  }),
  sector: codes<Organization['sector']>({
    public: 1,
    private: 1,
    civil_society: 1,
    international: 1,
    academia: 1,
  }),
  level: codes<NonNullable<Organization['governmentLevel']>>({ municipal: 1, state: 1, federal: 1 }),
  dataRole: codes<Organization['dataRole']>({ controller: 1, processor: 1 }),
  regime: codes<Organization['legalRegime']>({ public: 1, private: 1, immunity: 1 }),
  agreement: codes<OrganizationRow['agreement']>({ live: 1, ending: 1, none: 1 }),
  agreementKind: codes<Agreement['kind']>({
    collaboration: 1,
    data_sharing: 1,
    processor_contract: 1,
    loan_for_use: 1,
    other: 1,
  }),
  placeKind: codes<Place['kind']>({
    office: 1,
    shelter: 1,
    community_centre: 1,
    clinic: 1,
    school: 1,
    company: 1,
    port_of_entry: 1,
    other: 1,
  }),
  stage: codes<BodyOf<typeof setStage>['stage']>({ design: 1, pilot: 1, scale_up: 1 }),
} as const

export const tenantOrders = codes<QueryOf<typeof listTenants>['sort']>({
  name: 1,
  '-name': 1,
  since: 1,
  '-since': 1,
})

export type Group = keyof typeof groups
export type CodeOf<G extends Group> = (typeof groups)[G][number]
