/**
 * Names for the synthetic registers: two lists of each kind, one to tune on (A) and one to report on (B), and two
 * more (C, D) of other names with spellings and nicknames of their own, taken neither from the package's list of
 * variants nor used to make it.
 */

const words = (text: string): string[] => text.trim().split(/\s+/)
const pairs = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(words(text).map((pair) => pair.split('=') as [string, string]))
const groups = (text: string): readonly (readonly string[])[] => text.split('|').map(words)

/** How a list's names are written otherwise. */
export interface Spellings {
  readonly nicknames: Readonly<Record<string, string>>
  /** Written as they are said in Creole. */
  readonly creole: Readonly<Record<string, string>>
  /** Latin spellings of one Arabic name. */
  readonly arabic: readonly (readonly string[])[]
}

export interface NameList extends Spellings {
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

/** What people are called at home; the generator's own, shorter than the library's. */
const NICKNAMES =
  pairs(`José=Pepe Francisco=Paco Jesús=Chuy Guadalupe=Lupita Juan=Juancho Antonio=Toño Manuel=Manolo Luis=Lucho
    Alejandro=Alex Roberto=Beto Eduardo=Lalo Enrique=Kike Rafael=Rafa Miguel=Migue Fernando=Nando Guillermo=Memo
    Gabriel=Gabo Santiago=Chago Isabel=Chabela Rosario=Chayo Mercedes=Meche Teresa=Tere Patricia=Paty Leticia=Lety
    Josefina=Chepina Carolina=Caro Alejandra=Ale Verónica=Vero Beatriz=Bety Daniel=Dani Sebastián=Sebas Ignacio=Nacho
    Gregorio=Goyo Salvador=Chava Refugio=Cuca Graciela=Chela Elizabeth=Liz Fernanda=Fer Nicolás=Nico Joaquín=Quino
    Emmanuel=Manno Jacques=Jako Micheline=Mimi Natacha=Tacha Mustafa=Musti Ibrahim=Ibo`)

/** Written as they are said in Creole. */
const CREOLE =
  pairs(`Jean=Jan Pierre=Pyè Joseph=Jozèf Louis=Lwi Charles=Chal François=Franswa Baptiste=Batis Jacques=Jak Michel=Michèl
    Philippe=Filip Toussaint=Tousen Étienne=Etyèn Antoine=Antwàn Célestin=Selesten Augustin=Ogisten Fleurimond=Flerimon
    Rose=Wòz Marie=Mari Robert=Wobè Roger=Wojè Dieudonné=Dyedone Thérèse=Terèz Nadège=Nadèj Guillaume=Giyòm
    Innocent=Inosan Lafleur=Laflè Laguerre=Lagè Dorvil=Dòvil Estimé=Estime Moïse=Moyiz Noël=Nowèl Beauvais=Bovè
    Victor=Viktò Cadet=Kadè Denis=Deni Duval=Dival Germain=Jèmen Julien=Jilyen Laurent=Loran Marcelin=Maslen
    Mathieu=Matye Nicolas=Nikola Sylvain=Silven Théodore=Teyodò Georges=Jòj Lucien=Lisyen Marc=Mak René=Wene Pascal=Paskal
    Claude=Klod Roseline=Wozlin Guerda=Gèda Martine=Matin Jocelyne=Joslin Ghislaine=Gislèn Micheline=Michlin Yves=Iv
    Rodrigue=Wodrig Patrick=Patrik Christelle=Kristèl Chantal=Chantal Bernadette=Bènadèt Fabienne=Fabyèn Wilner=Wilnè`)

/** Latin spellings of one Arabic name, with the habits of French, English and Spanish clerks. */
const ARABIC = groups(`
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
  |Kadiatou Kadiatu|Fatoumata Fatumata|Aissatou Aisatu|Mamadou Mamadu|Ould-Ahmed Ouldahmed|Safia Safiya|Halima Halimah`)

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
  nicknames: NICKNAMES,
  creole: CREOLE,
  arabic: ARABIC,
})

