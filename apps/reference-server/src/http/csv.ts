/** Characters with which a spreadsheet takes a cell for a formula (OWASP), full-width forms included. */
const formulaStart = /^[=+\-@\t\r＝＋－＠]/
const telephoneNumber = /^\+\d{7,15}$/

/**
 * One row of RFC 4180 text. A cell that begins like a formula gets an apostrophe in front;
 * a telephone number in E.164 stays as it is, for it is a formula in no spreadsheet that keeps text.
 */
export function toCsvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(toCell).join(',')}\r\n`
}

function toCell(value: string | number | null): string {
  if (value === null) return ''
  const text = String(value)
  const safe = formulaStart.test(text) && !telephoneNumber.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe
}
