/** `+13125550142` as `(312) 555-0142`; another country's number with spaces; null as `Unknown number`. */
export function formatPhone(number: string | null): string {
  if (number === null || number === '') return 'Unknown number'
  const american = /^\+1(\d{3})(\d{3})(\d{4})$/.exec(number)
  if (american !== null) return `(${american[1]}) ${american[2]}-${american[3]}`
  return number.replace(/^(\+\d{2})(\d{2,3})(\d{3})(\d+)$/, '$1 $2 $3 $4')
}
