import { v7 } from 'uuid'

import type { Id } from '../../domain/ids.ts'
import type { IdSource } from '../../ports/id-source.ts'

/** UUIDs of version 7 (RFC 9562) from the machine's clock and randomness. */
export const uuidSource: IdSource = {
  next: <Of extends string>() => v7() as Id<Of>,
}
