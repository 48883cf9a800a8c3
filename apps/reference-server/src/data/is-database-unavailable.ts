/** Connection lost (class 08), resources or shutdown (57P01-57P03, 53300), a wait that took too long (57014, 55P03, 40P01). */
const sqlStates = /^(08...|57P0[123]|57014|53...|55P03|40P01|40001|25006)$/
const socketCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'])
/** The driver names these by text alone. */
const driverTexts =
  /timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Cannot use a pool after calling end|is not currently accepting connections/

/** True when the database, not the statement, is at fault: the same call may succeed later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (
      'code' in cause &&
      typeof cause.code === 'string' &&
      (sqlStates.test(cause.code) || socketCodes.has(cause.code))
    )
      return true
    if (driverTexts.test(cause.message)) return true
  }
  return false
}