/** Names that stand in neither list above, nor among the package's spellings, and how they vary. */
const OTHERS: NameList = {
  esSurnames: words(`
    Choc Tzul Xol Caal Ajanel Tum Sic Batz Canul Balam Pech Dzul Chi Cahuich Arzú Barrientos Cifuentes Lemus Monzón
    Orellana Portillo Argueta Alfaro Menjívar Quintanilla Chacón Umanzor Iraheta Guardado Cartagena Euceda Bográn
    Izaguirre Kattán Lobo Maradiaga Membreño Ochaeta Paguaga Reconco Sabillón Tábora Velis Yanes Zúniga Alemán Baltodano
    Cuadra Chamorro Debayle Espinales Hooker Jarquín Lacayo Mairena Obando Ruedas Tijerino Urcuyo Vílchez Zeledón
    Abreu Belisario Carrasquel Dávila Escalona Fagúndez Gamboa Herdocia Infante Landaeta Manrique Noguera Oropeza
    Perdomo Quevedo Rengifo Salcedo Tovar Ugueto Villalobos Yépez Zerpa Armenteros Boza Caballero Despaigne Estévez
    Fonseca Gálvez Hevia Iglesias Jústiz Laffita Milanés Naranjo Olivera Pedroso Quiñones Reinoso Saborit Tamayo
    Urquiola Valdivia Zaldívar Agudelo Bedoya Cadavid Echeverri Hincapié Jaramillo Londoño Múnera Ocampo Posada Tobón
    Uribe Villa Zapata Alcívar Bajaña Cevallos Loor Macas Pincay Toala Yagual Zambrano`),
  esWomen: words(`
    Amparo Blanca Catarina Delia Eugenia Filomena Gladis Hilda Ivonne Jacinta Kimberly Lidia Magdalena Nidia Olga Petrona
    Rebeca Santos Tomasa Úrsula Virginia Walkiria Yamileth Zenaida Aurora Berta Celia Dunia Emilia Flor Hortensia Ileana
    Julissa Katherine Luz Marina Nora Ofelia Paula Rosaura Selena Tania Vilma Yaritza Anahí Brígida Cándida Dora Erlinda
    Fidelia Georgina Heidi Indira Judith Leonor Maura Nayeli Odalys Perla Reina Saraí Trinidad Victoria Yuridia`),
  esMen: words(`
    Adolfo Benjamín Cándido Domingo Esteban Federico Gilberto Humberto Israel Jacinto Leonardo Maximiliano Norberto Octavio
    Porfirio Rigoberto Saúl Tomás Ulises Valentín Wilfredo Yader Zacarías Abel Bayron Cirilo Donaldo Efraín Fausto Germán
    Hipólito Ismael Jonathan Leopoldo Marvin Nahúm Obdulio Plutarco Rodolfo Santos Teodoro Uriel Virgilio Yovani Aurelio
    Bernardo Camilo Dagoberto Erick Félix Gonzalo Heriberto Isidro Jeremías Lázaro Mauricio Noé Orestes Ronal Simón`),
  htSurnames: words(`
    Alcindor Alexis Bellegarde Bien-Aimé Bonhomme Charlemagne Chérenfant Dessalines Dorléans Eugène Félix Fénelon Gilles
    Hilaire Honoré Isidore Janvier Jasmin Joachim Lamour Lazarre Lecomte Léger Lindor Maurice Mésidor Mondésir Narcisse
    Octave Olivier Osias Philogène Pluviose Prosper Racine Renaud Richelieu Romain Saint-Cyr Saint-Fleur Saint-Vil
    Sénatus Simon Thélusma Tilus Valmé Vernet Voltaire Alcéus Blaise Calixte Désulmé Élie Francillon Gédéon Jean-Jacques
    Jean-Charles Lamothe Marcellus Nérestant Orélus Pierre-Charles Sainvil Sanon Vertilus`),
  htWomen: words(`
    Adeline Angéline Cassandre Claudette Édith Elvire Emmanuella Ernise Évelyne Florence Gertrude Gina Hélène Immacula
    Jacqueline Jeanne Josette Lucienne Lunise Madeleine Marlène Mona Myriame Odette Paulette Rachelle Rosalie Simone Solange
    Suzette Venise Violette Marie-Lourdes Marie-Thérèse Rose-Laure Anne-Marie Dieula Fedna Guirlande Kerline`),
  htMen: words(`
    Adrien Alcide André Anel Arnold Bertrand Bruno Clément Dominique Edner Ernst Fabrice Ferdinand Garry Gaspard Guy Hervé
    Hubert Jude Kerby Léon Maxime Olivier Raymond Renel Romual Ronald Théophile Valéry Wesner Yvon Jean-Baptiste Jean-Rony
    Pierre-Richard Andris Dieuseul Exilus Mackendy Roody Woodly`),
  arSurnames: words(`
    Shahin Abbas Zaidan Kanaan Saab Daher Fares Ghazi Hamdan Issa Jabbour Khalil Makhoul Maalouf Nahas Obeid Rifai Shami
    Younes Zein Zoubi Wakil Rostami Faizi Ghafari Jalali Kakar Momand Nazari Omari Qaderi Safi Sarwari Tajik Waziri Zamani
    Balde Kourouma Doumbouya Kaba Sano Soumare Tounkara Mbaye Boubacar Lemine Jiddou Mouloud Bouh Sangare Sako`),
  arWomen: words(`
    Rim Dalal Dima Ghada Hiba Inas Iman Jamila Kawthar Lubna Manal Marwa Nawal Rabia Sabah Sahar Shirin Suad Tahmina Wafa
    Yusra Zulaikha Farida Gulalai Hafsa Binta Djenabou Maimouna Ramata Oumou`),
  arMen: words(`
    Adel Ayman Basel Fadi Fouad Ghassan Imad Iyad Jihad Kamal Louay Maher Mazen Munir Nizar Osama Qais Ramzi Riad Sami
    Wael Ziad Zakaria Esmatullah Rahmatullah Ajmal Nawid Rohullah Sekou Thierno Lansana Saliou Mamoudou Isselmou`),
  nicknames: pairs(`
    Rigoberto=Rigo Wilfredo=Wil Maximiliano=Maxi Humberto=Tito Leonardo=Leo Rodolfo=Rudy Adolfo=Fito Federico=Fede
    Leopoldo=Polo Hipólito=Polo Gilberto=Gil Bernardo=Nardo Tomás=Tomi Eugenia=Kena Rebeca=Beca Magdalena=Magda
    Filomena=Mena Emilia=Emi Victoria=Vicky Virginia=Vicky Jacinta=Chinta Katherine=Kathy Maximino=Chimino Gonzalo=Chalo
    Benjamín=Benja Mauricio=Mau Yamileth=Yami Kimberly=Kim Valentín=Vale Esteban=Teban Jonathan=Jony`),
  creole: pairs(`
    Alcindor=Alsendò Alexis=Aleksi Bellegarde=Bèlgad Aimé=Eme Bien=Byen Bonhomme=Bonòm Charlemagne=Chalmay
    Chérenfant=Cherenfan Dessalines=Desalin Dorléans=Dòleyan Eugène=Ejèn Félix=Feliks Gilles=Jil Hilaire=Ilè Honoré=Onore
    Isidore=Izidò Janvier=Janvye Jasmin=Jasmen Joachim=Jowachen Lamour=Lamou Lazarre=Laza Lecomte=Lekont Léger=Leje
    Lindor=Lendò Maurice=Moris Mésidor=Mezidò Mondésir=Mondezi Narcisse=Nasis Octave=Oktav Olivier=Olivye Osias=Ozyas
    Philogène=Filojèn Pluviose=Plivyoz Prosper=Pwospè Racine=Rasin Renaud=Reno Richelieu=Richelye Romain=Womèn Saint=Sen
    Cyr=Si Fleur=Flè Sénatus=Senatis Thélusma=Telisma Tilus=Tilis Vernet=Vènè Voltaire=Vòltè Alcéus=Alseyis Blaise=Blèz
    Calixte=Kaliks Désulmé=Dezilme Élie=Eli Francillon=Fransiyon Gédéon=Jedeyon Jean=Jan Jacques=Jak Charles=Chal
    Lamothe=Lamòt Marcellus=Maselis Nérestant=Nerestan Orélus=Orelis Pierre=Pyè Vertilus=Vètilis Adeline=Adlin
    Angéline=Anjlin Cassandre=Kasann Claudette=Klodèt Édith=Edit Elvire=Elvi Ernise=Ènis Évelyne=Evlin Florence=Florans
    Gertrude=Jètrid Gina=Jina Hélène=Elèn Immacula=Imakila Jacqueline=Jaklin Jeanne=Jàn Josette=Jozèt Lucienne=Lisyèn
    Lunise=Linis Madeleine=Madlèn Marlène=Malèn Myriame=Miryam Odette=Odèt Paulette=Polèt Rachelle=Rachèl Rosalie=Wozali
    Simone=Simòn Solange=Solanj Suzette=Sizèt Venise=Veniz Violette=Vyolèt Marie=Mari Lourdes=Loud Thérèse=Terèz Rose=Wòz
    Laure=Lò Anne=Àn Guirlande=Gilann Kerline=Kèlin Adrien=Adriyen Alcide=Alsid Arnold=Anòl Bertrand=Bètran Bruno=Brino
    Clément=Kleman Dominique=Dominik Edner=Ednè Ernst=Èns Fabrice=Fabris Ferdinand=Fèdinan Gaspard=Gaspa Guy=Gi
    Hervé=Ève Hubert=Ibè Jude=Jid Kerby=Kèbi Léon=Leyon Maxime=Maksim Raymond=Remon Romual=Womyal Ronald=Wonal
    Théophile=Teyofil Wesner=Wesnè Yvon=Ivon Baptiste=Batis Rony=Woni Richard=Richa Dieuseul=Dyesèl Exilus=Egzilis`),
  arabic: groups(`
    Shahin Shaheen Chahine|Abbas Abas|Zaidan Zeidan Zaydan|Kanaan Canaan Kenaan|Daher Dahir Dhaher|Fares Faris Farès
    |Ghazi Gazi|Hamdan Hemdan|Issa Isa Eissa|Jabbour Jabour|Khalil Khaleel Jalil|Makhoul Makhul Majul|Maalouf Malouf
    Maluf|Nahas Nahhas|Obeid Ubaid Obaid|Rifai Refai Rifaee|Shami Chami|Younes Yunus Younis|Zein Zayn|Zoubi Zubi Zuobi
    |Wakil Wakeel Vakil|Rostami Rustami|Faizi Fayzi|Ghafari Ghaffari Gafari|Jalali Djalali|Kakar Kakkar|Momand Mohmand
    |Nazari Nazary|Omari Umari Omary|Qaderi Qadiri Kaderi|Safi Saafi|Sarwari Sarwary|Tajik Tadjik|Waziri Vaziri Ouaziri
    |Zamani Zamany|Balde Baldé|Kourouma Kuruma|Doumbouya Dumbuya Doumbia|Kaba Kabba|Sano Sanoh|Soumare Soumaré Sumare
    |Tounkara Tunkara|Boubacar Boubakar Bubacar|Lemine Lamine|Mouloud Mawloud Maouloud|Sangare Sangaré Sankare|Rim Reem
    |Dima Deema|Ghada Gada|Hiba Heba|Inas Enas|Iman Eman Imane|Jamila Djamila Jameela|Kawthar Kaouthar Kauzar|Lubna Loubna
    |Marwa Maroua|Nawal Naoual|Rabia Rabiaa|Shirin Shireen Chirine|Suad Souad|Tahmina Tahmeena|Wafa Ouafa|Yusra Yousra
    |Zulaikha Zuleikha Zoulikha|Farida Fareeda|Hafsa Hafsah|Binta Bintou|Djenabou Djenaba|Maimouna Maimuna Maymouna
    |Ramata Ramatou|Oumou Umu|Adel Adil|Ayman Aymen Aiman|Basel Bassel Basil|Fadi Fady|Fouad Fuad|Ghassan Gassan|Imad Emad
    |Iyad Eyad|Jihad Djihad Yihad|Kamal Kemal|Louay Luay Loay|Maher Mahir|Mazen Mazin|Munir Mounir Mouneer|Nizar Nezar
    |Osama Usama Oussama|Qais Kais Qays|Ramzi Ramzy|Riad Riyad Riyadh|Sami Samy|Wael Wail Ouael|Ziad Ziyad
    |Zakaria Zakariya Zacharia|Esmatullah Ismatullah|Rahmatullah Rahmatollah|Nawid Naveed Navid|Rohullah Ruhullah
    |Sekou Sékou|Thierno Tierno|Lansana Lancana|Saliou Saliu|Mamoudou Mamudu|Isselmou Islmou`),
}

