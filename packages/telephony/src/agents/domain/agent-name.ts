import type { BusinessId } from '@cloudgreet/core'

/** `Bright Smiles Dental [0190…]`: agents have no field for our own id, so their name carries it. */
export function toAgentName(businessName: string, businessId: BusinessId): string {
  return `${businessName} [${businessId}]`
}

/** Only the id decides: the business may have been renamed since. */
export function isAgentNameOf(businessId: BusinessId, agentName: string): boolean {
  return agentName.endsWith(`[${businessId}]`)
}
