import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Core, NewMember } from '../contract.ts'
import {
  emptyContact,
  emptyCore,
  emptyDocument,
  emptyGround,
  emptyMember,
  readContact,
  readCore,
  readDocument,
  readGround,
  readHealth,
  readMember,
  type TypedMember,
  typeContact,
  typeCore,
} from './typed.ts'

const today = '2026-11-20'
const id = '01a1fdf4-8a45-747f-ba51-527781e380e2'
const told = { reviewed: true, interpreter: '' }
const codes = (read: { faults: { path: string; code: string }[] }) =>
  read.faults.map((fault) => `${fault.path}: ${fault.code}`)
const named = (more: Partial<TypedMember> = {}): TypedMember => ({
  ...emptyMember(id, true),
  core: { ...emptyCore, givenNames: 'Yusuf' },
  ...more,
})

describe('a name is all that is asked', () => {
  test('nobody without any', () => {
    expect(codes(readMember(emptyMember(id, true), told, today))).toEqual(['core.givenNames: name_missing'])
    expect(codes(readCore({ ...emptyCore, givenNames: '  ' }, today))).toEqual(['givenNames: name_missing'])
  })

  test.each(['givenNames', 'surname1', 'chosenName'] as const)('%s alone will do', (name) => {
    const read = readMember(named({ core: { ...emptyCore, [name]: ' Yusuf ' } }), told, today)
    expect(read.faults).toEqual([])
    expect(read.value).toEqual({
      personId: id,
      role: 'head',
      source: 'person',
      core: {
        [name]: 'Yusuf',
        birth: { precision: 'unknown' },
        sex: 'not_known',
        nationalities: [],
        languages: [],
      },
    })
    expect(NewMember.safeParse(read.value).success).toBe(true)
  })

  test('a date as far as it is known, and no date nobody said', () => {
    const birth = (typed: Partial<(typeof emptyCore)['birth']>) =>
      readCore({ ...emptyCore, givenNames: 'A', birth: { ...emptyCore.birth, ...typed } }, today)
    expect(birth({ year: '1990' }).value.birth).toEqual({ year: 1990, precision: 'year' })
    expect(birth({ year: '1990', about: true }).value.birth).toEqual({ year: 1990, precision: 'about' })
    expect(birth({ unknown: true, year: '1990' }).value.birth).toEqual({ precision: 'unknown' })
    expect(codes(birth({ day: '31', month: '2', year: '1990' }))).toEqual(['birth: day_out_of_range'])
    expect(codes(birth({ year: '2031' }))).toEqual(['birth: in_future'])
    expect(codes(birth({ month: '2' }))).toEqual(['birth: not_a_date'])
  })

  test('nationalities and languages once each, empty rows are nothing', () => {
    const { value } = readCore(
      {
        ...emptyCore,
        givenNames: 'Ana',
        nationalities: ['HND', '', 'HND'],
        languages: [
          { code: 'spa', level: 'first' },
          { code: '', level: 'some' },
          { code: 'spa', level: 'some' },
        ],
      },
      today,
    )
    expect(value.nationalities).toEqual(['HND'])
    expect(value.languages).toEqual([{ code: 'spa', level: 'first' }])
  })
})

describe('contact and documents', () => {
  test('a shared telephone is normal; half a number is not one', () => {
    const phone = (number: string) => ({ ...emptyContact, phone: { country: 'MX' as const, number } })
    expect(readContact({ ...phone('686 555 0142'), phoneShared: true }).value).toEqual({
      phone: '+526865550142',
      phoneShared: true,
    })
    expect(codes(readContact(phone('686')))).toEqual(['phone: phone_shape'])
    expect(readContact({ ...emptyContact, phoneShared: true, safeToCall: 'yes' }).value).toBeUndefined()
    expect(codes(readContact({ ...emptyContact, email: 'ana@' }))).toEqual(['email: email_shape'])
  })

  test('a row left empty is no document; a number without its kind asks for it', () => {
    expect(readDocument(emptyDocument(id))).toEqual({ faults: [], value: undefined })
    expect(codes(readDocument({ ...emptyDocument(id), number: 'a1' }))).toEqual([
      'type: document_type_missing',
    ])
    const day = { ...emptyCore.birth, year: '2027' }
    expect(codes(readDocument({ ...emptyDocument(id), type: 'passport', expiresOn: day }))).toEqual([
      'expiresOn: whole_day',
    ])
  })
})

