import { type LogFields, type Logger, redact } from '@cloudgreet/core'
import { destination, type Logger as Pino, pino, stdTimeFunctions } from 'pino'

/** One redacted JSON object a line on stdout. */
export function createPinoLogger(level: 'debug' | 'info' | 'warn' | 'error'): Logger {
  const root = pino(
    {
      level,
      base: { service: 'cloudgreet' },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      messageKey: 'message',
    },
    // Synchronous, so that the last lines before an exit are written.
    destination({ dest: 1, sync: true }),
  )
  return loggerOver(root)
}

function loggerOver(target: Pino): Logger {
  const write = (level: 'debug' | 'info' | 'warn' | 'error') => (message: string, fields?: LogFields) => {
    if (target.isLevelEnabled(level)) target[level](toLogLine(fields), String(redact(message)))
  }
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => loggerOver(target.child(toLogLine(fields))),
  }
}

/** `error` becomes `errorMessage`, `errorCode` and `errorDetails`; everything is redacted. */
export function toLogLine(fields: LogFields = {}): Record<string, unknown> {
  const { error, ...rest } = fields
  const line = redact(error === undefined ? rest : { ...toErrorFields(error), ...rest })
  return line as Record<string, unknown>
}

function toErrorFields(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { errorMessage: String(error), errorCode: 'unknown' }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
  return { errorMessage: error.message, errorCode: code, errorDetails: describe(error) }
}

function describe(error: Error): Record<string, unknown> {
  const { cause } = error
  return {
    name: error.name,
    stack: error.stack,
    ...(cause instanceof Error ? { cause: { message: cause.message, ...describe(cause) } } : {}),
  }
}
