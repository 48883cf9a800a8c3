import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'

import { retellUrl, telnyxUrl, useDocumentedVendors } from '../simulator/__fixtures__/documented-vendors.ts'
import { createRetellCredentialCheck } from './adapters/retell/retell-credential-check.ts'
import { createTelnyxCredentialCheck } from './adapters/telnyx/telnyx-credential-check.ts'

const vendors = useDocumentedVendors()
const checks = {
  retell: { check: createRetellCredentialCheck({ apiKey: 'any' }), url: `${retellUrl}/get-concurrency` },
  telnyx: { check: createTelnyxCredentialCheck({ apiKey: 'any' }), url: `${telnyxUrl}/phone_numbers` },
}

it.each(['retell', 'telnyx'] as const)('takes the documented reply of %s for a valid key', async (vendor) => {
  expect(await checks[vendor].check.check()).toMatchObject({ vendor, state: 'ok' })
})

it.each([
  ['retell', 401, { status: 'error', message: 'API key is missing or invalid.' }, 'invalid_key'],
  ['retell', 429, { status: 'error', message: 'Account rate limited.' }, 'rate_limited'],
  ['telnyx', 401, { errors: [{ code: '10009', title: 'Authentication failed' }] }, 'invalid_key'],
  ['telnyx', 403, { errors: [{ code: '10010', title: 'Authorization failed' }] }, 'forbidden'],
] as const)('reads the documented refusal of %s with status %i', async (vendor, status, body, state) => {
  vendors.use(http.get(checks[vendor].url, () => HttpResponse.json(body, { status })))
  expect(await checks[vendor].check.check()).toMatchObject({ state, status })
})
