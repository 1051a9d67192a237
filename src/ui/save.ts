/** Hands a file to whoever asked for it. */
export function saveCsv(name: string, pieces: string[]): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(pieces, { type: 'text/csv;charset=utf-8' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
