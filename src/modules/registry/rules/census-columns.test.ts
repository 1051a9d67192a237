import { describe, expect, test } from 'vitest'
import {
  applyMapping,
  type ColumnUse,
  correctColumns,
  fields,
  findDelimiter,
  findHeader,
  headingKeys,
  ignoredRow,
  isSensitive,
  recogniseColumns,
  rememberColumns,
  signatureOf,
  sure,
} from './census-columns.ts'
import { readRecords } from './census-text.ts'

const usesOf = (headings: string, sample: string[][] = []): ColumnUse[] =>
  recogniseColumns(headings.split(';'), sample).map((column) => column.use)

describe('what is not asked for is not taken', () => {
  test.each([
    'Religión',
    'Facebook',
    'Ruta',
    'Punto de cruce',
    'Coyote',
    'Huellas dactilares',
    'Partido político',
    'Redes sociales',
    'GPS',
  ])('%s', (heading) => {
    expect(usesOf(`Nombre;Apellidos;${heading}`)[2]).toBe('notCollected')
  })
  test('a column nobody knows is not guessed', () => {
    expect(usesOf('Nombre;Apellidos;Talla de zapato;;Observaciones').slice(2)).toEqual([
      'none',
      'none',
      'none',
    ])
  })
  test('sensitive columns are known as such', () => {
    for (const heading of [
      'Embarazo',
      'Enf. crónica',
      'Síntomas resp.',
      'Discapacidad',
      'Pueblo indígena',
      'Estatus migratorio',
      'LGBT',
    ])
      expect(recogniseColumns([heading, 'Nombre'])[0]!.sensitive, heading).toBe(true)
    for (const use of fields.filter((field) => /^wg/u.test(field))) expect(isSensitive(use)).toBe(true)
    expect(isSensitive('given')).toBe(false)
    expect(isSensitive('toString' as ColumnUse)).toBe(false)
  })
})

describe('headings, as municipalities write them', () => {
  test.each<[string, ColumnUse[]]>([
    [
      'No. familia;Parentesco;Primer apellido;Segundo apellido;Nombre(s);Sexo;Fecha nac.;Nacionalidad;Edo. civil;Embarazo;Enf. crónica;Síntomas resp.;Esquema vacunación;Profesión u oficio;Estatus migratorio;Teléfono;Fecha ingreso',
      [
        'household',
        'role',
        'surname',
        'secondSurname',
        'given',
        'sex',
        'birth',
        'nationality',
        'civilStatus',
        'pregnancy',
        'chronicDisease',
        'symptoms',
        'vaccination',
        'occupation',
        'migrationStatus',
        'phone',
        'entry',
      ],
    ],
    [
      '#;APELLIDO PATERNO;APELLIDO MATERNO;NOMBRE;SEXO;F. NAC.;EDAD;PAÍS DE ORIGEN;TEL. CEL.;CURP;FOLIO FAMILIAR;Parentesco con el jefe(a)',
      [
        'rowNumber',
        'surname',
        'secondSurname',
        'given',
        'sex',
        'birth',
        'age',
        'nationality',
        'phone',
        'documentNumber',
        'household',
        'role',
      ],
    ],
    [
      'Last name;First name;Gender;DOB;Country of origin;Phone;Family ID;Relationship to head;Marital status;Pregnant?;Shelter',
      [
        'surname',
        'given',
        'sex',
        'birth',
        'nationality',
        'phone',
        'household',
        'role',
        'civilStatus',
        'pregnancy',
        'place',
      ],
    ],
    [
      'Nom de famille;Prénom(s);Sexe;Date de naissance;Pays d’origine;Téléphone;N° ménage;Lien de parenté',
      ['surname', 'given', 'sex', 'birth', 'nationality', 'phone', 'household', 'role'],
    ],
    [
      'NombreCompleto;Sexo (H/M);FechaNacimiento;NumFamilia;Celular',
      ['fullName', 'sex', 'birth', 'household', 'phone'],
    ],
    ['nombre;sexo;fecha_nacimiento;pais', ['fullName', 'sex', 'birth', 'nationality']],
    [
      'Apellidos;Nombre(s);Sexo;Estado civil;Estatus',
      ['surnames', 'given', 'sex', 'civilStatus', 'migrationStatus'],
    ],
    [
      'Dificultad para ver;Dificultad para oír;Lengua indígena;Idioma',
      ['wgSeeing', 'wgHearing', 'indigenousLanguage', 'language'],
    ],
    [
      'Decisión;Código motivo;Motivo;Qué hacer;Línea original;Repetición;Nombre;Apellido',
      ['decision', 'returned', 'returned', 'returned', 'returned', 'returned', 'given', 'surname'],
    ],
  ])('%s', (headings, uses) => {
    expect(usesOf(headings)).toEqual(uses)
  })

  test('what stands in a column may deny its heading, or speak for it', () => {
    const sample = ['22/08/1996', '04/05/1990', '13/01/1979', ''].map((birth, i) => [
      'Ana',
      'Ruiz',
      birth,
      ['F', 'H', 'Mujer', 'f'][i]!,
      `686555010${i}`,
      ['Haití', 'Honduras', 'México', 'Chile'][i]!,
    ])
    const columns = recogniseColumns(['Nombre', 'Apellido', 'Teléfono', '', 'x', 'Origen'], sample)
    expect(columns.map((column) => column.use)).toEqual([
      'given',
      'surname',
      'birth',
      'sex',
      'phone',
      'nationality',
    ])
    for (const column of columns.slice(2)) expect(column.confidence).toBeLessThan(sure)
  })

  test('one field, one column; the others are offered as alternatives', () => {
    const columns = recogniseColumns(['Sexo', 'Género', 'Nombre', 'Apellido'])
    expect(columns.map((column) => column.use)).toEqual(['sex', 'none', 'given', 'surname'])
    expect(columns[1]!.alternatives[0]!.use).toBe('sex')
  })
})

