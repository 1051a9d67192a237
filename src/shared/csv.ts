/** Words that the spreadsheet would run as a formula get an apostrophe before them; telephones do not need one. */
const guard = (cell: string) =>
  /^[=@\t]/u.test(cell) || (/^[+-]/u.test(cell) && !/^[+-]?[\d\s().-]*$/u.test(cell)) ? `'${cell}` : cell

function quote(cell: string, delimiter: string): string {
  const safe = guard(cell)
  return safe.includes(delimiter) || /["\r\n]/u.test(safe) || safe !== safe.trim()
    ? `"${safe.replaceAll('"', '""')}"`
    : safe
}

/** Records as CSV that Excel opens as it is: UTF-8 with its mark, and the delimiter the file came with. */
export function writeCsv(rows: readonly (readonly string[])[], delimiter = ';'): string {
  return `\ufeff${rows.map((row) => row.map((cell) => quote(cell, delimiter)).join(delimiter)).join('\r\n')}\r\n`
}
