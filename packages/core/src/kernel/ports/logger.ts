/** Values of one log line. They pass through {@link redact} before they are written. */
export type LogFields = Readonly<Record<string, unknown>>

/** Structured log: one JSON object a line. */
export interface Logger {
  debug(message: string, fields?: LogFields): void
  info(message: string, fields?: LogFields): void
  warn(message: string, fields?: LogFields): void
  /** `fields.error`, when present, becomes `errorMessage`, `errorCode` and `errorDetails`. */
  error(message: string, fields?: LogFields): void
  /** A logger that adds the fields to each of its lines. */
  child(fields: LogFields): Logger
}
