/**
 * SQLSTATEs that end or refuse the connection: class 08 (but 08P01 is also what a wrong count of values gives),
 * the server's shutdown, crash and start (57P01-57P03), and too many connections (53300).
 */
const connectionStates = /^(08(?!P01)|57P0[1-3]|53300)/
const sqlState = /^[0-9][0-9A-Z]{4}$|^[FHPX][0-9A-Z]{4}$/

function codeOf(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** The SQLSTATE (`23505`) when the server itself refused the statement. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = codeOf(error)
  return code !== undefined && sqlState.test(code) ? code : undefined
}

/**
 * True when the connection failed, not the statement: whether it took effect is unknown.
 * The driver's own errors about a connection carry no SQLSTATE; a TypeError is a value it could not send.
 */
export function isLostConnection(error: unknown): boolean {
  const state = sqlStateOf(error)
  if (state !== undefined) return connectionStates.test(state)
  return error instanceof Error && !(error instanceof TypeError)
}

/** Names a failure for operators: the SQLSTATE, our own code, or the error's name. Never its message. */
export function classifyFailure(error: unknown): string {
  return codeOf(error) ?? (error instanceof Error ? error.name : 'unknown')
}
