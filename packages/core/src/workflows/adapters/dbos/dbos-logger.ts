import type { DBOSConfig } from '@dbos-inc/dbos-sdk'

import type { Logger } from '../../../kernel/ports/logger.ts'

/** The engine's own log lines, as ours: its chatter on `debug`, what needs a person on `warn` and `error`. */
export function toDbosLogger(logger: Logger): NonNullable<DBOSConfig['logger']> {
  const component = logger.child({ component: 'workflows' })
  return {
    info: (entry) => component.debug(String(entry)),
    debug: () => {},
    warn: (entry) => component.warn(String(entry)),
    error: (entry, metadata) => component.error(String(entry), { error: metadata?.error }),
  }
}
