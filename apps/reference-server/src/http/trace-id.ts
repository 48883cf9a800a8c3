import { randomBytes } from 'node:crypto'

const traceParent = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/
const noTrace = '0'.repeat(32)

/** The caller's trace id (W3C `traceparent`), or a new one: 32 hexadecimal digits. */
export function toTraceId(header: string | readonly string[] | undefined): string {
  const given = typeof header === 'string' ? traceParent.exec(header)?.[1] : undefined
  return given === undefined || given === noTrace ? randomBytes(16).toString('hex') : given
}
