import type { VendorReply } from './operation.ts'

/** Retell's error body: `{status: 'error', message}`. */
export function refuseAsRetell(status: VendorReply['status'], message = messages[status] ?? 'Error'): VendorReply {
  return { status, body: { status: 'error', message }, ...(status === 429 ? { headers: { 'retry-after': '2' } } : {}) }
}

/** Retell answers 422 for ids that it does not know, not 404. */
export function missingAtRetell(what: string): VendorReply {
  return refuseAsRetell(422, `Cannot find requested asset under given api key: ${what}.`)
}

const messages: Partial<Record<VendorReply['status'], string>> = {
  400: 'Invalid request format, please check API reference.',
  401: 'API key is missing or invalid.',
  402: 'Trial has ended, please add payment method.',
  429: 'Account rate limited, please throttle your requests.',
  500: 'An unexpected server error occurred.',
}
