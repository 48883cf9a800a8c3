import { UpstreamError } from '@cloudgreet/core'
import type { CredentialReport } from '@cloudgreet/core/contract'

export type Vendor = CredentialReport['vendor']

/** Telnyx's word for a key that is valid and may not do this (developers.telnyx.com, error reference). */
const telnyxForbidden = '10010'

const vendorNames: Readonly<Record<Vendor, string>> = { retell: 'Retell', telnyx: 'Telnyx' }
const keyNames: Readonly<Record<Vendor, string>> = { retell: 'RETELL_API_KEY', telnyx: 'TELNYX_API_KEY' }

/** @param error - what the vendor's client threw; undefined when it answered well */
export function toCredentialReport(vendor: Vendor, error: unknown, latencyMs: number): CredentialReport {
  const state = error === undefined ? 'ok' : toState(error)
  const status = UpstreamError.isInstance(error) ? (error.status ?? null) : null
  return { vendor, state, status, latencyMs: Math.round(latencyMs), detail: describe(vendor, state) }
}

/** A vendor that no key is set for. */
export function offReport(vendor: Vendor): CredentialReport {
  return { vendor, state: 'off', status: null, latencyMs: null, detail: describe(vendor, 'off') }
}

function toState(error: unknown): CredentialReport['state'] {
  if (!UpstreamError.isInstance(error)) return 'failed'
  if (error.status === undefined) return 'no_response'
  if (error.status === 403 || error.vendorCode === telnyxForbidden) return 'forbidden'
  if (error.code === 'upstream_unauthorized') return 'invalid_key'
  return error.code === 'upstream_rate_limited' ? 'rate_limited' : 'failed'
}

function describe(vendor: Vendor, state: CredentialReport['state']): string {
  const [name, key] = [vendorNames[vendor], keyNames[vendor]]
  const details: Readonly<Record<CredentialReport['state'], string>> = {
    ok: `${name} takes the key.`,
    invalid_key: `${name} does not know the key in ${key}: set a valid one.`,
    forbidden: `${name} knows the key in ${key}, and does not let it read this: give it the permission.`,
    rate_limited: `${name} takes no more requests just now: try again later.`,
    no_response: `${name} did not answer: check the network and the base URL.`,
    failed: `${name} answered with an error of its own: look at its status page.`,
    off: `No key is set: set ${key}.`,
  }
  return details[state]
}
