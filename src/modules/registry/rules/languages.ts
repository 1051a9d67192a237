import { fold } from './names.ts'

/**
 * Languages that people on the move in Mexico speak, by ISO 639-3, with their names. Facts only; a part of the
 * standard, so that a list to choose from stays readable. `nah` is no language of the standard but a group: it is
 * read, and the person is asked which.
 */

export type Language = { code: string; es: string; en: string; ht: string }

const table = `
spa|Español|Spanish|Panyòl|castellano,espagnol,espanhol,espagnole
hat|Criollo haitiano|Haitian Creole|Kreyòl ayisyen|creole,kreyol,criollo,kreol,creol,ayisyen,creole haitiano,creole haitien,haitian
fra|Francés|French|Franse|francais
eng|Inglés|English|Angle|anglais
por|Portugués|Portuguese|Pòtigè|portugais
zho|Chino|Chinese|Chinwa|chinois
cmn|Chino mandarín|Mandarin Chinese|Mandaren|mandarin
ara|Árabe|Arabic|Arab|arabe
rus|Ruso|Russian|Ris|russe
ukr|Ucraniano|Ukrainian|Ikrenyen|
hin|Hindi|Hindi|Endi|
pan|Panyabí|Punjabi|Pendjabi|punyabi,panjabi
nep|Nepalés|Nepali|Nepalè|
ben|Bengalí|Bengali|Bengali|bangla
urd|Urdu|Urdu|Ourdou|
prs|Darí|Dari|Dari|
pus|Pastún|Pashto|Pachto|pasto
fas|Persa|Persian|Pèsan|farsi
tur|Turco|Turkish|Tik|
som|Somalí|Somali|Somali|
amh|Amárico|Amharic|Amarik|
tir|Tigriña|Tigrinya|Tigrinya|tigrina
swa|Suajili|Swahili|Swahili|
lin|Lingala|Lingala|Lingala|
wol|Wólof|Wolof|Wolòf|
yor|Yoruba|Yoruba|Yoruba|
ibo|Igbo|Igbo|Igbo|
mam|Mam|Mam|Mam|
quc|Kʼicheʼ|Kʼicheʼ|Kiche|quiche
kek|Qʼeqchiʼ|Qʼeqchiʼ|Kekchi|kekchi
kjb|Qʼanjobʼal|Qʼanjobʼal|Kanjobal|kanjobal,canjobal
cak|Kaqchikel|Kaqchikel|Kaqchikel|cakchiquel
ixl|Ixil|Ixil|Ixil|
jac|Poptiʼ|Poptiʼ|Popti|jakalteko,jacalteco
knj|Akateko|Akateko|Akateko|acateco
tzj|Tzʼutujil|Tzʼutujil|Tzutujil|tzutuhil
poh|Poqomchiʼ|Poqomchiʼ|Pokomchi|pocomchi
acr|Achi|Achi|Achi|
usp|Uspanteko|Uspanteko|Uspanteko|uspanteco
ctu|Chʼol|Chʼol|Chol|
tzo|Tsotsil|Tzotzil|Tsotsil|
tzh|Tseltal|Tzeltal|Tseltal|
toj|Tojolabal|Tojolabal|Tojolabal|
yua|Maya yucateco|Yucatec Maya|Maya Yikatan|maya
cab|Garífuna|Garifuna|Garifuna|
miq|Misquito|Miskito|Miskito|
nhe|Náhuatl de la Huasteca oriental|Eastern Huasteca Nahuatl|Nawatl Wasteka lès|
nch|Náhuatl de la Huasteca central|Central Huasteca Nahuatl|Nawatl Wasteka santral|
zap|Zapoteco|Zapotec|Zapotèk|
mxv|Mixteco de Metlatónoc|Metlatónoc Mixtec|Mixtèk Metlatónoc|mixteco
guc|Wayúu|Wayuu|Wayuu|guajiro
que|Quechua|Quechua|Kechwa|kichwa,quichua
mfs|Lengua de señas mexicana|Mexican Sign Language|Lang siy meksiken|lsm,lengua de senas,lengua de senas mexicana
`

export const languages: readonly Language[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [code = '', es = '', en = '', ht = ''] = line.split('|')
    return { code, es, en, ht }
  })

const byCode = new Map(languages.map((language) => [language.code, language]))

export const findLanguage = (code: string): Language | undefined => byCode.get(code)

const byName = new Map<string, string>()
for (const line of table.trim().split('\n')) {
  const [code = '', es = '', en = '', ht = '', others = ''] = line.split('|')
  for (const name of [code, es, en, ht, ...others.split(',')]) if (fold(name)) byName.set(fold(name), code)
}

export type LanguagesRead = { codes: string[]; unread: string[] }

/** The languages a cell names. Groups such as Náhuatl are not read as one of their members. */
export function readLanguages(text: string): LanguagesRead {
  const read: LanguagesRead = { codes: [], unread: [] }
  const whole = text.replace(/\([^)]*\)/gu, ' ')
  const parts = byName.has(fold(whole)) ? [whole] : whole.split(/[/;,+&|]|\s+(?:y|e|and|et|ak)\s+/u)
  for (const part of parts) {
    const name = fold(part)
    if (name === '') continue
    const code = byName.get(name)
    if (code === undefined) read.unread.push(part.trim())
    else if (!read.codes.includes(code)) read.codes.push(code)
  }
  return read
}
