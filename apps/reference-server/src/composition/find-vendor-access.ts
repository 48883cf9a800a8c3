import type { UpstreamGuard, VendorAccess } from '@cloudgreet/core/upstream'

import type { DataSecrets } from '../config/data-secrets.ts'
import type { Settings, VendorMode } from '../config/read-settings.ts'
import type { SimulatorEntry } from '../sandbox/simulator-file.ts'

export type VendorName = 'retell' | 'telnyx' | 'openai'

export interface VendorAccessOptions {
  readonly settings: Settings
  readonly secrets: DataSecrets
  /** Undefined while no vendor is simulated. */
  readonly simulator: SimulatorEntry | undefined
}

/** Where each vendor is, with the key it takes: the vendor itself, its simulator, or undefined while it is off. */
export function findVendorAccess(
  { settings, secrets, simulator }: VendorAccessOptions,
  guards: Readonly<Record<VendorName, UpstreamGuard>>,
): Readonly<Record<VendorName, VendorAccess | undefined>> {
  const find = (vendor: VendorName, { mode, apiKey, baseUrl, simulated }: Whereabouts): VendorAccess | undefined => {
    const guard = guards[vendor]
    if (mode === 'sandbox' && simulated !== undefined) return { ...simulated, guard }
    return mode === 'live' && apiKey !== undefined ? { apiKey, baseUrl, guard } : undefined
  }
  return {
    retell: find('retell', {
      mode: settings.retellMode,
      apiKey: settings.RETELL_API_KEY,
      baseUrl: settings.RETELL_BASE_URL,
      simulated: simulator && { apiKey: secrets.retellKey, baseUrl: simulator.retellBaseUrl },
    }),
    telnyx: find('telnyx', {
      mode: settings.telnyxMode,
      apiKey: settings.TELNYX_API_KEY,
      baseUrl: settings.TELNYX_BASE_URL,
      simulated: simulator && { apiKey: secrets.telnyxApiKey, baseUrl: simulator.telnyxBaseUrl },
    }),
    openai: find('openai', {
      mode: settings.openAiMode,
      apiKey: settings.OPENAI_API_KEY,
      baseUrl: settings.OPENAI_BASE_URL,
      simulated: simulator && { apiKey: secrets.openAiApiKey, baseUrl: simulator.openAiBaseUrl },
    }),
  }
}

interface Whereabouts {
  readonly mode: VendorMode
  readonly apiKey: string | undefined
  readonly baseUrl: string | undefined
  readonly simulated: { readonly apiKey: string; readonly baseUrl: string } | undefined
}
