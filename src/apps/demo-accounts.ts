/** The accounts of a demonstration: one for every role, their passwords random for each installation. */
import { randomInt } from 'node:crypto'
import { join } from 'node:path'
import { readIfPresent, writePrivate } from '../server/postgres/files.ts'
import type { Role } from '../shared/actor.ts'
import type { DemoAccount } from './sign-in-routes.ts'

interface Person {
  name: string
  role: Role
  /** Key of the organization in `db/demo/organizations.ts`, or the state council. */
  at: string
}

export const demoPeopleAtWork = {
  caseWorker: { name: 'Marisol Cota Ibarra', role: 'case_worker', at: 'dif' },
  protection: { name: 'Teresa Núñez Olachea', role: 'protection_worker', at: 'dif' },
  intake: { name: 'Iván Lugo Meza', role: 'intake_worker', at: 'dif' },
  coordinator: { name: 'Rosa Archundia Vega', role: 'coordinator', at: 'dif' },
  shelter: { name: 'Bertha Inzunza Soto', role: 'shelter_staff', at: 'shelter-dune' },
  shelterIntake: { name: 'Julio Félix Acosta', role: 'intake_worker', at: 'shelter-window' },
  legalClinic: { name: 'Noemí Salas Prado', role: 'case_worker', at: 'legal-clinic' },
  dataOfficer: { name: 'Óscar Beltrán Ruelas', role: 'data_officer', at: 'dif' },
  analyst: { name: 'Lucía Verdugo Haro', role: 'analyst', at: 'municipality' },
  liaison: { name: 'Ernesto Camacho Luna', role: 'liaison', at: 'municipality' },
  administrator: { name: 'Patricia Gámez Ortiz', role: 'tenant_administrator', at: 'municipality' },
  operator: { name: 'Tomás Rentería Cruz', role: 'operator', at: 'municipality' },
  council: { name: 'Graciela Montaño Rey', role: 'liaison', at: 'council' },
} as const satisfies Record<string, Person>

export type DemoAccountKey = keyof typeof demoPeopleAtWork

const addresses: Record<DemoAccountKey, string> = {
  caseWorker: 'casos',
  protection: 'proteccion',
  intake: 'registro',
  coordinator: 'coordinacion',
  shelter: 'albergue',
  shelterIntake: 'registro.albergue',
  legalClinic: 'clinica',
  dataOfficer: 'datos',
  analyst: 'analisis',
  liaison: 'enlace',
  administrator: 'administracion',
  operator: 'operacion',
  council: 'consejo',
}

export const emailOf = (key: DemoAccountKey): string => `${addresses[key]}@demo.example`

const fileOf = (dataDir: string): string => join(dataDir, 'demo-accounts.json')

// Words that are read aloud without mistakes; four of them and a number are some 50 bits.
const syllables =
  'ba be bi bo bu ca co cu da de di do du fa fe fi fo fu ga go gu la le li lo lu ma me mi mo mu na ne ni no nu pa pe pi po pu ra re ri ro ru sa se si so su ta te ti to tu'.split(
    ' ',
  )
const word = () => Array.from({ length: 3 }, () => syllables[randomInt(syllables.length)]).join('')
const newPassword = () => `${word()}-${word()}-${word()}-${randomInt(1000, 10_000)}`

/** Those of this installation; made and written down the first time. */
export function demoAccounts(dataDir: string): DemoAccount[] {
  const kept = readIfPresent(fileOf(dataDir))
  if (kept) return JSON.parse(kept) as DemoAccount[]
  const made = (Object.keys(demoPeopleAtWork) as DemoAccountKey[]).map((key) => ({
    name: demoPeopleAtWork[key].name,
    role: demoPeopleAtWork[key].role,
    email: emailOf(key),
    password: newPassword(),
  }))
  writePrivate(fileOf(dataDir), `${JSON.stringify(made, null, 2)}\n`)
  return made
}

/** None before the demonstration was made. */
export const knownDemoAccounts = (dataDir: string): DemoAccount[] => {
  const kept = readIfPresent(fileOf(dataDir))
  return kept ? (JSON.parse(kept) as DemoAccount[]) : []
}
