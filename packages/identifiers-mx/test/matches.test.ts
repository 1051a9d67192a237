import { describe, expect, it } from 'vitest'
import {
  curpMatchesRecord,
  type PersonRecord,
  rfcMatchesRecord,
  validateCurp,
  validateRfc,
} from '../src/index.ts'

const people: [string, string | null, PersonRecord][] = [
  [
    'JEXM910308MNENXR06',
    'JEMA910308340',
    {
      givenNames: 'Marie Ange',
      firstSurname: 'Jean Baptiste',
      secondSurname: null,
      birthDate: '1991-03-08',
      sex: 'female',
      birthState: 'NE',
    },
  ],
  [
    'PILW881130HNERSL06',
    'PILW881130555',
    {
      givenNames: 'Wilner',
      firstSurname: 'Pierre',
      secondSurname: 'Louis',
      birthDate: '1988-11-30',
      sex: 'male',
      birthState: 'NE',
    },
  ],
  [
    'XAPL790228HBCXXS00',
    'ÑAPL790228K99',
    {
      givenNames: 'José Luis',
      firstSurname: 'Ñáñez',
      secondSurname: 'Peña',
      birthDate: '1979-02-28',
      sex: 'male',
      birthState: 'BC',
    },
  ],
  [
    'CUOG040229MCSRBDA5',
    'CUOG040229V22',
    {
      givenNames: 'María Guadalupe',
      firstSurname: 'de la Cruz',
      secondSurname: 'Ob',
      birthDate: '2004-02-29',
      sex: 'female',
      birthState: 'CS',
    },
  ],
  [
    'TODN160714MNESSDA6',
    null,
    {
      givenNames: 'Nadège',
      firstSurname: 'Toussaint',
      secondSurname: 'Désir',
      birthDate: '2016-07-14',
      sex: 'female',
      birthState: 'NE',
    },
  ],
  [
    'PXDO650105MBCRZL04',
    'PEDX650105MD9',
    {
      givenNames: 'Olga',
      firstSurname: 'Pérez',
      secondSurname: 'Díaz',
      birthDate: '1965-01-05',
      sex: 'female',
      birthState: 'BC',
    },
  ],
  [
    'BXCA850602MSRRSN09',
    null,
    {
      givenNames: 'Ana',
      firstSurname: 'Barrios',
      secondSurname: 'Castro',
      birthDate: '1985-06-02',
      sex: 'female',
      birthState: 'SR',
    },
  ],
  [
    'EXUX010909MYNKCMA8',
    'EUXI010909K18',
    {
      givenNames: 'Ximena',
      firstSurname: 'Ek',
      secondSurname: 'Uc',
      birthDate: '2001-09-09',
      sex: 'female',
      birthState: 'YN',
    },
  ],
]

