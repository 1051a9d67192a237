/** Names for the synthetic registers: two lists of each kind, one to tune on (A) and one to report on (B). */

const words = (text: string): string[] => text.trim().split(/\s+/)

export interface NameList {
  readonly esSurnames: readonly string[]
  readonly esWomen: readonly string[]
  readonly esMen: readonly string[]
  readonly htSurnames: readonly string[]
  readonly htWomen: readonly string[]
  readonly htMen: readonly string[]
  readonly arSurnames: readonly string[]
  readonly arWomen: readonly string[]
  readonly arMen: readonly string[]
}

const ES_SURNAMES = words(`
  Hernández García Martínez López González Rodríguez Pérez Sánchez Ramírez Cruz Flores Gómez Morales Vázquez Reyes
  Jiménez Torres Díaz Gutiérrez Ruiz Mendoza Aguilar Ortiz Moreno Castillo Romero Álvarez Méndez Chávez Rivera Juárez
  Ramos Domínguez Herrera Medina Castro Vargas Guzmán Velázquez Muñoz Rojas Contreras Salazar Luna Ortega Guerrero
  Santiago Estrada Bautista Cortés Soto Alvarado Espinoza Lara Ávila Ríos Cervantes Silva Delgado Vega Márquez Sandoval
  Fernández León Carrillo Mejía Solís Núñez Rosas Valdez Campos Santos Camacho Navarro Peña Maldonado Rosales Acosta
  Miranda Valencia Trejo Cabrera Ochoa Pacheco Robles Molina Fuentes Rangel Huerta Meza Cárdenas Padilla Espinosa Salas
  Zamora Calderón Orozco Velasco Figueroa Barrera Suárez Montes Nava Serrano Cano Tapia Galván Ayala Villanueva Zúñiga
  Escobar Cisneros Macías Gallegos Zavala Aguirre Montoya Arellano Beltrán Rocha Osorio Bonilla Rubio Corona Lozano
  Quintero Andrade Franco Palacios Esquivel Enríquez Benítez Vera Mora Valdés Ponce Murillo Villegas Salgado Arias
  Barajas Cordero Guevara Castañeda Duarte Magaña Ibarra Saucedo Quiroz Bravo Rosario Marín Parra Toledo Pineda Banegas
  Zelaya Paz Turcios Zepeda Discua Funes Urbina Matute Amaya Lagos Oliva Cáceres Sosa Padrón Briceño Colmenares Urdaneta
  Chirinos Arteaga Bolívar Guanipa Yánez Querales Sulbarán Machado Batista Leyva Pupo Rondón Echevarría Quesada Bermúdez
  Restrepo Ospina Giraldo Arango Cuéllar Henao Ordóñez Quispe Chimbo Guamán Tenorio Blandón Talavera Centeno Umaña Xicoténcatl`)
const ES_WOMEN = words(`
  María Guadalupe Juana Margarita Josefina Verónica Leticia Rosa Francisca Teresa Alicia Alejandra Martha Gabriela Ana
  Patricia Elizabeth Gloria Silvia Yolanda Sandra Carmen Adriana Laura Claudia Norma Isabel Mónica Lorena Beatriz Karla
  Diana Sofía Daniela Fernanda Valeria Ximena Camila Andrea Paola Karina Wendy Yesenia Dayana Génesis Yuleisy Nohemí
  Ruth Esther Raquel Sara Lucía Elena Cristina Carolina Natalia Keila Jennifer Brenda Mirna Glenda Suyapa Lesly Iris
  Belkis Yadira Maritza Zoila Delmy Xiomara Zulema Rocío Pilar Inés Ángela Fátima Griselda Araceli Irma Graciela Nancy`)
const ES_MEN = words(`
  José Juan Luis Carlos Jesús Antonio Francisco Miguel Alejandro Pedro Manuel Fernando Jorge Roberto Daniel Ricardo
  Eduardo Javier Rafael David Martín Raúl Sergio Arturo Mario Alberto Gerardo Enrique Héctor Óscar Víctor Armando
  Ángel Guillermo Gabriel Pablo Andrés Ramón Rubén Salvador Alfredo Marco Julio César Iván Hugo Diego Kevin Brayan
  Cristian Josué Elías Isaías Moisés Samuel Wilmer Yoel Yunior Darwin Elvin Nelson Omar Edwin Franklin Jairo Hernán
  Gustavo Joaquín Santiago Emiliano Mateo Sebastián Ernesto Agustín Nicolás Osmán Selvin Marlon Denis Joel Orlando`)