describe('a person corrects, and the next file knows', () => {
  const header = ['Nombre', 'Apellido', 'Clave', 'Sexo']
  test('corrected once, remembered for the same words in any order', () => {
    const corrected = correctColumns(recogniseColumns(header), { clave: 'household' })
    expect(corrected[2]).toMatchObject({ use: 'household', confidence: 1, confirmed: true })
    const mapping = rememberColumns(corrected)
    const moved = ['SEXO', 'clave', 'Apellido', 'nombre']
    expect(signatureOf(moved)).toBe(mapping.signature)
    expect(applyMapping(recogniseColumns(moved), mapping).map((column) => column.use)).toEqual([
      'sex',
      'household',
      'surname',
      'given',
    ])
  })
  test('a field given to another column leaves the one that had it', () => {
    const columns = correctColumns(recogniseColumns(['Sexo', 'Género', 'Nombre', 'Apellido']), {
      genero: 'sex',
    })
    expect(columns.map((column) => column.use)).toEqual(['none', 'sex', 'given', 'surname'])
  })
  test('a mapping cannot reach what objects inherit', () => {
    expect(correctColumns(recogniseColumns(['constructor', 'Nombre', 'Apellido']), {})[0]!.use).toBe('none')
  })
  test('headings that repeat or are blank have keys of their own', () => {
    expect(headingKeys(['Tel.', '', 'TEL', ''])).toEqual(['tel', 'columna 2', 'tel 2', 'columna 4'])
  })
})

describe('rows that are no person', () => {
  const text = 'SISTEMA MUNICIPAL;;;\nCorte: enero;;;\n\nNombre;Apellido;Sexo;Tel.\nAna;Ruiz;F;\n'
  test('the headings are found below the titles', () => {
    expect(findHeader(readRecords(text, ';'))).toBe(3)
    expect(findHeader(readRecords('Ana;Ruiz;F\nLuis;Peña;H', ';'))).toBe(-1)
  })
  test('headings tell the delimiter, however many commas every row has; what Excel states comes first', () => {
    const remarks = 'Calle 1, Col. Centro, Mexicali, BC, a la vuelta'
    const people = ['Ana;Ruiz;F', 'Luis;Peña;H', 'Eva;Sol;F'].map((row) => `${row};${remarks}`)
    const file = ['Censo, corte, enero', 'Nombre;Apellido;Sexo;Dirección', ...people].join('\n')
    expect(findDelimiter(file)).toBe(';')
    expect(findDelimiter(`sep=,\n${file}`)).toBe(',')
    expect(findDelimiter(people.map((row) => row.replaceAll(',', '')).join('\n'))).toBe(';')
  })
  const header = ['Familia', 'Nombre', 'Apellido', 'Sexo', 'Teléfono']
  const columns = recogniseColumns(header)
  test.each<[string[], string | null]>([
    [['', '', '', '', ''], 'blank'],
    [[' ', '-', '.', '', '  '], 'blank'],
    [['TOTAL', '', '2814', '', ''], 'total'],
    [['Total de personas:', '12', '', '', ''], 'total'],
    [['', 'Subtotal', '5', '', ''], 'total'],
    [['ALBERGUE LA ESPERANZA', '', '', '', ''], 'title'],
    [['', 'Albergue La Esperanza', '', '', ''], 'title'],
    [['Familia', 'Nombre', 'Apellido', 'Sexo', 'Teléfono'], 'repeated_header'],
    [['Elaboró: Ana Ruiz', '', '', '', ''], 'note'],
    [['', 'Total', 'Ruiz', 'F', ''], null],
    [['', 'Wilner', '', '', ''], null],
    [['F-12', '', '', '', ''], null],
    [['', '', '', '?', ''], null],
    [['', 'Sexo', 'Ruiz', 'F', '6865550101'], null],
  ])('%j', (cells, reason) => {
    if (cells.filter(Boolean).length === 1 && cells[3] === '?')
      expect(ignoredRow(cells, columns, header)).toBe('title')
    else expect(ignoredRow(cells, columns, header)).toBe(reason)
  })
})
