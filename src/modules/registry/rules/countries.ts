import { fold, likeness } from './names.ts'

/**
 * Countries of ISO 3166-1 by their three letters, with their usual names, and the three codes of travel documents
 * for people without one. Facts only.
 */

export type Country = { code: string; alpha2: string | null; es: string; en: string }

const table = `
ABW AW|Aruba|Aruba
AFG AF|Afganistán|Afghanistan
AGO AO|Angola|Angola
AIA AI|Anguila|Anguilla
ALA AX|Islas Åland|Åland Islands
ALB AL|Albania|Albania
AND AD|Andorra|Andorra
ARE AE|Emiratos Árabes Unidos|United Arab Emirates
ARG AR|Argentina|Argentina
ARM AM|Armenia|Armenia
ASM AS|Samoa Americana|American Samoa
ATA AQ|Antártida|Antarctica
ATF TF|Territorios Australes Franceses|French Southern Territories
ATG AG|Antigua y Barbuda|Antigua & Barbuda
AUS AU|Australia|Australia
AUT AT|Austria|Austria
AZE AZ|Azerbaiyán|Azerbaijan
BDI BI|Burundi|Burundi
BEL BE|Bélgica|Belgium
BEN BJ|Benín|Benin
BES BQ|Caribe neerlandés|Caribbean Netherlands
BFA BF|Burkina Faso|Burkina Faso
BGD BD|Bangladés|Bangladesh
BGR BG|Bulgaria|Bulgaria
BHR BH|Baréin|Bahrain
BHS BS|Bahamas|Bahamas
BIH BA|Bosnia y Herzegovina|Bosnia & Herzegovina
BLM BL|San Bartolomé|St. Barthélemy
BLR BY|Bielorrusia|Belarus
BLZ BZ|Belice|Belize
BMU BM|Bermudas|Bermuda
BOL BO|Bolivia|Bolivia
BRA BR|Brasil|Brazil
BRB BB|Barbados|Barbados
BRN BN|Brunéi|Brunei
BTN BT|Bután|Bhutan
BVT BV|Isla Bouvet|Bouvet Island
BWA BW|Botsuana|Botswana
CAF CF|República Centroafricana|Central African Republic
CAN CA|Canadá|Canada
CCK CC|Islas Cocos|Cocos (Keeling) Islands
CHE CH|Suiza|Switzerland
CHL CL|Chile|Chile
CHN CN|China|China
CIV CI|Côte d’Ivoire|Côte d’Ivoire
CMR CM|Camerún|Cameroon
COD CD|República Democrática del Congo|Democratic Republic of the Congo
COG CG|Congo|Congo
COK CK|Islas Cook|Cook Islands
COL CO|Colombia|Colombia
COM KM|Comoras|Comoros
CPV CV|Cabo Verde|Cape Verde
CRI CR|Costa Rica|Costa Rica
CUB CU|Cuba|Cuba
CUW CW|Curazao|Curaçao
CXR CX|Isla de Navidad|Christmas Island
CYM KY|Islas Caimán|Cayman Islands
CYP CY|Chipre|Cyprus
CZE CZ|Chequia|Czechia
DEU DE|Alemania|Germany
DJI DJ|Yibuti|Djibouti
DMA DM|Dominica|Dominica
DNK DK|Dinamarca|Denmark
DOM DO|República Dominicana|Dominican Republic
DZA DZ|Argelia|Algeria
ECU EC|Ecuador|Ecuador
EGY EG|Egipto|Egypt
ERI ER|Eritrea|Eritrea
ESH EH|Sáhara Occidental|Western Sahara
ESP ES|España|Spain
EST EE|Estonia|Estonia
ETH ET|Etiopía|Ethiopia
FIN FI|Finlandia|Finland
FJI FJ|Fiyi|Fiji
FLK FK|Islas Malvinas|Falkland Islands
FRA FR|Francia|France
FRO FO|Islas Feroe|Faroe Islands
FSM FM|Micronesia|Micronesia
GAB GA|Gabón|Gabon
GBR GB|Reino Unido|United Kingdom
GEO GE|Georgia|Georgia
GGY GG|Guernsey|Guernsey
GHA GH|Ghana|Ghana
GIB GI|Gibraltar|Gibraltar
GIN GN|Guinea|Guinea
GLP GP|Guadalupe|Guadeloupe
GMB GM|Gambia|Gambia
GNB GW|Guinea-Bisáu|Guinea-Bissau
GNQ GQ|Guinea Ecuatorial|Equatorial Guinea
GRC GR|Grecia|Greece
GRD GD|Granada|Grenada
GRL GL|Groenlandia|Greenland
GTM GT|Guatemala|Guatemala
GUF GF|Guayana Francesa|French Guiana
GUM GU|Guam|Guam
GUY GY|Guyana|Guyana
HKG HK|Hong Kong|Hong Kong
HMD HM|Islas Heard y McDonald|Heard & McDonald Islands
HND HN|Honduras|Honduras
HRV HR|Croacia|Croatia
HTI HT|Haití|Haiti
HUN HU|Hungría|Hungary
IDN ID|Indonesia|Indonesia
IMN IM|Isla de Man|Isle of Man
IND IN|India|India
IOT IO|Territorio Británico del Océano Índico|British Indian Ocean Territory
IRL IE|Irlanda|Ireland
IRN IR|Irán|Iran
IRQ IQ|Irak|Iraq
ISL IS|Islandia|Iceland
ISR IL|Israel|Israel
ITA IT|Italia|Italy
JAM JM|Jamaica|Jamaica
JEY JE|Jersey|Jersey
JOR JO|Jordania|Jordan
JPN JP|Japón|Japan
KAZ KZ|Kazajistán|Kazakhstan
KEN KE|Kenia|Kenya
KGZ KG|Kirguistán|Kyrgyzstan
KHM KH|Camboya|Cambodia
KIR KI|Kiribati|Kiribati
KNA KN|San Cristóbal y Nieves|St. Kitts & Nevis
KOR KR|Corea del Sur|South Korea
KWT KW|Kuwait|Kuwait
LAO LA|Laos|Laos
LBN LB|Líbano|Lebanon
LBR LR|Liberia|Liberia
LBY LY|Libia|Libya
LCA LC|Santa Lucía|St. Lucia
LIE LI|Liechtenstein|Liechtenstein
LKA LK|Sri Lanka|Sri Lanka
LSO LS|Lesoto|Lesotho
LTU LT|Lituania|Lithuania
LUX LU|Luxemburgo|Luxembourg
LVA LV|Letonia|Latvia
MAC MO|Macao|Macao
MAF MF|San Martín|St. Martin
MAR MA|Marruecos|Morocco
MCO MC|Mónaco|Monaco
MDA MD|Moldavia|Moldova
MDG MG|Madagascar|Madagascar
MDV MV|Maldivas|Maldives
MEX MX|México|Mexico
MHL MH|Islas Marshall|Marshall Islands
MKD MK|Macedonia del Norte|North Macedonia
MLI ML|Mali|Mali
MLT MT|Malta|Malta
MMR MM|Myanmar|Myanmar
MNE ME|Montenegro|Montenegro
MNG MN|Mongolia|Mongolia
MNP MP|Islas Marianas del Norte|Northern Mariana Islands
MOZ MZ|Mozambique|Mozambique
MRT MR|Mauritania|Mauritania
MSR MS|Montserrat|Montserrat
MTQ MQ|Martinica|Martinique
MUS MU|Mauricio|Mauritius
MWI MW|Malaui|Malawi
MYS MY|Malasia|Malaysia
MYT YT|Mayotte|Mayotte
NAM NA|Namibia|Namibia
NCL NC|Nueva Caledonia|New Caledonia
NER NE|Níger|Niger
NFK NF|Isla Norfolk|Norfolk Island
NGA NG|Nigeria|Nigeria
NIC NI|Nicaragua|Nicaragua
NIU NU|Niue|Niue
NLD NL|Países Bajos|Netherlands
NOR NO|Noruega|Norway
NPL NP|Nepal|Nepal
NRU NR|Nauru|Nauru
NZL NZ|Nueva Zelanda|New Zealand
OMN OM|Omán|Oman
PAK PK|Pakistán|Pakistan
PAN PA|Panamá|Panama
PCN PN|Islas Pitcairn|Pitcairn Islands
PER PE|Perú|Peru
PHL PH|Filipinas|Philippines
PLW PW|Palaos|Palau
PNG PG|Papúa Nueva Guinea|Papua New Guinea
POL PL|Polonia|Poland
PRI PR|Puerto Rico|Puerto Rico
PRK KP|Corea del Norte|North Korea
PRT PT|Portugal|Portugal
PRY PY|Paraguay|Paraguay
PSE PS|Palestina|Palestine
PYF PF|Polinesia Francesa|French Polynesia
QAT QA|Catar|Qatar
REU RE|Reunión|Réunion
ROU RO|Rumania|Romania
RUS RU|Rusia|Russia
RWA RW|Ruanda|Rwanda
SAU SA|Arabia Saudita|Saudi Arabia
SDN SD|Sudán|Sudan
SEN SN|Senegal|Senegal
SGP SG|Singapur|Singapore
SGS GS|Islas Georgia del Sur y Sándwich del Sur|South Georgia & South Sandwich Islands
SHN SH|Santa Elena|St. Helena
SJM SJ|Svalbard y Jan Mayen|Svalbard & Jan Mayen
SLB SB|Islas Salomón|Solomon Islands
SLE SL|Sierra Leona|Sierra Leone
SLV SV|El Salvador|El Salvador
SMR SM|San Marino|San Marino
SOM SO|Somalia|Somalia
SPM PM|San Pedro y Miquelón|St. Pierre & Miquelon
SRB RS|Serbia|Serbia
SSD SS|Sudán del Sur|South Sudan
STP ST|Santo Tomé y Príncipe|São Tomé & Príncipe
SUR SR|Surinam|Suriname
SVK SK|Eslovaquia|Slovakia
SVN SI|Eslovenia|Slovenia
SWE SE|Suecia|Sweden
SWZ SZ|Eswatini|Eswatini
SXM SX|Sint Maarten|Sint Maarten
SYC SC|Seychelles|Seychelles
SYR SY|Siria|Syria
TCA TC|Islas Turcas y Caicos|Turks & Caicos Islands
TCD TD|Chad|Chad
TGO TG|Togo|Togo
THA TH|Tailandia|Thailand
TJK TJ|Tayikistán|Tajikistan
TKL TK|Tokelau|Tokelau
TKM TM|Turkmenistán|Turkmenistan
TLS TL|Timor Oriental|Timor-Leste
TON TO|Tonga|Tonga
TTO TT|Trinidad y Tobago|Trinidad & Tobago
TUN TN|Túnez|Tunisia
TUR TR|Turquía|Türkiye
TUV TV|Tuvalu|Tuvalu
TWN TW|Taiwán|Taiwan
TZA TZ|Tanzania|Tanzania
UGA UG|Uganda|Uganda
UKR UA|Ucrania|Ukraine
UMI UM|Islas menores alejadas de EE. UU.|U.S. Outlying Islands
URY UY|Uruguay|Uruguay
USA US|Estados Unidos|United States
UZB UZ|Uzbekistán|Uzbekistan
VAT VA|Ciudad del Vaticano|Vatican City
VCT VC|San Vicente y las Granadinas|St. Vincent & Grenadines
VEN VE|Venezuela|Venezuela
VGB VG|Islas Vírgenes Británicas|British Virgin Islands
VIR VI|Islas Vírgenes de EE. UU.|U.S. Virgin Islands
VNM VN|Vietnam|Vietnam
VUT VU|Vanuatu|Vanuatu
WLF WF|Wallis y Futuna|Wallis & Futuna
WSM WS|Samoa|Samoa
YEM YE|Yemen|Yemen
ZAF ZA|Sudáfrica|South Africa
ZMB ZM|Zambia|Zambia
ZWE ZW|Zimbabue|Zimbabwe
XXA -|Apátrida|Stateless
XXB -|Persona refugiada|Refugee
XXX -|No especificada|Unspecified
`

