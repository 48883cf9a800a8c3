import { findTelnyxError } from './domain/telnyx-errors.ts'
import type { VendorReply } from './operation.ts'

export interface TelnyxProblem {
  readonly code: string
  readonly title: string
  readonly detail?: string
  readonly pointer?: string
}

/** Telnyx's error body: `{errors: [{code, title, detail, source, meta}]}`, the code a string of digits. */
export function refuseAsTelnyx(status: VendorReply['status'], problem = problems[status] ?? unexpected): VendorReply {
  const { code, title, detail = title, pointer } = problem
  const body = {
    errors: [
      {
        code,
        title,
        detail,
        ...(pointer === undefined ? {} : { source: { pointer } }),
        meta: { url: `https://developers.telnyx.com/docs/overview/errors/${code}` },
      },
    ],
  }
  return { status, body, ...(status === 429 ? { headers: { 'x-ratelimit-reset': '2' } } : {}) }
}

/** The refusal that Telnyx documents for a code. */
export function refuseByTelnyxCode(code: string): VendorReply {
  const { status, title, detail } = findTelnyxError(code)
  return refuseAsTelnyx(status, { code, title, detail })
}

/** A page of a Telnyx list, with the two figures of `meta` that the SDK goes by. */
export function telnyxPage(items: readonly unknown[], query: URLSearchParams): VendorReply {
  const size = Math.min(Math.max(Number(query.get('page[size]') ?? 20) || 20, 1), 250)
  const number = Math.max(Number(query.get('page[number]') ?? 1) || 1, 1)
  const data = items.slice((number - 1) * size, number * size)
  const meta = {
    page_number: number,
    page_size: size,
    total_pages: Math.max(1, Math.ceil(items.length / size)),
    total_results: items.length,
  }
  return { status: 200, body: { data, meta } }
}

const unexpected: TelnyxProblem = { code: '10007', title: 'Unexpected error' }

const problems: Partial<Record<VendorReply['status'], TelnyxProblem>> = {
  400: { code: '10015', title: 'Bad Request' },
  401: {
    code: '10009',
    title: 'Authentication failed',
    detail: 'Could not find any usable credentials in the request.',
  },
  402: { code: '20100', title: 'Insufficient Funds' },
  404: { code: '10005', title: 'Resource not found' },
  429: { code: '10011', title: 'Too many requests' },
}