describe('what is sensitive', () => {
  const child = { year: 2016, month: 7, day: 14, precision: 'day' } as const
  const adult = { year: 1985, precision: 'year' } as const
  const consent = { ...emptyGround, ground: 'consent' as const, method: 'signature' as const }

  test('is not kept without a ground, and asks for none when nothing is said', () => {
    expect(readMember(named(), told, today).faults).toEqual([])
    const ill = named()
    ill.health = { ...ill.health, body: { ...ill.health.body, chronic: 'diabetes' } }
    const read = readMember(ill, told, today)
    expect(codes(read)).toEqual(['health.ground.ground: ground_missing'])
    expect(read.value).not.toHaveProperty('health')
  })

  test('consent to a text nobody reviewed needs whoever explained it, there or at the notice', () => {
    const unread = { reviewed: false, interpreter: '' }
    expect(codes(readGround(consent, unread, adult, today))).toEqual(['interpreter: interpreter_missing'])
    expect(readGround(consent, { ...unread, interpreter: 'Jean' }, adult, today).faults).toEqual([])
    expect(readGround({ ...consent, interpreter: 'Jean' }, unread, adult, today).faults).toEqual([])
    expect(codes(readGround({ ...consent, method: '' }, told, adult, today))).toEqual([
      'method: consent_method_missing',
    ])
  })

  test('a child consents through who represents them; a ground of the law asks nobody', () => {
    expect(codes(readGround(consent, told, child, today))).toEqual([
      'representativeName: representative_missing',
    ])
    expect(readGround(consent, told, { precision: 'unknown' }, today).faults).toEqual([])
    expect(readGround({ ...emptyGround, ground: 'emergency' }, told, child, today)).toEqual({
      faults: [],
      value: { ground: 'emergency' },
    })
  })

  test('of six questions one asked, the others were not asked', () => {
    const body = emptyMember(id, true).health.body
    expect(readHealth(body).value).toBeUndefined()
    expect(
      readHealth({ ...body, washingtonGroup: { ...body.washingtonGroup, walking: 'a_lot' } }).value,
    ).toEqual({
      washingtonGroup: {
        seeing: 'not_asked',
        hearing: 'not_asked',
        walking: 'a_lot',
        remembering: 'not_asked',
        selfCare: 'not_asked',
        communicating: 'not_asked',
      },
    })
  })
})

test('whatever is typed, what has no fault is what the server takes', () => {
  const text = fc.oneof(fc.constant(''), fc.string({ maxLength: 20 }), fc.constant('  Ñandú 🌵 '))
  const digits = fc.stringMatching(/^\d{0,4}$/)
  const day = fc.record({
    day: digits,
    month: digits,
    year: digits,
    about: fc.boolean(),
    unknown: fc.boolean(),
  })
  fc.assert(
    fc.property(
      text,
      text,
      text,
      day,
      fc.constantFrom('', 'female', 'x'),
      (given, surname, chosen, birth, sex) => {
        const typed = {
          ...emptyCore,
          givenNames: given,
          surname1: surname,
          chosenName: chosen,
          birth,
          sex: sex as '' | 'female' | 'x',
        }
        const read = readCore(typed, today)
        fc.pre(read.faults.length === 0 && ![given, surname, chosen].some((t) => /\p{Cc}/u.test(t)))
        expect(Core.safeParse(read.value).error?.issues).toBeUndefined()
        // And back into the boxes it says the same.
        expect(readCore(typeCore(read.value), today).value).toEqual(read.value)
      },
    ),
  )
})

test('a stored telephone comes back to its boxes', () => {
  const contact = { phone: '+50937001234', phoneShared: true, whereToFind: 'La cancha' }
  expect(readContact(typeContact(contact)).value).toEqual(contact)
})