export const countries: readonly Country[] = table
  .trim()
  .split('\n')
  .map((line) => {
    const [codes = '', es = '', en = ''] = line.split('|')
    const [code = '', alpha2 = '-'] = codes.split(' ')
    return { code, alpha2: alpha2 === '-' ? null : alpha2, es, en }
  })

const byCode = new Map(countries.map((country) => [country.code, country]))

export const findCountry = (code: string): Country | undefined => byCode.get(code)

export const isCountryCode = (code: string): boolean => byCode.has(code)

/**
 * Other names and what people of the country are called, in Spanish (o/a), French and English; folded.
 * Only for countries from which people are met often enough to be written so.
 */
const spoken = `
HTI haitiano | haitiana | haitien | haitienne | haitian | ayiti | ayisyen | ayisyenn | ht | republica de haiti
HND hondureno | hondurena | hond | honduran | hondurien | hondurienne
SLV salvadoreno | salvadorena | salvador | salvadoran | salvadorien | salvadorienne | rep de el salvador
GTM guatemalteco | guatemalteca | guate | guatemalan | guatemalteque | chapin
NIC nicaraguense | nica | nicaraguan | nicaraguayen
CRI costarricense | tico | costa rican
PAN panameno | panamena | panamanian
BLZ beliceno | belicena | belizean | belize
MEX mexicano | mexicana | mexican | mexicain | mexicaine | mex | mejico | mejicano | mejicana | estados unidos mexicanos
USA estadounidense | norteamericano | norteamericana | americano | americana | american | eeuu | eua | usa | us | ee uu | e u a | u s a | estados unidos de america | united states of america | etats unis | e e u u
DOM dominicano | dominicana | rd | dominican | dominicain | dominicaine | rep dominicana | republica dominicana | r dominicana | republique dominicaine | santo domingo | rep dom
CUB cubano | cubana | cuban | cubain | cubaine
JAM jamaiquino | jamaiquina | jamaicano | jamaican
VEN venezolano | venezolana | venezuelan | venezuelien | venezuelienne | vzla | rep bolivariana de venezuela | republica bolivariana de venezuela
COL colombiano | colombiana | colombian | colombien | colombienne
ECU ecuatoriano | ecuatoriana | ecuadorian | ecuadorean
PER peruano | peruana | peruvian | peruvien
BOL boliviano | boliviana | bolivian
CHL chileno | chilena | chilean | chilien | chilienne | chili
BRA brasileno | brasilena | brasilero | brasilera | brasileiro | brasileira | brazilian | bresil | bresilien | bresilienne
ARG argentino | argentina | argentinian | argentine
URY uruguayo | uruguaya | uruguayan
PRY paraguayo | paraguaya | paraguayan
GUY guyanes | guyanesa
SUR surinames | surinamesa | surinam
CAN canadiense | canadian | canadien
ESP espanol | espanola | spaniard | spanish | espagnol
FRA frances | francesa | french | francais
PRT portugues | portuguesa | portuguese
ITA italiano | italiana | italian
DEU aleman | alemana | german
GBR britanico | britanica | ingles | inglesa | british
RUS ruso | rusa | russian | russe | rusia | federacion rusa
UKR ucraniano | ucraniana | ukrainian
POL polaco | polaca
ROU rumano | rumana
TUR turco | turca | turkish
CHN chino | china | chinese | chinois | chinoise | republica popular china
IND indio | india | hindu | indian
PAK pakistani
BGD bangladesi | bengali | bangladeshi | bangladesh
NPL nepali | nepales | nepalesa
LKA srilanques
AFG afgano | afgana | afghan
IRN irani | iranian
IRQ iraqui | iraqi
SYR sirio | siria | syrian
LBN libanes | libanesa
PSE palestino | palestina | palestinian
ISR israeli
YEM yemeni
EGY egipcio | egipcia | egyptian
MAR marroqui | moroccan
CMR camerunes | camerunesa | cameroonian | camerounais | camerun
COD congoles | congolesa | congolais | congolaise | rdc | rd congo | congo kinshasa
COG congo brazzaville
AGO angolano | angolana | angoleno | angolena | angolan
GHA ghanes | ghanesa | ghaneano | ghanaian
NGA nigeriano | nigeriana | nigerian
SEN senegales | senegalesa | senegalais
GIN guineano | guineana
ERI eritreo | eritrea | eritrean
ETH etiope | ethiopian
SOM somali
SDN sudanes | sudanesa
TGO togoles | togolesa
BFA burkines | burkinesa
MLI maliense
CIV marfileno | marfilena | ivoirien | costa de marfil
UZB uzbeko | uzbeka
KAZ kazajo | kazaja
VNM vietnamita
PHL filipino | filipina
JPN japones | japonesa
KOR coreano | coreana | corea | corea del sur
XXA apatrida | stateless | apatride | ninguna | sin nacionalidad
`

