import type { Clock, Logger } from '@cloudgreet/core'

import { toWebhookKeys, type WebhookKeys } from '../webhooks/webhook-keys.ts'
import type { DataSecrets } from './data-secrets.ts'
import type { Settings, SettingsResult } from './read-settings.ts'

/** The secrets in force. */
export interface RotatingSecrets {
  readonly retell: WebhookKeys
  readonly telnyx: WebhookKeys
  readonly jwt: readonly string[]
  readonly internalTokens: readonly string[]
  readonly cron: readonly string[]
}

export interface LiveSecretsOptions {
  readonly settings: Settings
  readonly secrets: DataSecrets
  /** Reads the environment and the secrets file again. */
  readonly read: () => Promise<SettingsResult>
  readonly clock: Clock
  readonly logger: Logger
}

/** The secrets that change while the server runs. What checks one asks for `current` at each request. */
export class LiveSecrets {
  readonly #options: LiveSecretsOptions
  #current: RotatingSecrets
  #fingerprint: string
  #loadedAt: Date
  #problems: readonly string[] = []

  constructor(options: LiveSecretsOptions) {
    this.#options = options
    this.#current = toRotatingSecrets(options.settings, options)
    this.#fingerprint = JSON.stringify(this.#current)
    this.#loadedAt = options.clock.now()
  }

  get current(): RotatingSecrets {
    return this.#current
  }

  /** Says that the file is bad and the secrets are old; empty when all is well. */
  get warnings(): readonly string[] {
    if (this.#problems.length === 0) return []
    const problems = this.#problems.join('; ')
    return [`secrets_file_invalid: ${problems}. The secrets of ${this.#loadedAt.toISOString()} stay in force.`]
  }

  /** Takes the secrets as they are now. Bad ones change nothing but the warnings. */
  async reload(): Promise<void> {
    const { read, clock, logger } = this.#options
    const reading = await read()
    if (!reading.ok) return this.#keep(reading.problems)
    const changed = toRotatingSecrets(reading.settings, this.#options)
    const emptied = findEmptied(this.#current, changed)
    if (emptied.length > 0) return this.#keep(emptied)
    this.#problems = []
    const fingerprint = JSON.stringify(changed)
    if (fingerprint === this.#fingerprint) return
    this.#current = changed
    this.#fingerprint = fingerprint
    this.#loadedAt = clock.now()
    logger.info('Secrets changed', { event: 'secrets_changed', kinds: countKinds(changed) })
  }

  #keep(problems: readonly string[]): void {
    const isNew = problems.join() !== this.#problems.join()
    this.#problems = problems
    if (!isNew) return
    const fields = { errorCode: 'secrets_file_invalid', errorMessage: problems.join('; '), errorDetails: problems }
    this.#options.logger.error('The secrets file is not valid; the old secrets stay', fields)
  }
}

/** The sandbox's keys stay as they were at the start, as the simulators do. */
function toRotatingSecrets(
  settings: Settings,
  { settings: atStart, secrets }: Pick<LiveSecretsOptions, 'settings' | 'secrets'>,
): RotatingSecrets {
  const { RETELL_WEBHOOK_SECRET = [], RETELL_API_KEY, TELNYX_PUBLIC_KEY = [], TELNYX_API_KEY } = settings
  const retell = { RETELL_WEBHOOK_SECRET, RETELL_API_KEY: toList(RETELL_API_KEY) }
  const isSandbox = { retell: atStart.retellMode === 'sandbox', telnyx: atStart.telnyxMode === 'sandbox' }
  const sandboxRetell = { sandbox: [secrets.retellKey] }
  const sandboxTelnyx = { sandbox: [secrets.telnyxPublicKey] }
  const jwt = settings.JWT_SECRET ?? [secrets.jwtSecret]
  const internalTokens = settings.INTERNAL_API_TOKEN ?? [secrets.internalToken]
  const cron = settings.CRON_SECRET ?? [secrets.cronSecret]
  const others = {
    TELNYX_API_KEY: toList(TELNYX_API_KEY),
    INTERNAL_API_TOKEN: internalTokens,
    CRON_SECRET: cron,
    JWT_SECRET: jwt,
  }
  return {
    retell: toWebhookKeys(
      { ...retell, ...(isSandbox.retell && sandboxRetell) },
      { ...others, TELNYX_PUBLIC_KEY, ...(!isSandbox.retell && sandboxRetell) },
    ),
    telnyx: toWebhookKeys(
      { TELNYX_PUBLIC_KEY, ...(isSandbox.telnyx && sandboxTelnyx) },
      { ...others, ...retell, ...(!isSandbox.telnyx && sandboxTelnyx) },
    ),
    jwt,
    internalTokens,
    cron,
  }
}

/** A vendor that loses its last key would be refused without end: that is an error, not a rotation. */
function findEmptied(current: RotatingSecrets, changed: RotatingSecrets): string[] {
  return (['retell', 'telnyx'] as const)
    .filter((vendor) => current[vendor].values.length > 0 && changed[vendor].values.length === 0)
    .map((vendor) => `CLOUDGREET_SECRETS_FILE leaves no key for the webhooks of ${vendor}`)
}

function toList(secret: string | undefined): readonly string[] {
  return secret === undefined ? [] : [secret]
}

/** How many there are of each, values never. */
function countKinds({ retell, telnyx, jwt, internalTokens, cron }: RotatingSecrets): Record<string, number> {
  const kinds = [...retell.kinds, ...telnyx.kinds].map(({ kind, count }) => [kind, count] as const)
  return {
    ...Object.fromEntries(kinds),
    JWT_SECRET: jwt.length,
    INTERNAL_API_TOKEN: internalTokens.length,
    CRON_SECRET: cron.length,
  }
}
