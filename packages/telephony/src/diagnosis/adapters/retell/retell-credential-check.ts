import { createRetellClient, type RetellAccess } from '../../../agents/adapters/retell/retell-client.ts'
import type { CredentialCheck } from '../../ports/credential-check.ts'
import { createCredentialCheck } from '../../create-credential-check.ts'

/** Reads how many calls the account may have at once. */
export function createRetellCredentialCheck(access: RetellAccess): CredentialCheck {
  return createCredentialCheck('retell', createRetellClient(access), {
    operation: 'concurrency.retrieve',
    run: (sdk) => sdk.concurrency.retrieve(),
  })
}
