import { delay, http, HttpResponse, type HttpHandler } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll } from 'vitest'

import { type DocumentedEndpoint, retellEndpoints, telnyxEndpoints } from './documented-endpoints.ts'

export const retellUrl = 'https://api.retellai.com'
export const telnyxUrl = 'https://api.telnyx.com/v2'

/** Both vendors at their own addresses, answering with the documented replies; anything undocumented is an error. */
export function useDocumentedVendors() {
  const server = setupServer(...toHandlers(retellUrl, retellEndpoints), ...toHandlers(telnyxUrl, telnyxEndpoints))
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => server.resetHandlers())
  afterAll(() => server.close())
  return server
}

/** Longer than the adapters under test wait, in milliseconds. */
const tooLateMs = 300

const faults = {
  refused: () => HttpResponse.json({ errors: [{ code: '20100', title: 'Insufficient Funds' }] }, { status: 402 }),
  rate_limited: () =>
    HttpResponse.json(
      { errors: [{ code: '10011', title: 'Too many requests' }] },
      { status: 429, headers: { 'retry-after': '2' } },
    ),
  unauthorized: () =>
    HttpResponse.json({ errors: [{ code: '10009', title: 'Authentication failed' }] }, { status: 401 }),
  failed: () => HttpResponse.json({ errors: [{ code: '10007', title: 'Unexpected error' }] }, { status: 500 }),
}

export type DocumentedFault = keyof typeof faults | 'timeout' | 'timeout_but_done'

/** The fault of the next answer, as the contract suites ask for it. */
export class NextFault {
  #fault: DocumentedFault | undefined

  set(fault: DocumentedFault): void {
    this.#fault = fault
  }

  /** The vendor's answer to a request that has this effect, or the fault that is due. */
  async answer(perform: () => Response): Promise<Response> {
    const fault = this.#fault
    this.#fault = undefined
    if (fault === undefined) return perform()
    if (fault !== 'timeout' && fault !== 'timeout_but_done') return faults[fault]()
    if (fault === 'timeout_but_done') perform()
    await delay(tooLateMs)
    return HttpResponse.error()
  }
}

function toHandlers<Sdk>(
  baseUrl: string,
  endpoints: Readonly<Record<string, DocumentedEndpoint<Sdk>>>,
): readonly HttpHandler[] {
  return Object.values(endpoints).map(({ endpoint, reply }) => {
    const [method = '', path = ''] = endpoint.split(' ')
    return methods[method as keyof typeof methods](`${baseUrl}${path}`, () =>
      reply === undefined ? new HttpResponse(null, { status: 204 }) : HttpResponse.json(reply.body),
    )
  })
}

const methods = { GET: http.get, POST: http.post, PATCH: http.patch, DELETE: http.delete }
