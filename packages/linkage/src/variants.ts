/**
 * Spellings and short forms of one name, one group a line, folded. Data: extend freely. A token may stand in one
 * group only; the first word names the group.
 */
const GROUPS = `
jose pepe chepe jossep josep
francisco paco pancho kiko chico
jesus chuy chucho
guadalupe lupe lupita
maria mary mari marie miriam mariya
juan juancho joan juanito
antonio tono tony antoine antwan antony anthony
manuel manolo manny meme
luis lucho lwi louis
carlos charly carlitos charles chal
alejandro alex ale alexander aleksandro
alejandra alexandra aleja
roberto beto robert wobe
eduardo lalo edward edouard
enrique kike quique henrique
ignacio nacho
rafael rafa raphael
miguel migue mike michel mishel
pedro perucho pierre pye pyer
pablo paulo paul pol
fernando nando fer
ricardo richard richar rishar
guillermo memo guille guillaume giyom william wilyam
daniel dani danyel
gabriel gabo gabi
jorge george jorj
santiago santi chago
sebastian sebas
vicente chente vincent
gerardo jerry
alberto albert albe
isabel chabela isa isabelle izabel
dolores lola
rosario chayo charo
concepcion concha conchita
mercedes meche merced
teresa tere therese terez
elizabeth eli liz elisabeth elizabet lisbeth
patricia paty pati
leticia lety leti
beatriz bety
margarita mago marguerite magarit
josefina chepina fina josephine jozefin
consuelo chelo
graciela chela
silvia chiva sylvia silvi
susana susy suzanne
veronica vero veronique
catalina cata catherine katrin catarina katerin
ana anita anne ann
carmen carmela carmencita
gloria goya
socorro coco
esperanza pera
jean jan jhon john
joseph jozef yosef
baptiste batis
jacques jak
francois franswa fransua
etienne etyen
philippe filip felipe pipe
jeanbaptiste janbatis
rose woz
roger woje
bernard bena
benoit benwa
claude klod
christophe kristof cristobal
emmanuel manno emanuel
fritz frits
gerard jera
germain jemen
ghislaine gislen
jocelyne joslin
laurent loran lorenzo
lucien lisyen
marc mak marco marcos
martine maten
mathieu matye mateo
micheline mishlin
nadege nadej
nicolas nikola nico
pascal paskal
rene wene
rodrigue wodrig rodrigo
sylvain silven
yolande yolann
yves iv
dieudonne dyedone
magalie magali
guerda geda
guerline gelin
marceline maslin
clercine klesin
augustin ogisten agustin
celestin selesten
desir dezi
dorvil dovil
duverne divene
estime estim
exantus egzantis
fleurant fleran
fleurimond flerimon
jeune jen
lafleur lafle
laguerre lage
louissaint lwisen
marcelin maslen
merilus merilis
metellus metelis
moise moyiz
noel nowel
occeus oseyis
oreste orest
petit peti
polynice polinis
saintil sentil
saintlouis senlwi
telemaque telemak
thermidor temido
toussaint tousen
valcin valsen
victor vikto
beauvais bove
belizaire belize
cadet kade
celine selin
cherie sheri
mohammed mohamed muhammad muhammed mohamad mohamet mamadou mohammad mehmed muhamad mouhamed mouhammad mohd
ahmad ahmed achmad ahmet ahmadou amadou
mahmoud mahmud mahmood mamoud
mustafa mostafa moustafa mustapha moustapha
hussein husayn hussain hossein husain hussien houssein hosein
hassan hasan hassane
ali aly alee
omar umar omer oumar
othman osman uthman usman ousmane
yusuf youssef yousef yousuf yusef youssouf yousif
ibrahim ebrahim ibraheem brahim ibrahima
ismail ismael esmail ismaeel
khalid khaled jaled khalied
abdullah abdallah abdulla abdoulaye abdula abdoullah
abdrahman abdrahmane abdurrahman abdrrahman abdulrahman abderrahman
abdrahim abdrahiim abdurrahim
abdaziz abdulaziz
saeed said sayed saied
sayyid sayid syed seyed sayyed
suleiman sulaiman soleiman suleman sulayman souleymane
tariq tarek tarik tareq
walid waleed oualid
yahya yahia yehia yahiya
zaynab zainab zeinab zineb zeynab
fatima fatimah fatema fatma fatimata fatoumata fatimeh
aisha aysha aicha ayesha aishah aissata aissatou
khadija khadijah jadiya kadija khadeeja kadiatou
maryam mariam maryem meryem mariama
amina aminah ameena aminata
leila layla laila leyla
nur noor nour noura nura
rashid rasheed rachid
karim kareem
jamal gamal djamal jamaal
jamil jameel gamil djamil
hamid hameed hamed
habib habeeb
nasir naser nasser nacer
najib nageeb najeeb nagib
faisal faysal feisal fayssal
farid fareed
bashir basheer bachir
salim saleem selim
salah saleh salih
samir sameer
sharif shareef cherif sherif charif
qasim kasim qassem kassem qasem
murad mourad morad
mansur mansour mansoor
marwan merwan marouane
hakim hakeem
haidar haydar heydar hyder
hadi haadi
jafar jaafar gafar djafar jaffar
rahim raheem
rahman rehman rahmane
shaykh sheikh cheikh shaikh
tahir taher tahar
zahra zohra zahraa zehra
zahir zaher
nadir nader
nadia nadya
rania raniya
huda houda hoda
hana hanaa
salma selma
samira sameera
sumaya soumaya somaya sumayya
rukaya ruqayya roqaya roukaya ruqaya
asma asmaa esma
diallo djallo jallo
camara kamara
bangoura banguura
conde konde
keita keyta
sylla silla
toure ture
ahmadi ahmady
hashimi hashemi hachimi
husseini hosseini hussaini housseini
karimi kareemi
rahimi raheemi
haddad hadad
khoury khouri khuri
najjar nayyar najar
masri elmasri almasri
ghanem ghanim ganem
gonzalez gonsales gonzales
`

/** Token to the name of its group. */
export const variantGroups: ReadonlyMap<string, string> = new Map(
  GROUPS.trim()
    .split('\n')
    .flatMap((line) => {
      const words = line.normalize('NFKD').replace(/\p{M}/gu, '').split(' ')
      return words.map((word): [string, string] => [word, words[0]!])
    })
    .reverse(),
)
