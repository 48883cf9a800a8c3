import type { WireObject } from './domain/ledger-entry.ts'

export interface VendorRequest {
  readonly params: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: WireObject
}

export interface VendorReply {
  readonly status: 200 | 201 | 204 | 400 | 401 | 402 | 403 | 404 | 409 | 422 | 429 | 500
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One endpoint of a vendor. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Path in hono's notation. */
  readonly path: string
  /** Name under which faults are asked for. */
  readonly target: string
  /** Does what the vendor does, and answers. */
  readonly perform: (request: VendorRequest) => VendorReply
}

/** The text under a key of the body, undefined when it is absent, null or no text. */
export function textIn(body: WireObject, key: string): string | undefined {
  const value = body[key]
  return typeof value === 'string' ? value : undefined
}

/** The object under a key of the body; an empty one when there is none. */
export function objectIn(body: WireObject, key: string): WireObject {
  const value = body[key]
  return isObject(value) ? value : {}
}

export function isObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
