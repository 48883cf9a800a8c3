import type { Json } from '@cloudgreet/core'

import type { IdempotencyKeys } from '../data/idempotency-keys.ts'
import { RequestError } from './request-error.ts'

export interface IdempotentRequest {
  /** Whose keys, and for which route. */
  readonly scope: string
  /** The header `Idempotency-Key`; without one the work is simply done. */
  readonly key: string | undefined
  /** What must be the same in a repeat. Never a secret. */
  readonly request: Json
}

export interface StoredAnswer {
  readonly status: number
  /** Never a secret: it is stored in clear. */
  readonly body: Json
}

/**
 * Does the work once for each key; a repeat gets the first answer. Work that throws may be tried again.
 *
 * @throws {RequestError} 422 `idempotency_key_reused` for another request, 409 `idempotency_key_running`
 */
export async function answerOnce(
  keys: IdempotencyKeys,
  { scope, key, request }: IdempotentRequest,
  work: () => Promise<StoredAnswer>,
): Promise<StoredAnswer & { readonly isRepeat: boolean }> {
  if (key === undefined) return { ...(await work()), isRepeat: false }
  if (key.length > 255) throw new RequestError(422, 'idempotency_key_too_long', 'Use at most 255 characters as a key.')
  const claim = await keys.claim(scope, key, request)
  if (claim.outcome === 'repeat') return { status: claim.status, body: claim.body, isRepeat: true }
  if (claim.outcome === 'mismatch')
    throw new RequestError(422, 'idempotency_key_reused', 'This key was used for another request; take a new one.')
  if (claim.outcome === 'running')
    throw new RequestError(409, 'idempotency_key_running', 'The first request with this key is not answered yet.', {
      retryAfter: 1,
    })
  try {
    const answer = await work()
    await keys.finish(scope, key, answer)
    return { ...answer, isRepeat: false }
  } catch (error) {
    await keys.abandon(scope, key)
    throw error
  }
}
