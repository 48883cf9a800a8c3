import type { Clock, Holds } from '@cloudgreet/core'
import type { DetailedHealth } from '@cloudgreet/core/contract'
import type { Database } from '@cloudgreet/core/postgres'
import type { UpstreamHealth } from '@cloudgreet/core/upstream'
import type { NumberInventory } from '@cloudgreet/inventory'

import type { LiveSecrets } from '../config/live-secrets.ts'
import type { Settings } from '../config/read-settings.ts'
import { toHoldEntry } from '../http/routes/hold-routes.ts'
import type { VendorGuards } from '../composition/create-vendors.ts'
import type { Readiness } from '../readiness.ts'
import type { WebhookTraffic } from '../webhooks/webhook-traffic.ts'

/** Health with everything that an operator asks first. */
export interface DetailedHealthSource {
  read(): Promise<DetailedHealth>
}

export interface DetailedHealthOptions {
  readonly database: Database
  readonly readiness: Readiness
  readonly traffic: WebhookTraffic
  readonly inventory: NumberInventory
  readonly holds: Holds
  readonly settings: Settings
  readonly liveSecrets: LiveSecrets
  readonly vendors: { readonly guards: VendorGuards }
  readonly clock: Clock
}

/** The first tz release with the zones of Manitoba and the North-West as they are now. */
const neededTimeZones = '2026f'

type Component = DetailedHealth['components'][string]

export function createDetailedHealth(options: DetailedHealthOptions): DetailedHealthSource {
  const { database, readiness, traffic, inventory, holds, settings, liveSecrets, vendors, clock } = options

  async function checkDatabase(): Promise<Component> {
    const startedAtMs = clock.monotonicMs()
    try {
      await database.pool.query('SELECT 1')
      return { status: 'ok', latencyMs: Math.round(clock.monotonicMs() - startedAtMs), detail: database.kind }
    } catch {
      return { status: 'unavailable', latencyMs: null, detail: database.kind }
    }
  }

  return {
    async read() {
      const components: Record<string, Component> = { database: await checkDatabase() }
      for (const [vendor, mode] of [
        ['retell', settings.retellMode],
        ['telnyx', settings.telnyxMode],
        ['openai', settings.openAiMode],
      ] as const)
        components[vendor] = describeVendor(mode, vendors.guards[vendor].health())
      for (const [feature, variable] of Object.entries(settings.featuresOff))
        components[feature] = { status: 'disabled', latencyMs: null, detail: `Set ${variable} to turn it on.` }
      return {
        status: await readiness.status(),
        time: clock.now().toISOString(),
        components,
        webhooks: traffic.snapshot(),
        stock: await inventory.countByStatus().catch(() => ({})),
        holds: await listOpenHolds(holds),
        maintenance: null,
        alertLevels: {},
        warnings: [...findWarnings(), ...liveSecrets.warnings],
      }
    },
  }
}

async function listOpenHolds(holds: Holds): Promise<DetailedHealth['holds']> {
  return (await holds.listOpen().catch(() => [])).map(toHoldEntry)
}

const breakerStatus = { closed: 'ok', half_open: 'degraded', open: 'unavailable' } as const

function describeVendor(mode: string, { breaker, calls, failures }: UpstreamHealth): Component {
  if (mode === 'off') return { status: 'disabled', latencyMs: null, detail: mode }
  const recent = failures === 0 ? '' : `; ${failures} of ${calls} calls failed in 30 s`
  return { status: breakerStatus[breaker], latencyMs: null, detail: `${mode}${recent}`, breaker }
}

function findWarnings(): string[] {
  const tz = process.versions.tz
  return tz !== undefined && tz < neededTimeZones
    ? [`The time zone data is ${tz}; from ${neededTimeZones} on it knows the newest rules of MB, NT and NU.`]
    : []
}