describe('a CURP against the record', () => {
  it.each(people)('%s agrees with its person', (curp, _rfc, record) => {
    expect(curpMatchesRecord(validateCurp(curp), record)).toEqual([])
  })

  const curp = validateCurp('PILW881130HNERSL06')
  const wilner = people[1]![2]
  it.each<[PersonRecord, { field: string; positions: number[] }[]]>([
    [{ ...wilner, firstSurname: 'Toussaint' }, [{ field: 'firstSurname', positions: [1, 2, 14] }]],
    [{ ...wilner, firstSurname: 'Porfirio' }, [{ field: 'firstSurname', positions: [2] }]],
    [{ ...wilner, firstSurname: '' }, [{ field: 'firstSurname', positions: [1, 2, 14] }]],
    [{ ...wilner, secondSurname: null }, [{ field: 'secondSurname', positions: [3, 15] }]],
    [{ ...wilner, secondSurname: 'Lopez' }, [{ field: 'secondSurname', positions: [15] }]],
    [{ ...wilner, givenNames: 'Walter Wilner' }, []],
    [{ ...wilner, givenNames: 'Ana' }, [{ field: 'givenNames', positions: [4, 16] }]],
    [{ ...wilner, birthDate: '1988-11-03' }, [{ field: 'birthDate', positions: [5] }]],
    [{ ...wilner, birthDate: '1988-10' }, [{ field: 'birthDate', positions: [5] }]],
    [{ ...wilner, birthDate: '1988' }, []],
    [{ ...wilner, sex: 'female' }, [{ field: 'sex', positions: [11] }]],
    [{ ...wilner, sex: 'other' }, []],
    [{ ...wilner, birthState: 'BC' }, [{ field: 'birthState', positions: [12] }]],
    [{}, []],
  ])('%j', (record, warnings) => {
    expect(curpMatchesRecord(curp, record)).toEqual(warnings)
  })

  it('says nothing about what cannot be read', () => {
    expect(curpMatchesRecord(validateCurp('PILW'), wilner)).toEqual([])
    const broken = validateCurp('PILW881131ZXXRSL06')
    expect(
      curpMatchesRecord(broken, { ...wilner, sex: 'female', birthState: 'BC', birthDate: '1990' }),
    ).toEqual([])
  })

  it('answers for a generic CURP only that it is one', () => {
    expect(curpMatchesRecord(validateCurp('XEXX010101HNEXXXA4'), wilner)).toEqual([
      { field: 'generic', positions: [] },
    ])
  })

  it('skips María, José, their abbreviations and particles', () => {
    const guadalupe = validateCurp('CUOG040229MCSRBDA5')
    const record = people[3]![2]
    for (const givenNames of [
      'Ma. Guadalupe',
      'M. Guadalupe',
      'MA GUADALUPE',
      'María de Guadalupe',
      'Guadalupe',
      'José María Guadalupe',
    ])
      expect(curpMatchesRecord(guadalupe, { ...record, givenNames })).toEqual([])
    expect(curpMatchesRecord(guadalupe, { ...record, givenNames: 'María' })).toEqual([
      { field: 'givenNames', positions: [4, 16] },
    ])
    expect(curpMatchesRecord(guadalupe, { ...record, firstSurname: 'Cruz', secondSurname: 'y Ob' })).toEqual(
      [],
    )
    // A name made of particles alone is still a name.
    expect(curpMatchesRecord(guadalupe, { firstSurname: 'de la' })).toEqual([
      { field: 'firstSurname', positions: [1, 2, 14] },
    ])
  })

  it('lets X stand for a sign inside the name, or for the letter of an inconvenient word only', () => {
    const amico = validateCurp('DXVJ880101HDFMGN09')
    expect(
      curpMatchesRecord(amico, { firstSurname: "D'Amico", givenNames: 'Juan', secondSurname: 'Vega' }),
    ).toEqual([])
    expect(curpMatchesRecord(amico, { firstSurname: 'D’Amico' })).toEqual([])
    expect(curpMatchesRecord(amico, { firstSurname: 'Damico' })).toEqual([
      { field: 'firstSurname', positions: [2] },
    ])
    expect(curpMatchesRecord(validateCurp('PXDO650105MBCRZL04'), { firstSurname: 'Puruz' })).toEqual([
      { field: 'firstSurname', positions: [2] }, // PUDO is no word
    ])
    const sign = validateCurp('AXGA880101HDFXRN09')
    expect(curpMatchesRecord(sign, { firstSurname: 'A-é' })).toEqual([])
  })

  it('reads Ñ written as one character or two', () => {
    const one = validateCurp('XAPL790228HBCXXS00')
    expect(curpMatchesRecord(one, { firstSurname: 'ñáñez'.normalize('NFD') })).toEqual([])
    expect(curpMatchesRecord(one, { firstSurname: 'Nanez' })).toEqual([
      { field: 'firstSurname', positions: [1, 14] },
    ])
  })
})

describe('an RFC against the record', () => {
  const withRfc = people.flatMap(([, rfc, record]) => (rfc ? [[rfc, record] as const] : []))
  it.each(withRfc)('%s agrees with its person', (rfc, record) => {
    expect(rfcMatchesRecord(validateRfc(rfc), record)).toEqual([])
  })

  const wilner = people[1]![2]
  it.each<[string, PersonRecord, { field: string; positions: number[] }[]]>([
    ['NAPL790228K96', people[2]![2], []],
    [
      'PILW881130555',
      { ...wilner, firstSurname: 'Toussaint' },
      [{ field: 'firstSurname', positions: [1, 2] }],
    ],
    [
      'PILW881130555',
      { ...wilner, secondSurname: 'Toussaint' },
      [{ field: 'secondSurname', positions: [3] }],
    ],
    ['PILW881130555', { ...wilner, givenNames: 'Ana' }, [{ field: 'givenNames', positions: [4] }]],
    ['PILW881130555', { ...wilner, birthDate: '1977-11-30' }, [{ field: 'birthDate', positions: [5] }]],
    ['PILW881130555', { ...wilner, birthDate: '1988' }, []],
    ['PILW881130555', { givenNames: 'Ana', birthDate: '1988-11-30' }, []],
    ['PILW881130555', { ...wilner, sex: 'female', birthState: 'BC' }, []],
    ['JEMA910308340', { givenNames: 'Marie', firstSurname: '', secondSurname: 'Jean' }, []],
    [
      'JEMA910308340',
      { givenNames: 'Olga', firstSurname: 'Ruiz', secondSurname: '' },
      [
        { field: 'firstSurname', positions: [1, 2] },
        { field: 'givenNames', positions: [3, 4] },
      ],
    ],
    [
      'EUXI010909K18',
      { givenNames: 'Olga', firstSurname: 'Uc', secondSurname: 'Ek' },
      [
        { field: 'firstSurname', positions: [1] },
        { field: 'secondSurname', positions: [2] },
        { field: 'givenNames', positions: [3, 4] },
      ],
    ],
    [
      'PEDX650105MD9',
      { givenNames: 'Yuri', firstSurname: 'Pérez', secondSurname: 'Díaz' },
      [{ field: 'givenNames', positions: [4] }],
    ],
    ['XEXX010101000', wilner, [{ field: 'generic', positions: [] }]],
    ['PILW', wilner, []],
  ])('%s, %j', (rfc, record, warnings) => {
    expect(rfcMatchesRecord(validateRfc(rfc), record)).toEqual(warnings)
  })
})