const HT_SURNAMES = words(`
  Jean Pierre Joseph Louis Charles François Jean-Baptiste Jean-Louis Paul Michel Jacques Philippe Toussaint Baptiste
  Étienne Jean-Pierre Antoine Saint-Louis Innocent Lafleur Laguerre Desrosiers Duverné Célestin Augustin Fleurimond
  Dorvil Estimé Exantus Mérilus Métellus Moïse Noël Occéus Oreste Petit-Frère Polynice Saintil Télémaque Thermidor
  Valcin Victor Beauvais Bélizaire Cadet Chéry Clerger Compère Dalce Delva Denis Désir Dieujuste Duval Edmond Fils-Aimé
  Florestal Germain Guerrier Hyppolite Jeudy Julien Laurent Lubin Marcelin Mathieu Monestime Nicolas Normil Pétion
  Prophète Raymond Remy Rosemond Sylvain Théodore Ulysse Vilsaint Zéphirin Brutus Cénat Destin Elysée Faustin Georges`)
const HT_WOMEN = words(`
  Marie Rose Guerda Nadège Mirlande Ketlène Fabienne Roseline Yolande Thérèse Ghislaine Jocelyne Micheline Martine
  Magalie Lovely Darline Widline Marie-Ange Rose-Marie Marie-Claire Islande Guerline Clercine Béatrice Carole Christelle
  Esther Judith Natacha Régine Sabine Sophonie Stéphanie Vanessa Wideline Yvrose Louna Nathalie Chantal Bernadette`)
const HT_MEN = words(`
  Jean Pierre Wilner Jacques Emmanuel Frantz Dieudonné Michel Joseph Robert Roger Claude Philippe Fritz Evens Jhonny
  Wilson Jean-Claude Jean-Robert Jean-Marie Pierre-Louis Rodrigue Reginald Patrick Stanley Wisly Kenson Johnson Mackenson
  Ricardo Samuel Daniel Gabriel Guillaume Louis Lucien Marc Nicolas Pascal René Serge Sylvain Yves Widmaier Benoît`)
const AR_SURNAMES = words(`
  Ahmadi Hashimi Husseini Karimi Rahimi Haddad Khoury Najjar Ghanem Masri Qasim Rahman Sharif Mansour Nasser Salim
  Haidari Noori Mohammadi Yousefi Rezai Azizi Sadat Wardak Zahir Popal Stanikzai Habibi Amiri Sultani Shinwari Halabi
  Jaber Kassab Darwish Sabbagh Turkmani Hariri Barakat Othman Diallo Barry Bah Sow Camara Sylla Touré Keita Condé
  Bangoura Cissé Traoré Soumah Fofana Sidi Ould-Ahmed Ould-Mohamed Cheikh Mbareck Lemrabott Ely Vall Salem Hamady`)
const AR_WOMEN = words(`
  Fatima Aisha Khadija Maryam Zainab Amina Layla Noor Huda Salma Samira Rukaya Asma Rania Nadia Hanan Sumaya Shabnam
  Parwana Frozan Zahra Mariama Aissatou Fatoumata Kadiatou Hawa Mouna Zeinabou Mina Yasmin Safia Halima Rahma Lina`)
const AR_MEN = words(`
  Mohammed Ahmad Mahmoud Mustafa Hussein Hassan Ali Omar Yusuf Ibrahim Ismail Khalid Abdullah Saeed Tariq Walid Yahya
  Rashid Karim Jamal Hamid Habib Faisal Bashir Salim Samir Qasim Murad Sulaiman Abdul-Rahman Abdul-Aziz Othman Nasir
  Zabihullah Hamidullah Najib Farid Mamadou Alpha Ousmane Ibrahima Amadou Sidi Cheikh Brahim Moctar Jawad Anas Bilal`)

/** Every second name from `start`, the frequent ones too, so that the two lists differ from head to tail. */
const half = (list: readonly string[], start: number): string[] => list.filter((_, i) => i % 2 === start)

const list = (start: number): NameList => ({
  esSurnames: half(ES_SURNAMES, start),
  esWomen: half(ES_WOMEN, start),
  esMen: half(ES_MEN, start),
  htSurnames: half(HT_SURNAMES, start),
  htWomen: half(HT_WOMEN, start),
  htMen: half(HT_MEN, start),
  arSurnames: half(AR_SURNAMES, start),
  arWomen: half(AR_WOMEN, start),
  arMen: half(AR_MEN, start),
})

export const LISTS: Readonly<Record<'A' | 'B', NameList>> = { A: list(0), B: list(1) }

/** What people are called at home; the generator's own, shorter than the library's. */
export const NICKNAMES: Readonly<Record<string, string>> = Object.fromEntries(
  words(`José=Pepe Francisco=Paco Jesús=Chuy Guadalupe=Lupita Juan=Juancho Antonio=Toño Manuel=Manolo Luis=Lucho
    Alejandro=Alex Roberto=Beto Eduardo=Lalo Enrique=Kike Rafael=Rafa Miguel=Migue Fernando=Nando Guillermo=Memo
    Gabriel=Gabo Santiago=Chago Isabel=Chabela Rosario=Chayo Mercedes=Meche Teresa=Tere Patricia=Paty Leticia=Lety
    Josefina=Chepina Carolina=Caro Alejandra=Ale Verónica=Vero Beatriz=Bety Daniel=Dani Sebastián=Sebas Ignacio=Nacho
    Gregorio=Goyo Salvador=Chava Refugio=Cuca Graciela=Chela Elizabeth=Liz Fernanda=Fer Nicolás=Nico Joaquín=Quino
    Emmanuel=Manno Jacques=Jako Micheline=Mimi Natacha=Tacha Mustafa=Musti Ibrahim=Ibo`).map(
    (pair) => pair.split('=') as [string, string],
  ),
)