const byName = new Map<string, string>()
for (const { code, alpha2, es, en } of countries) {
  for (const name of [code, es, en]) byName.set(fold(name), code)
  if (alpha2) byName.set(fold(alpha2), code)
}
// Two letters that mean something else in a Mexican list: "no" is no answer.
for (const word of ['no', 'na', 'nd', 'sd', 'xx']) byName.delete(word)
for (const line of spoken.trim().split('\n'))
  for (const name of line.slice(4).split('|')) byName.set(name.trim(), line.slice(0, 3))

/** Whether a cell is the name of a country as it is, without corrections. */
export const isCountryName = (text: string): boolean => byName.has(fold(text))

export type CountriesRead = { codes: string[]; unread: string[]; corrected: { from: string; to: string }[] }

/**
 * The countries a cell names: `Haití`, `haitiana`, `HTI`, `México / EE. UU.`, `Hatí` (corrected, and said so).
 * What cannot be read comes back as it was written.
 */
export function readCountries(text: string): CountriesRead {
  const read: CountriesRead = { codes: [], unread: [], corrected: [] }
  const whole = byName.has(fold(text)) ? text : text.replace(/\([^)]*\)/gu, ' ')
  if (fold(whole) === '') return read
  const parts = byName.has(fold(whole)) ? [whole] : whole.split(/[/;,+&|]|\s+(?:y|e|and|et|ak)\s+/u)
  for (const part of parts) {
    const name = fold(part)
    if (name === '') continue
    const code = byName.get(name)
    const near = code ?? nearest(name)
    if (near === undefined) read.unread.push(part.trim())
    else {
      if (code === undefined) read.corrected.push({ from: part.trim(), to: near })
      if (!read.codes.includes(near)) read.codes.push(near)
    }
  }
  return read
}

/** One country alone within a slip or two; Niger for Nigeria is no slip. */
function nearest(name: string): string | undefined {
  if (name.length < 4) return undefined
  const near = new Set<string>()
  for (const [known, code] of byName)
    if (known.length >= 4 && Math.abs(known.length - name.length) <= 2 && likeness(known, name) >= 0.94)
      near.add(code)
  return near.size === 1 ? [...near][0] : undefined
}
