import type { Id } from '../domain/ids.ts'
import type { IdSource } from '../ports/id-source.ts'

/** Ids that read `00000000-0000-7000-8000-000000000001`, then `…2`: the same in every run. */
export class SequentialIdSource implements IdSource {
  #last = 0

  next<Of extends string>(): Id<Of> {
    this.#last += 1
    return `00000000-0000-7000-8000-${String(this.#last).padStart(12, '0')}` as Id<Of>
  }
}