/** Written as they are said in Creole. */
export const CREOLE: Readonly<Record<string, string>> = Object.fromEntries(
  words(`Jean=Jan Pierre=Pyè Joseph=Jozèf Louis=Lwi Charles=Chal François=Franswa Baptiste=Batis Jacques=Jak Michel=Michèl
    Philippe=Filip Toussaint=Tousen Étienne=Etyèn Antoine=Antwàn Célestin=Selesten Augustin=Ogisten Fleurimond=Flerimon
    Rose=Wòz Marie=Mari Robert=Wobè Roger=Wojè Dieudonné=Dyedone Thérèse=Terèz Nadège=Nadèj Guillaume=Giyòm
    Innocent=Inosan Lafleur=Laflè Laguerre=Lagè Dorvil=Dòvil Estimé=Estime Moïse=Moyiz Noël=Nowèl Beauvais=Bovè
    Victor=Viktò Cadet=Kadè Denis=Deni Duval=Dival Germain=Jèmen Julien=Jilyen Laurent=Loran Marcelin=Maslen
    Mathieu=Matye Nicolas=Nikola Sylvain=Silven Théodore=Teyodò Georges=Jòj Lucien=Lisyen Marc=Mak René=Wene Pascal=Paskal
    Claude=Klod Roseline=Wozlin Guerda=Gèda Martine=Matin Jocelyne=Joslin Ghislaine=Gislèn Micheline=Michlin Yves=Iv
    Rodrigue=Wodrig Patrick=Patrik Christelle=Kristèl Chantal=Chantal Bernadette=Bènadèt Fabienne=Fabyèn Wilner=Wilnè`).map(
    (pair) => pair.split('=') as [string, string],
  ),
)

/** Latin spellings of one Arabic name, with the habits of French, English and Spanish clerks. */
export const ARABIC: readonly (readonly string[])[] = `
  Mohammed Mohamed Muhammad Mohamad Mouhamed|Ahmad Ahmed Ahmet Achmad|Mahmoud Mahmud Mahmood|Mustafa Mostafa Moustapha
  |Hussein Hossein Husain Houssein|Hassan Hasan Hassane|Omar Umar Omer|Yusuf Youssef Yousef Yosuf|Ibrahim Ebrahim Brahim
  |Ismail Esmail Ismael|Khalid Khaled Jaled|Abdullah Abdallah Abdoulaye Abdulá|Saeed Said Saïd|Tariq Tarek Tarik
  |Walid Waleed Oualid|Yahya Yahia Yehia|Rashid Rachid Rasheed|Karim Kareem|Jamal Gamal Djamal|Hamid Hameed|Habib Habeeb
  |Faisal Faysal Feisal|Bashir Bachir Basheer|Salim Saleem|Samir Sameer|Qasim Kassem Qassim|Murad Mourad|Sulaiman Suleiman
  Soleiman Souleymane|Abdul-Rahman Abderrahman Abdurrahman Abdelrahman|Abdul-Aziz Abdelaziz Abdulaziz|Othman Osman Ousmane
  |Nasir Nasser Naser|Fatima Fatma Fatimah|Aisha Aicha Ayesha|Khadija Khadijah Jadiya Kadija|Maryam Mariam Meryem
  |Zainab Zeinab Zaynab Zineb|Amina Aminah|Layla Leila Laila|Noor Nour Nur|Huda Houda Hoda|Samira Sameera|Sumaya Soumaya
  |Rukaya Roukaya Ruqayya|Zahra Zohra|Hashimi Hashemi Hachimi|Husseini Hosseini Hussaini|Karimi Kareemi|Rahimi Raheemi
  |Haddad Hadad|Khoury Khouri Khuri|Najjar Najar|Ghanem Ghanim|Masri Al-Masri El-Masri|Rahman Rehman Rahmane
  |Sharif Cherif Shareef|Mansour Mansur Mansoor|Mohammadi Mohamadi Muhammadi|Yousefi Yusufi Yosofi|Rezai Rezaei Rezaie
  |Diallo Djallo Jallow|Touré Toure Touray|Camara Kamara|Keita Keïta|Condé Kondé|Bangoura Bangura|Cissé Cisse Ceesay
  |Hariri Hareeri|Othmani Osmani|Cheikh Sheikh Shaikh|Noori Nouri Nuri|Amiri Ameeri|Jaber Jabir|Darwish Darwich Derwish
  |Kadiatou Kadiatu|Fatoumata Fatumata|Aissatou Aisatu|Mamadou Mamadu|Ould-Ahmed Ouldahmed|Safia Safiya|Halima Halimah`
  .split('|')
  .map(words)
