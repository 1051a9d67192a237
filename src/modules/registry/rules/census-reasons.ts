/** Why a row was not created, or what a person should look at; with what to do. Said once, for page, command and file. */

export type ReasonKind = 'ignore' | 'refuse' | 'hold' | 'notice'
type Text = { why: string; todo: string }
type Entry = { kind: ReasonKind; es: Text; en: Text }

const entry = (kind: ReasonKind, esWhy: string, esTodo: string, enWhy: string, enTodo: string): Entry => ({
  kind,
  es: { why: esWhy, todo: esTodo },
  en: { why: enWhy, todo: enTodo },
})

export const reasons = {
  // No person in the row.
  blank: entry('ignore', 'Renglón vacío.', 'Nada que hacer.', 'Blank row.', 'Nothing to do.'),
  title: entry(
    'ignore',
    'Título o encabezado de sección.',
    'Nada que hacer.',
    'Title or section heading.',
    'Nothing to do.',
  ),
  header: entry('ignore', 'Renglón de encabezados.', 'Nada que hacer.', 'Row of headings.', 'Nothing to do.'),
  repeated_header: entry(
    'ignore',
    'Encabezados repetidos.',
    'Nada que hacer.',
    'Headings repeated.',
    'Nothing to do.',
  ),
  total: entry('ignore', 'Renglón de totales.', 'Nada que hacer.', 'Row of totals.', 'Nothing to do.'),
  note: entry('ignore', 'Nota al pie.', 'Nada que hacer.', 'Footnote.', 'Nothing to do.'),
  already_loaded: entry(
    'ignore',
    'Este renglón ya se cargó antes.',
    'Nada que hacer.',
    'This row was loaded before.',
    'Nothing to do.',
  ),
  said_same: entry(
    'ignore',
    'Se indicó que es la misma persona.',
    'Nada que hacer.',
    'Marked as the same person.',
    'Nothing to do.',
  ),
  // Nobody to register.
  no_name: entry(
    'refuse',
    'No hay ningún nombre ni apellido.',
    'Escriba al menos un nombre o un apellido y vuelva a cargar el renglón.',
    'There is no given name and no surname.',
    'Write at least one name or surname and load the row again.',
  ),
  // To look at first.
  birth_impossible: entry(
    'hold',
    'La fecha de nacimiento no existe en el calendario.',
    'Corrija la fecha; si no se sabe, deje la celda vacía.',
    'The date of birth is not in the calendar.',
    'Correct the date; if it is not known, leave the cell blank.',
  ),
  birth_in_future: entry(
    'hold',
    'La fecha de nacimiento es posterior al registro.',
    'Corrija la fecha; si no se sabe, deje la celda vacía.',
    'The date of birth is after the registration.',
    'Correct the date; if it is not known, leave the cell blank.',
  ),
  birth_too_long_ago: entry(
    'hold',
    'La fecha de nacimiento es de hace más de 120 años.',
    'Corrija la fecha; si no se sabe, deje la celda vacía.',
    'The date of birth is more than 120 years ago.',
    'Correct the date; if it is not known, leave the cell blank.',
  ),
  birth_unreadable: entry(
    'hold',
    'No se entiende la fecha de nacimiento.',
    'Escríbala como AAAA-MM-DD, o solo el año; si no se sabe, deje la celda vacía.',
    'The date of birth cannot be read.',
    'Write it as YYYY-MM-DD, or the year alone; if it is not known, leave the cell blank.',
  ),
  entry_impossible: entry(
    'hold',
    'La fecha de ingreso no existe o es posterior al día de hoy.',
    'Corrija la fecha de ingreso, o deje la celda vacía.',
    'The date of entry does not exist, or is after today.',
    'Correct the date of entry, or leave the cell blank.',
  ),
  possible_duplicate: entry(
    'hold',
    'Puede ser alguien que ya está en el registro o en otro renglón.',
    'Compare los dos. En el archivo por corregir, columna «Decisión», escriba NUEVA si es otra persona y MISMA si es la misma.',
    'This may be somebody who is in the registry or in another row already.',
    'Compare the two. In the file to correct, column “Decision”, write NEW if it is somebody else and SAME if it is the same person.',
  ),
  too_many_cells: entry(
    'hold',
    'El renglón tiene más celdas que encabezados: las columnas pueden estar recorridas.',
    'Revise si falta una comilla o sobra un separador, y corrija el renglón.',
    'The row has more cells than headings: its columns may have slipped.',
    'Look for a missing quote or a separator too many, and correct the row.',
  ),
  name_too_long: entry(
    'hold',
    'Un nombre tiene más de 300 caracteres.',
    'Revise si otro texto quedó en la celda del nombre.',
    'A name has more than 300 characters.',
    'See whether another text got into the cell of the name.',
  ),
  not_saved: entry(
    'hold',
    'No se pudo guardar a esta familia; no se guardó a nadie de ella.',
    'Vuelva a cargar el renglón; si se repite, avise a quien opera la plataforma.',
    'This family could not be saved; nobody of it was saved.',
    'Load the row again; if it happens again, tell whoever runs the platform.',
  ),
  // Registered; to be asked on occasion.
  sex_not_stated: entry(
    'notice',
    'El sexo está en blanco.',
    'Se registró como «no se sabe»; pregunte a la persona.',
    'Sex is blank.',
    'Registered as “not known”; ask the person.',
  ),
  sex_unreadable: entry(
    'notice',
    'No se entiende el sexo.',
    'Se registró como «no se sabe»; pregunte a la persona.',
    'Sex cannot be read.',
    'Registered as “not known”; ask the person.',
  ),
  sex_m_unanswered: entry(
    'notice',
    'No se ha dicho si en este archivo M significa mujer o masculino.',
    'Se registró como «no se sabe». Responda la pregunta del archivo antes de cargarlo.',
    'Nobody has said whether M stands for mujer (woman) or masculino (male) in this file.',
    'Registered as “not known”. Answer the question of the file before loading it.',
  ),
  sex_number_unanswered: entry(
    'notice',
    'No se ha dicho qué significan 1 y 2 en la columna del sexo.',
    'Se registró como «no se sabe». Responda la pregunta del archivo antes de cargarlo.',
    'Nobody has said what 1 and 2 stand for in the column of sex.',
    'Registered as “not known”. Answer the question of the file before loading it.',
  ),
  birth_not_known: entry(
    'notice',
    'No se sabe la fecha de nacimiento.',
    'Es normal; pregunte si alguna vez se sabe.',
    'The date of birth is not known.',
    'That is normal; ask if it ever becomes known.',
  ),
  birth_after_entry: entry(
    'notice',
    'Nació después de la fecha de ingreso de su familia.',
    'Confirme las dos fechas.',
    'Born after the date of entry of the family.',
    'Confirm both dates.',
  ),
  century_doubtful: entry(
    'notice',
    'El año tiene dos cifras y por él la persona sería una niña o un niño a cargo de la familia.',
    'Confirme el año de nacimiento.',
    'The year has two digits, and by it the person would be a child heading a family.',
    'Confirm the year of birth.',
  ),
  given_not_stated: entry(
    'notice',
    'Solo hay apellidos.',
    'Pregunte el nombre.',
    'There are only surnames.',
    'Ask for the given name.',
  ),
  name_not_split: entry(
    'notice',
    'El nombre completo está en una celda y no se separó.',
    'Separe nombre y apellidos como los dice la persona.',
    'The whole name is in one cell and was not split.',
    'Split given name and surnames as the person says them.',
  ),
  nationality_unreadable: entry(
    'notice',
    'No se entiende la nacionalidad.',
    'Pregunte y corrija.',
    'The nationality cannot be read.',
    'Ask and correct.',
  ),
  nationality_corrected: entry(
    'notice',
    'La nacionalidad se leyó con una letra corregida.',
    'Confirme.',
    'The nationality was read with a letter corrected.',
    'Confirm.',
  ),
  no_household: entry(
    'notice',
    'No tiene número de familia.',
    'Se registró sin familia; únala a la suya si la tiene.',
    'There is no family number.',
    'Registered without a family; join it to its own if it has one.',
  ),
  role_unreadable: entry(
    'notice',
    'No se entiende el parentesco.',
    'Pregunte y corrija.',
    'The kinship cannot be read.',
    'Ask and correct.',
  ),
  civil_status_unreadable: entry(
    'notice',
    'No se entiende el estado civil.',
    'Pregunte y corrija.',
    'The civil status cannot be read.',
    'Ask and correct.',
  ),
  phone_unreadable: entry(
    'notice',
    'No se entiende el teléfono.',
    'Pregunte y corrija.',
    'The telephone cannot be read.',
    'Ask and correct.',
  ),
  language_unreadable: entry(
    'notice',
    'No se entiende el idioma.',
    'Pregunte cuál es.',
    'The language cannot be read.',
    'Ask which it is.',
  ),
  schooling_unreadable: entry(
    'notice',
    'No se entiende la escolaridad.',
    'Pregunte y corrija.',
    'The schooling cannot be read.',
    'Ask and correct.',
  ),
  health_unreadable: entry(
    'notice',
    'No se entiende un dato de salud.',
    'Pregunte y corrija.',
    'A health entry cannot be read.',
    'Ask and correct.',
  ),
  entry_unreadable: entry(
    'notice',
    'No se entiende la fecha de ingreso.',
    'Se registró sin ella; pregunte y corrija.',
    'The date of entry cannot be read.',
    'Registered without it; ask and correct.',
  ),
  place_not_known: entry(
    'notice',
    'El lugar no está en el directorio.',
    'Se registró sin él; agregue el lugar al directorio si existe.',
    'The place is not in the directory.',
    'Registered without it; add the place to the directory if it exists.',
  ),
  no_document_recorded: entry(
    'notice',
    'No hay ningún documento anotado.',
    'Ofrezca orientación sobre sus trámites.',
    'No document is recorded.',
    'Offer guidance on procedures.',
  ),
  procedure_unnamed: entry(
    'notice',
    'Hay un trámite en curso y no se dice cuál.',
    'Pregunte qué trámite es.',
    'A procedure is under way, and it is not said which.',
    'Ask which procedure it is.',
  ),
  status_unreadable: entry(
    'notice',
    'No se entiende qué documentos o trámites tiene.',
    'Pregunte y corrija.',
    'The documents or procedures held cannot be read.',
    'Ask and correct.',
  ),
  group_unreadable: entry(
    'notice',
    'No se entiende el grupo de población.',
    'Pregunte y corrija.',
    'The population group cannot be read.',
    'Ask and correct.',
  ),
} satisfies Record<string, Entry>

export type ReasonCode = keyof typeof reasons

export const kindOf = (code: ReasonCode): ReasonKind => reasons[code].kind
export const reasonText = (code: ReasonCode, language: 'es' | 'en'): Text => reasons[code][language]
