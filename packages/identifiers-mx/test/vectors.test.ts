import { describe, expect, it } from 'vitest'
import { isPersonal, validateCurp, validateNss, validateRfc } from '../src/index.ts'

const codes = (result: { problems: { code: string; position: number }[] }) =>
  result.problems.map((p) => `${p.code}@${p.position}`)

describe('CURP', () => {
  it.each([
    ['JEXM910308MNENXR06', '1991-03-08', 'M', 'NE'],
    ['PILW881130HNERSL06', '1988-11-30', 'H', 'NE'],
    ['XAPL790228HBCXXS00', '1979-02-28', 'H', 'BC'],
    ['CUOG040229MCSRBDA5', '2004-02-29', 'M', 'CS'],
    ['TODN160714MNESSDA6', '2016-07-14', 'M', 'NE'],
    ['PXDO650105MBCRZL04', '1965-01-05', 'M', 'BC'],
    ['BXCA850602MSRRSN09', '1985-06-02', 'M', 'SR'],
    ['EXUX010909MYNKCMA8', '2001-09-09', 'M', 'YN'],
    ['RIMA970423XDFVRL02', '1997-04-23', 'X', 'DF'],
  ])('%s is valid', (value, birthDate, sex, state) => {
    const judged = validateCurp(value)
    expect(judged).toMatchObject({ value, valid: true, generic: false, problems: [] })
    expect(judged.parts).toMatchObject({ birthDate, sex, state, bornAbroad: state === 'NE' })
    expect(isPersonal(judged)).toBe(true)
  })

  it.each([
    ['JEXM910308MNENXR07', ['check_digit@18']],
    ['PILW881131HNERSL06', ['birth_date@9']],
    ['PILW881130HXXRSL06', ['state@12']],
    ['PILW881130ZNERSL06', ['sex@11']],
    ['CUOG030229MCSRBDA5', ['birth_date@9']],
    ['PILW881130HNERSL0', ['length@18']],
    ['PILW881130HNERSL066', ['length@19']],
    ['', ['length@1']],
    ['   ', ['length@1']],
    ['PILW881330HNERSL06', ['birth_date@7']],
    ['PILW880030HNERSL06', ['birth_date@7']],
    ['PILW881100HNERSL06', ['birth_date@9']],
    ['PRLW881130HNERSL06', ['character@2']],
    ['1ILW881130HNERSL06', ['character@1']],
    ['PI1W881130HNERSL06', ['character@3']],
    ['PIL1881130HNERSL06', ['character@4']],
    ['PILW88113OHNERSL06', ['character@10']],
    ['PILWA81130HNERSL06', ['character@5']],
    ['PILW881130HNEASL06', ['character@14']],
    ['PILW881130HNERAL06', ['character@15']],
    ['PILW881130HNERSÑ06', ['character@16']],
    ['PILW881130HNERSLÑ6', ['character@17']],
    ['PILW881130HNERSL0A', ['character@18']],
    ['ÑIPL790228HBCXXS00', ['character@1']],
    ['PEDO650105MBCRZL00', ['inconvenient_word@2']],
    ['🙂ILW881130HNERSL06', ['character@1']],
    ['1ILW881131ZXXRSL06', ['character@1', 'birth_date@9', 'sex@11', 'state@12']],
  ])('%s has problems', (value, problems) => {
    const judged = validateCurp(value)
    expect(judged.valid).toBe(false)
    expect(codes(judged)).toEqual(problems)
    expect(isPersonal(judged)).toBe(false)
  })

  it('tells generic values apart, the one with a wrong check digit too', () => {
    for (const value of ['XEXX010101HNEXXXA4', 'XEXX010101MNEXXXA8', 'xexx010101-mnexxxa8']) {
      const judged = validateCurp(value)
      expect(judged).toMatchObject({ valid: true, generic: true, problems: [] })
      expect(isPersonal(judged)).toBe(false)
    }
    expect(validateCurp('XEXX010101HNEXXXA5')).toMatchObject({ valid: false, generic: false })
  })

  it('explains its parts', () => {
    expect(validateCurp(' pilw881130-hnersl06 ').parts).toEqual({
      initials: 'PILW',
      birthDate: '1988-11-30',
      sex: 'H',
      state: 'NE',
      stateName: 'Nacido en el extranjero',
      bornAbroad: true,
      consonants: 'RSL',
      homonym: '0',
      checkDigit: '6',
    })
    expect(validateCurp('XAPL790228HBCXXS00').parts).toMatchObject({ stateName: 'Baja California' })
    const broken = validateCurp('PILW881131ZXXRSL06').parts
    expect(Object.keys(broken).sort()).toEqual(['checkDigit', 'consonants', 'homonym', 'initials'])
    expect(validateCurp('PILW').parts).toEqual({})
  })

  it('takes the century from the seventeenth character', () => {
    // 29 February 1900 did not exist; 29 February 2000 did.
    expect(codes(validateCurp('CUOG000229MCSRBD05'))).toContain('birth_date@9')
    expect(codes(validateCurp('CUOG000229MCSRBDA5'))).not.toContain('birth_date@9')
  })

  it('knows the future only when told what day it is', () => {
    expect(validateCurp('TODN160714MNESSDA6', '2016-07-13').problems).toEqual([
      { code: 'future_birth_date', position: 5, severity: 'error' },
    ])
    expect(validateCurp('TODN160714MNESSDA6', '2016-07-14').valid).toBe(true)
  })

  it('does not take a look-alike letter for a Latin one', () => {
    expect(codes(validateCurp('РILW881130HNERSL06'))).toEqual(['character@1']) // Cyrillic Er
    expect(codes(validateCurp('PıLW881130HNERSL06'))).toEqual(['character@2']) // dotless i
  })
})

