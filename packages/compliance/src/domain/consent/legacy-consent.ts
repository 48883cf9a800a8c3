import type { ConsentEvent } from './consent-event.ts'

/** A row of the table that held consent before the ledger. */
export type LegacyConsent = { readonly id: string; readonly type: 'HELP' | 'STOP' | 'START'; readonly createdAt: Date }

const types = { HELP: 'help', STOP: 'stop', START: 'start' } as const

export function toLegacyConsentEvent({ id, type, createdAt }: LegacyConsent): ConsentEvent {
  return { id, type: types[type], channel: 'sms', occurredAt: createdAt, receivedAt: createdAt }
}
