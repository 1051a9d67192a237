/**
 * How the same name is written by different hands: Haitian Creole beside French, and what clerks abbreviate.
 * `creole form → French form`, `abbreviation → full form`, folded as `fold` folds. Used for finding only, never
 * to change how a person writes a name. A speaker of Haitian Creole has not yet reviewed the list.
 */
const pairs = `
anj ange, antwan antoine, batis baptiste, bazil basile, bomon beaumont, chal charles, chalo charlot, selesten celestin,
danyel daniel, dezi desir, dezire desire, edwa edouard, emanyel emmanuel, etyen etienne, fabyola fabiola,
filip philippe, fransis francis, franswa francois, gabryel gabriel, gerye guerrier, ilarye hilaire, izland islande,
izlann islande, jak jacques, jan jean, jera gerard, jid jude, jidlin judeline, jil gilles, jilyen julien, joj georges,
jorj georges, jozef joseph, jozye josue, kade cadet, katrin catherine, klod claude, klodet claudette,
kristof christophe, lafle lafleur, loran laurent, lovli lovelie, lwi louis, lwiz louise, mak marc, maks max,
makenson mackenson, makennson mackenson, mari marie, metelis metellus, mirland mirlande, mirlann mirlande,
moiz moise, mwiz moise, mondezi mondesir, nadej nadege, natali nathalie, nowel noel, ogis auguste, ogisten augustin,
petesonn peterson, pol paul, pye pierre, richa richard, rikado ricardo, rodolf rodolphe, wodolf rodolphe,
rozmen rosemene, wozmen rosemene, woz rose, sen saint, senlwi saintlouis, stanle stanley, tousen toussaint,
vensan vincent, vikto victor, vilson wilson, widlin widline, wilme wilmer, wilne wilner, wobe robert, wolan roland,
wonal ronald, yolann yolande, yoland yolande, zavye xavier,
bte baptiste, chs charles, fcois francois, jn jean, jph joseph, st saint, ste sainte,
fca francisca, fco francisco, fdez fernandez, glez gonzalez, gpe guadalupe, gzlez gonzalez, gzz gonzalez,
hdez hernandez, ma maria, mtnez martinez, mtz martinez, rdz rodriguez, rguez rodriguez, rmz ramirez, sta santa, sto santo
`

export const spellings: ReadonlyMap<string, string> = new Map(
  pairs.split(',').map((pair) => pair.trim().split(' ') as [string, string]),
)