/** A fourth list, made after the names of the third had been looked at to mend the keys by sound. */
const FURTHER: NameList = {
  esSurnames: words(`
    Pacay Cucul Coy Tec Mucú Ixcoy Ajpop Chub Tiul Bá Quib Sacul Ical Choj Mejicanos Aldana Arévalo Batres Berganza
    Cabañas Catalán Chinchilla Coronado Dardón Estrella Gálvez Girón Herrarte Jerez Klee Leal Marroquín Monterroso Nájera
    Oliveros Paiz Pellecer Ponciano Recinos Samayoa Tejada Urízar Valladares Ydígoras Zepúlveda Andino Bustillo Colindres
    Durón Euraque Fiallos Galeano Handal Inestroza Jerezano Laínez Midence Nolasco Oseguera Pagoaga Raudales Suazo Tróchez
    Valeriano Williams Zerón Acevedo Bracho Cegarra Duno Faría Graterol Hurtado Isea Lugo Morillo Nieves Ochea Petit
    Quero Reverol Semprún Troconis Uzcátegui Viloria Yanez Zambrano Arrechea Bencomo Calzadilla Duarte Echemendía Frómeta
    Guerra Hechavarría Izquierdo Labrada Matos Nápoles Ortueta Piñeiro Rosabal Sotolongo Verdecia`),
  esWomen: words(`
    Abigail Bárbara Cecilia Dolores Elsa Felicita Genoveva Herlinda Idalia Johana Katia Lourdes Mayra Noemí Otilia Priscila
    Roxana Sonia Thelma Uberlinda Viviana Wendolyn Yamila Zoraida Ada Brígida Corina Dominga Eva Florinda Gregoria Iveth
    Jessenia Lilian Melissa Nubia Paulina Reyna Salomé Teodora Vanessa Yolany Zuleyma Ariana Betzabé Celeste Dilcia`),
  esMen: words(`
    Abraham Baltazar Celso Danilo Emilio Fidel Gilmer Horacio Ismael Josué Kelvin Lisandro Melvin Néstor Olvin Pascual
    Ramiro Santos Teófilo Urbano Vladimir Wilson Yefri Zenón Adán Bonifacio Cornelio Demetrio Eliseo Florencio Genaro
    Heber Inocente Jaime Leandro Macario Nicanor Oliverio Próspero Reinaldo Silvestre Toribio Wenceslao Yasmany Amílcar`),
  htSurnames: words(`
    Absalon Adolphe Anglade Auguste Azor Barthélemy Belfort Bernadin Blanchard Boucher Brunache Cantave Casimir César
    Chevalier Clervil Colas Corvil Daniel Delice Descollines Dimanche Dolcé Dumas Dumont Duclos Élysée Éliacin Ferrus
    Fontaine Forestal Francisque Frédéric Gabriel Geffrard Grégoire Guillaume Henry Jacquet Jocelyn Jolicœur Labissière
    Lacroix Lafontant Lambert Larosilière Latortue Lebrun Leconte Lespinasse Lherisson Lorméus Lucas Luxama Malvoisin
    Manigat Marseille Ménard Montas Nazaire Nestor Numa Onésime Paultre Payen Périclès Philistin Pompilus Préval Printemps
    Rigaud Rivière Roc Roumain Sajous Salnave Seide Sévère Surin Tancrède Thomas Trouillot Valentin Vilmé`),
  htWomen: words(`
    Agathe Aline Aurélie Béatrix Blandine Caroline Cécile Charlotte Clotilde Daphnée Denise Dorothée Élise Ernestine
    Eunice Eveline Françoise Gabrielle Geneviève Georgette Guerlande Henriette Irène Jessie Joséphine Julienne Laurette
    Léonie Louise Lucie Marguerite Marie-Carmel Marie-Josée Mireille Monique Nicole Paula Raymonde Rosemène Sherley
    Sylvie Véronique Viergeline Wislande Yanick Yvette`),
  htMen: words(`
    Abner Alain Albert Amos Ancy Augustin Camille Carlo Cédric Christian Constant Darlin David Edmond Élie Ernest Fénel
    Franck Frédo Gaston Georges Gérald Gilbert Grégory Harold Henri Isaac Jackson Jean-Claude Jérôme Jonas Jules Lionel
    Ludovic Luc Marcel Max Michelet Nathan Osner Pierre-Paul Réginald Richard Rolin Rosny Thierry Vilaire Walner Yvens`),
  arSurnames: words(`
    Abboud Ammar Atallah Awad Bitar Daoud Eid Farah Hakimi Hamza Idris Jandali Kabbani Latif Mahdi Nimr Qudsi Rajab Saleh
    Sayegh Tamimi Wehbe Zaki Akbari Alokozai Barakzai Durrani Ebrahimi Ghulami Jafari Kohistani Mangal Naderi Osmani
    Paktin Rasuli Samadi Tokhi Zadran Bamba Cherif Dem Fall Guèye Kane Mané Ndiaye Niang Sarr Sidibé Thiam Wane Deddah`),
  arWomen: words(`
    Abeer Bushra Dunya Fairuz Ghazal Hind Jumana Kamila Lamia Maha Najwa Ola Raghad Suhair Taghrid Widad Yara Zubaida
    Arezo Benafsha Fereshta Homaira Laleh Nilofar Setara Awa Coumba Dieynaba Ndeye Penda`),
  arMen: words(`
    Abbas Anwar Burhan Daoud Ehab Firas Hadi Hatem Ihsan Jalal Khalil Luqman Majid Nabil Obaid Rafiq Sabri Tawfiq Usman
    Wasim Yasir Zaid Aziz Esmat Gul Haroun Mirwais Najibullah Samiullah Boubou Demba Ely Lamine Modou Pape`),
  nicknames: pairs(`
    Abraham=Abra Emilio=Milo Horacio=Lacho Ismael=Isma Leandro=Lea Melissa=Meli Salomé=Salo Cecilia=Ceci Dolores=Loli
    Lourdes=Lulú Genoveva=Veva Bárbara=Barbi Florencio=Lencho Inocente=Chente Demetrio=Deme Vanessa=Vane Reinaldo=Rei
    Abigail=Abi Jaime=Jimi Viviana=Vivi Daniel=Danny Wilson=Will`),
  creole: pairs(`
    Absalon=Absalon Adolphe=Adòf Anglade=Anglad Auguste=Ogis Azor=Azò Barthélemy=Batelmi Belfort=Bèlfò Bernadin=Bènaden
    Blanchard=Blancha Boucher=Bouche Brunache=Brinach Cantave=Kantav Casimir=Kazimi César=Seza Chevalier=Chevalye
    Clervil=Klèvil Colas=Kola Corvil=Kòvil Daniel=Danyèl Delice=Delis Descollines=Dekolin Dimanche=Dimanch Dolcé=Dòlse
    Dumas=Dima Dumont=Dimon Duclos=Diklo Élysée=Elize Éliacin=Elyasen Ferrus=Feris Fontaine=Fontèn Forestal=Forestal
    Francisque=Fransik Frédéric=Frederik Gabriel=Gabriyèl Geffrard=Jefra Grégoire=Gregwa Guillaume=Giyòm Henry=Anri
    Jacquet=Jakè Jocelyn=Joslen Jolicœur=Jolikè Labissière=Labisyè Lacroix=Lakwa Lafontant=Lafontan Lambert=Lanbè
    Larosilière=Lawozilyè Latortue=Latòti Lebrun=Lebren Leconte=Lekont Lespinasse=Lespinas Lherisson=Lerison Lorméus=Lòmeyis
    Lucas=Lika Luxama=Liksama Malvoisin=Malvwazen Manigat=Maniga Marseille=Masèy Ménard=Mena Montas=Montas Nazaire=Nazè
    Nestor=Nestò Numa=Nima Onésime=Onezim Paultre=Pòlt Payen=Payen Périclès=Periklès Philistin=Filisten Pompilus=Ponpilis
    Préval=Preval Printemps=Prentan Rigaud=Rigo Rivière=Rivyè Roc=Wòk Roumain=Woumen Sajous=Sajou Salnave=Salnav Seide=Sèd
    Sévère=Sevè Surin=Siren Tancrède=Tankrèd Thomas=Toma Trouillot=Trouyo Valentin=Valanten Vilmé=Vilme Agathe=Agat
    Aline=Alin Aurélie=Oreli Blandine=Blandin Caroline=Kawolin Cécile=Sesil Charlotte=Chalòt Clotilde=Klotild Daphnée=Dafne
    Denise=Deniz Dorothée=Dowote Élise=Eliz Ernestine=Ènestin Eunice=Enis Eveline=Evlin Françoise=Franswaz Gabrielle=Gabriyèl
    Geneviève=Jenvyèv Georgette=Jòjèt Guerlande=Gèlann Henriette=Anryèt Irène=Irèn Jessie=Jesi Joséphine=Jozefin
    Julienne=Jilyèn Laurette=Lorèt Léonie=Leyoni Louise=Lwiz Lucie=Lisi Marguerite=Magrit Marie=Mari Carmel=Kamèl
    Josée=Joze Mireille=Mirèy Monique=Monik Nicole=Nikòl Paula=Pola Raymonde=Remond Rosemène=Wozmèn Sherley=Chèle
    Sylvie=Silvi Véronique=Vewonik Viergeline=Vyèjlin Wislande=Wislann Yanick=Yanik Yvette=Ivèt Abner=Abnè Alain=Alen
    Albert=Albè Amos=Amòs Ancy=Ansi Augustin=Ogisten Camille=Kamiy Carlo=Kalo Cédric=Sedrik Christian=Kristyan
    Constant=Konstan Darlin=Dalen David=David Edmond=Edmon Élie=Eli Ernest=Ènès Fénel=Fenèl Franck=Frank Frédo=Fredo
    Gaston=Gaston Georges=Jòj Gérald=Jeral Gilbert=Jilbè Grégory=Gregori Harold=Awòl Henri=Anri Isaac=Izak Jackson=Jaksonn
    Jean=Jan Claude=Klod Jérôme=Jewòm Jonas=Jonas Jules=Jil Lionel=Lyonèl Ludovic=Lidovik Luc=Lik Marcel=Masèl Max=Maks
    Michelet=Michlè Nathan=Natan Osner=Osnè Pierre=Pyè Paul=Pòl Réginald=Rejinal Richard=Richa Rolin=Wolen Rosny=Wosni
    Thierry=Tyeri Vilaire=Vilè Walner=Walnè Yvens=Ivens`),
  arabic: groups(`
    Abboud Aboud|Ammar Amar|Atallah Ataallah Attalah|Awad Awwad Aouad|Bitar Beitar|Daoud Dawud Dawood Daud|Eid Aid|Farah Farrah
    |Hakimi Hakeemi|Hamza Hamzah Hamzeh|Idris Idrees Idriss|Jandali Djandali|Kabbani Qabbani|Latif Lateef|Mahdi Mehdi
    |Nimr Nimer|Rajab Radjab Ragab|Saleh Salih Salah|Tamimi Temimi|Zaki Zaky|Akbari Akbary|Durrani Dorrani|Ebrahimi Ibrahimi
    |Jafari Jaafari Djafari|Kohistani Kohestani|Mangal Mengal|Naderi Nadiri|Osmani Usmani|Rasuli Rasouli Rassuli|Samadi Samady
    |Zadran Jadran|Cherif Sharif|Guèye Gueye Guey|Kane Kanne|Ndiaye Njie|Sarr Sar|Sidibé Sidibe|Thiam Tiam|Abeer Abir
    |Bushra Boushra Bouchra|Dunya Dounia Dunia|Fairuz Fayrouz|Hind Hend|Jumana Joumana|Kamila Kameela|Lamia Lamya|Najwa Najoua
    |Suhair Souhair Suheir|Widad Ouidad|Zubaida Zoubeida Zubeida|Arezo Arezoo|Homaira Humaira|Nilofar Nilufar Niloufar
    |Setara Sitara|Coumba Kumba|Anwar Anouar|Burhan Bourhane|Ehab Ihab|Firas Feras|Hatem Hatim|Jalal Djalal|Khalil Khaleel
    |Luqman Lokman Loqman|Majid Majeed|Nabil Nabeel|Obaid Ubaid Obeid|Rafiq Rafik|Tawfiq Toufik Tewfik|Usman Osman Ousman
    |Wasim Waseem Ouassim|Yasir Yasser Yaser|Zaid Zayd Zeid|Esmat Ismat|Haroun Harun Haron|Mirwais Mirwaiss|Lamine Lamin
    |Modou Modu`),
}

export const LISTS: Readonly<Record<'A' | 'B' | 'C' | 'D', NameList>> = {
  A: list(0),
  B: list(1),
  C: OTHERS,
  D: FURTHER,
}
