import { CloudGreetApiError } from './client.ts'

/** What a failure notice shows. */
export type ShownProblem = {
  readonly code: string
  readonly detail: string
  readonly traceId: string | undefined
}

export function toShownProblem(error: unknown): ShownProblem {
  if (CloudGreetApiError.isInstance(error)) {
    return { code: error.code, detail: error.detail, traceId: error.traceId }
  }
  return { code: 'render_failed', detail: 'The page met something it did not expect.', traceId: undefined }
}

/** Nobody is signed in any more: only a new sign-in helps. */
export function isSignedOut(error: unknown): boolean {
  return CloudGreetApiError.isInstance(error) && error.status === 401
}

/** Whether the server may have done it all the same: the same Idempotency-Key asks again without doing it twice. */
export function isOutcomeUnknown(error: unknown): boolean {
  if (!CloudGreetApiError.isInstance(error)) return true
  return error.status === 0 || error.status === 500 || error.code === 'send_unconfirmed'
}