describe('RFC', () => {
  it.each([
    ['GODE561231GR8', '56-12-31'],
    ['JEMA910308340', '91-03-08'],
    ['PILW881130555', '88-11-30'],
    ['PEDX650105MD9', '65-01-05'],
    ['EUXI010909K18', '01-09-09'],
    ['CUOG040229V22', '04-02-29'],
    ['ÑAPL790228K99', '79-02-28'],
    ['NAPL790228K96', '79-02-28'],
  ])('%s is valid', (value, birthDate) => {
    expect(validateRfc(value)).toMatchObject({ value, valid: true, generic: false, problems: [] })
    expect(validateRfc(value).parts).toEqual({
      initials: value.slice(0, 4),
      birthDate,
      homoclave: value.slice(10, 12),
      checkDigit: value.slice(12),
    })
  })

  it.each([
    ['GODE561231GR9', ['check_digit@13']],
    ['GODE561331GR8', ['birth_date@7']],
    ['GODE56123GR8', ['length@13']],
    ['GODE561231GR88', ['length@14']],
    ['PEDX650105MD0', ['check_digit@13']],
    ['GODE560230GR8', ['birth_date@9']],
    ['GOD1561231GR8', ['character@4']],
    ['1ODE561231GR8', ['character@1']],
    ['G1DE561231GR8', ['character@2']],
    ['GO1E561231GR8', ['character@3']],
    ['GODE56123XGR8', ['character@10']],
    ['GODE561231&R8', ['character@11']],
    ['GODE561231GÑ8', ['character@12']],
    ['GODE561231GRB', ['character@13']],
    ['GODE5612310R8', ['homoclave@11']],
    ['GODE561231WR8', ['homoclave@11']],
    ['GODE561231GO8', ['homoclave@12']],
    ['PEDO650105MD9', ['inconvenient_word@4']],
    ['ABC850101XX1', ['company@1']],
    ['', ['length@1']],
  ])('%s has problems', (value, problems) => {
    expect(validateRfc(value).valid).toBe(false)
    expect(codes(validateRfc(value))).toEqual(problems)
  })

  it('warns where the authority itself breaks the rule, and refuses the rest', () => {
    expect(validateRfc('GODE561231GR9').problems[0]?.severity).toBe('warning')
    expect(validateRfc('GODE5612310R8').problems[0]?.severity).toBe('warning')
    expect(validateRfc('GODE561331GR8').problems[0]?.severity).toBe('error')
    expect(validateRfc('ABC850101XX1').problems[0]?.severity).toBe('error')
    expect(validateCurp('PEDO650105MBCRZL00').problems[0]?.severity).toBe('warning')
  })

  it('accepts the last homoclave characters, and 29 February of a century year', () => {
    expect(codes(validateRfc('GODE561231VZ0'))).toEqual(['check_digit@13'])
    expect(codes(validateRfc('GODE000229GR8'))).toEqual(['check_digit@13'])
  })

  it('tells generic values apart', () => {
    for (const value of ['XEXX010101000', 'XAXX010101000'])
      expect(validateRfc(value)).toMatchObject({ valid: true, generic: true, problems: [] })
    expect(validateRfc('XEXX010101001')).toMatchObject({ valid: false, generic: false })
  })

  it('accepts a check digit A', () => {
    // The only digit in 0-9, A that fits is the valid one, whatever it is.
    const beginnings = [
      'GODE561231GA',
      'GODE561231GB',
      'GODE561231GC',
      'GODE561231GD',
      'GODE561231GE',
      'GODE561231GF',
    ]
    const fitting = beginnings.flatMap((b) => [...'0123456789A'].filter((c) => validateRfc(b + c).valid))
    expect(fitting).toHaveLength(beginnings.length)
    expect(new Set(fitting).size).toBeGreaterThan(1)
  })
})

describe('NSS', () => {
  it.each([
    '12908812345',
    '02079956781',
    '56167834219',
    '92059023454',
    '23180011993',
    '04200429290',
    '12345678903',
  ])('%s is valid', (value) =>
    expect(validateNss(value)).toMatchObject({ value, valid: true, generic: false, problems: [] }),
  )

  it.each([
    ['12908812346', ['check_digit@11']],
    ['1290881234', ['length@11']],
    ['129088123455', ['length@12']],
    ['00000000000', ['all_zeros@1']],
    ['1290881234X', ['character@11']],
    ['A290881234٥', ['character@1', 'character@11']],
    ['', ['length@1']],
  ])('%s has problems', (value, problems) => {
    expect(validateNss(value).valid).toBe(false)
    expect(codes(validateNss(value))).toEqual(problems)
  })

  it('explains its parts', () => {
    expect(validateNss('12 90 88 1234 5').parts).toEqual({
      subdelegation: '12',
      registrationYear: '90',
      birthYear: '88',
      serial: '1234',
      checkDigit: '5',
    })
    expect(validateNss('1290881234X').parts).toEqual({})
    expect(validateNss('00000000000').parts.serial).toBe('0000')
  })
})
