import type { Id } from '../domain/ids.ts'

/** Where ids come from. */
export interface IdSource {
  /** A new UUID version 7; later calls sort after earlier ones of the same process. */
  next<Of extends string>(): Id<Of>
}
