/**
 * Organizations of the demonstration municipality. All invented: no such shelter, company or office exists, and
 * every name says so to whoever reads on.
 */

export type DemoOrganization = {
  key: string
  name: string
  kind:
    | 'municipal_government'
    | 'state_government'
    | 'federal_government'
    | 'shelter'
    | 'cso'
    | 'international'
    | 'company'
    | 'university'
    | 'health_service'
    | 'asylum_authority'
    | 'child_protection'
  sector: 'public' | 'private' | 'civil_society' | 'international' | 'academia'
  governmentLevel: 'federal' | 'state' | 'municipal' | null
  dataRole: 'controller' | 'processor'
  legalRegime: 'public' | 'private' | 'immunity'
  place: {
    kind: 'office' | 'shelter' | 'community_centre' | 'clinic' | 'school' | 'company'
    name: string
    capacity: number | null
    addressPublic: boolean
  }
}

const shelter = (
  key: string,
  name: string,
  capacity: number,
  sector: 'public' | 'civil_society' = 'civil_society',
): DemoOrganization => ({
  key,
  name: `${name} (ejemplo)`,
  kind: 'shelter',
  sector,
  governmentLevel: sector === 'public' ? 'municipal' : null,
  dataRole: 'controller',
  legalRegime: sector === 'public' ? 'public' : 'private',
  place: { kind: 'shelter', name, capacity, addressPublic: false },
})

const company = (key: string, name: string): DemoOrganization => ({
  key,
  name: `${name} (ejemplo)`,
  kind: 'company',
  sector: 'private',
  governmentLevel: null,
  dataRole: 'controller',
  legalRegime: 'private',
  place: { kind: 'company', name, capacity: null, addressPublic: true },
})

const office = (
  key: string,
  name: string,
  kind: DemoOrganization['kind'],
  governmentLevel: 'federal' | 'state' | 'municipal',
  place: DemoOrganization['place']['kind'] = 'office',
): DemoOrganization => ({
  key,
  name: `${name} (ejemplo)`,
  kind,
  sector: 'public',
  governmentLevel,
  dataRole: 'controller',
  legalRegime: 'public',
  place: { kind: place, name, capacity: null, addressPublic: true },
})

export const demoShelters: readonly DemoOrganization[] = [
  shelter('shelter-dune', 'Albergue Duna Clara', 420, 'public'),
  shelter('shelter-lagoon', 'Albergue Laguna Serena', 360, 'public'),
  shelter('shelter-mesquite', 'Casa Mezquite', 320),
  shelter('shelter-lantern', 'Casa Farol del Valle', 300),
  shelter('shelter-cotton', 'Albergue Flor de Algodón', 280),
  shelter('shelter-bridge', 'Albergue Puente de Papel', 260),
  shelter('shelter-heron', 'Casa de la Garza', 220),
  shelter('shelter-thread', 'Casa Hilo de Agua', 200),
  shelter('shelter-kite', 'Albergue Papalote', 180),
  shelter('shelter-seed', 'Casa Semilla', 160),
  shelter('shelter-window', 'Casa Ventana Abierta', 140),
  shelter('shelter-loom', 'Albergue El Telar', 120),
]

export const demoCompanies: readonly DemoOrganization[] = [
  company('company-cables', 'Arneses Cachanilla'),
  company('company-medical', 'Dispositivos Médicos Valle Norte'),
  company('company-foods', 'Empacadora Espárrago Verde'),
  company('company-textile', 'Confecciones Delta'),
  company('company-building', 'Constructora Adobe y Acero'),
  company('company-hotel', 'Hotelera Laguna'),
  company('company-bakery', 'Panificadora Dos Hornos'),
  company('company-logistics', 'Logística Frontera Seca'),
]

export const demoOffices: readonly DemoOrganization[] = [
  office('municipality', 'Ayuntamiento de Villa del Delta', 'municipal_government', 'municipal'),
  office('dif', 'Sistema Municipal DIF', 'child_protection', 'municipal'),
  office(
    'migrant-office',
    'Oficina de Atención a Personas en Movilidad',
    'municipal_government',
    'municipal',
  ),
  office('employment', 'Oficina del Servicio de Empleo', 'state_government', 'state'),
  office('health-centre', 'Centro de Salud Las Palmas', 'health_service', 'state', 'clinic'),
  office('education', 'Delegación de Educación', 'state_government', 'state'),
  office('civil-registry', 'Registro Civil, módulo 3', 'state_government', 'state'),
  office('asylum', 'Oficina de la Autoridad de Refugio', 'asylum_authority', 'federal'),
  {
    key: 'legal-clinic',
    name: 'Clínica Jurídica Camino Justo (ejemplo)',
    kind: 'cso',
    sector: 'civil_society',
    governmentLevel: null,
    dataRole: 'controller',
    legalRegime: 'private',
    place: { kind: 'office', name: 'Clínica Jurídica Camino Justo', capacity: null, addressPublic: true },
  },
  {
    key: 'university',
    name: 'Universidad del Delta (ejemplo)',
    kind: 'university',
    sector: 'academia',
    governmentLevel: null,
    dataRole: 'controller',
    legalRegime: 'private',
    place: { kind: 'school', name: 'Universidad del Delta', capacity: null, addressPublic: true },
  },
]

export const demoOrganizations: readonly DemoOrganization[] = [
  ...demoShelters,
  ...demoCompanies,
  ...demoOffices,
]
