import { createTelnyxClient, type TelnyxAccess } from '../../../messaging/adapters/telnyx/telnyx-client.ts'
import type { CredentialCheck } from '../../ports/credential-check.ts'
import { createCredentialCheck } from '../../create-credential-check.ts'

/** Reads one of the account's numbers. */
export function createTelnyxCredentialCheck(access: TelnyxAccess): CredentialCheck {
  return createCredentialCheck('telnyx', createTelnyxClient(access), {
    operation: 'phoneNumbers.list',
    run: (sdk) => sdk.phoneNumbers.list({ 'page[size]': 1 }),
  })
}
