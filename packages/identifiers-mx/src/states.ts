/** A state as the CURP writes it. `inegi` is INEGI's two-digit key; null for `NE`, born abroad. */
export interface State {
  curp: string
  inegi: string | null
  name: string
}

const rows = `AS 01 Aguascalientes|BC 02 Baja California|BS 03 Baja California Sur|CC 04 Campeche
CL 05 Coahuila de Zaragoza|CM 06 Colima|CS 07 Chiapas|CH 08 Chihuahua|DF 09 Ciudad de México|DG 10 Durango
GT 11 Guanajuato|GR 12 Guerrero|HG 13 Hidalgo|JC 14 Jalisco|MC 15 México|MN 16 Michoacán de Ocampo|MS 17 Morelos
NT 18 Nayarit|NL 19 Nuevo León|OC 20 Oaxaca|PL 21 Puebla|QT 22 Querétaro|QR 23 Quintana Roo|SP 24 San Luis Potosí
SL 25 Sinaloa|SR 26 Sonora|TC 27 Tabasco|TS 28 Tamaulipas|TL 29 Tlaxcala|VZ 30 Veracruz de Ignacio de la Llave
YN 31 Yucatán|ZS 32 Zacatecas`

/** The 32 states and `NE` (nacido en el extranjero), by CURP code. */
export const states: ReadonlyMap<string, State> = new Map<string, State>([
  ...rows.split(/[|\n]/).map((row): [string, State] => {
    const curp = row.slice(0, 2)
    return [curp, { curp, inegi: row.slice(3, 5), name: row.slice(6) }]
  }),
  ['NE', { curp: 'NE', inegi: null, name: 'Nacido en el extranjero' }],
])
