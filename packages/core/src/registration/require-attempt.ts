import type { RegistrationId } from '../kernel/domain/ids.ts'
import type { RegistrationAttempt } from './domain/registration.ts'
import { RegistrationError } from './domain/registration-error.ts'
import type { RegistrationStore } from './ports/registration-store.ts'

/** @throws {RegistrationError} `registration_unknown` */
export async function requireAttempt(store: RegistrationStore, id: RegistrationId): Promise<RegistrationAttempt> {
  const record = await store.find(id)
  if (record === undefined) throw new RegistrationError('registration_unknown', 'There is no such registration.')
  return record.attempt
}
