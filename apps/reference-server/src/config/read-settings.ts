import { resolve } from 'node:path'

import { type Environment, environmentSchema } from './environment.ts'

/** Fewest bytes of a secret that signs or opens something. */
const secretBytes = 32

export type VendorMode =
  /** The vendor itself, or whatever answers at the base URL given. */
  | 'live'
  /** The simulator that the server starts. */
  | 'sandbox'
  /** Not configured: what needs it is off. */
  | 'off'

export interface Settings extends Environment {
  readonly isProduction: boolean
  /** Absolute. */
  readonly dataFolder: string
  readonly retellMode: VendorMode
  readonly telnyxMode: VendorMode
  readonly openAiMode: VendorMode
  /** Features that are off, by name, each with the variable that turns it on. */
  readonly featuresOff: Readonly<Record<string, string>>
}

export type SettingsResult =
  | { readonly ok: true; readonly settings: Settings }
  /** All of them at once: names and what would be right, never a value. */
  | { readonly ok: false; readonly problems: readonly string[] }

type Given = Readonly<Record<string, string | undefined>>

/** Reads the environment. An empty variable counts as absent. */
export function readSettings(variables: Given): SettingsResult {
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value?.trim()))
  const parsed = environmentSchema.safeParse(given)
  const problems = parsed.success ? [] : parsed.error.issues.map(toProblem)
  // The requirements below are read from the raw text, so that one bad variable hides no missing one.
  problems.push(...findShortSecrets(given, ['JWT_SECRET']), ...findProductionProblems(given))
  if (!parsed.success || problems.length > 0) return { ok: false, problems }
  return { ok: true, settings: toSettings(parsed.data) }
}

function toProblem(issue: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  return `${String(issue.path[0])} ${issue.message.startsWith('must') ? issue.message : `is not valid: ${issue.message}`}`
}

const requiredInProduction = [
  'DATABASE_URL',
  'JWT_SECRET',
  'CRON_SECRET',
  'INTERNAL_API_TOKEN',
  'PUBLIC_BASE_URL',
  'RETELL_API_KEY',
  'TELNYX_API_KEY',
  'TELNYX_PUBLIC_KEY',
] as const

const secretsInProduction = ['CRON_SECRET', 'INTERNAL_API_TOKEN', 'CLOUDGREET_ADDRESS_KEY'] as const

/** A short JWT secret can be guessed from one token, so it is refused everywhere. */
function findShortSecrets(given: Given, names: readonly string[]): string[] {
  return names
    .filter((name) => given[name]?.split(',').some((secret) => Buffer.byteLength(secret.trim()) < secretBytes))
    .map((name) => `${name} must have at least ${secretBytes} bytes in each secret`)
}

function findProductionProblems(given: Given): string[] {
  if (given['NODE_ENV'] !== 'production') return []
  const missing = requiredInProduction.filter((name) => given[name] === undefined)
  return [
    ...missing.map((name) => `${name} is required in production`),
    ...findShortSecrets(given, secretsInProduction),
    ...(given['CLOUDGREET_SANDBOX'] === 'on' ? ['CLOUDGREET_SANDBOX must not be on in production'] : []),
  ]
}

function toSettings(environment: Environment): Settings {
  const isProduction = environment.NODE_ENV === 'production'
  const modeOf = (key: string | undefined, baseUrl: string | undefined): VendorMode => {
    if (key !== undefined && baseUrl !== undefined) return 'live'
    if (environment.CLOUDGREET_SANDBOX === 'on') return 'sandbox'
    if (key !== undefined) return 'live'
    return environment.CLOUDGREET_SANDBOX === 'auto' && !isProduction ? 'sandbox' : 'off'
  }
  return {
    ...environment,
    isProduction,
    dataFolder: resolve(environment.CLOUDGREET_DATA_DIR),
    retellMode: modeOf(environment.RETELL_API_KEY, environment.RETELL_BASE_URL),
    telnyxMode: modeOf(environment.TELNYX_API_KEY, environment.TELNYX_BASE_URL),
    openAiMode: modeOf(environment.OPENAI_API_KEY, environment.OPENAI_BASE_URL),
    featuresOff: findFeaturesOff(environment, isProduction),
  }
}

function findFeaturesOff(environment: Environment, isProduction: boolean): Record<string, string> {
  const needs = {
    insights_by_model: 'OPENAI_API_KEY',
    mail: 'RESEND_API_KEY',
    prospecting: 'APOLLO_API_KEY',
    enrichment: 'CLEARBIT_API_KEY',
    error_tracking: 'SENTRY_DSN',
    chat_alerts: 'SLACK_WEBHOOK_URL',
    paging: 'PAGERDUTY_ROUTING_KEY',
    mail_alerts: 'ALERT_EMAIL_TO',
    fan_out_by_nats: 'NATS_URL',
  } as const
  // Outside production mails are kept in the table `mails`.
  return Object.fromEntries(
    Object.entries(needs).filter(
      ([feature, name]) => environment[name] === undefined && (feature !== 'mail' || isProduction),
    ),
  )
}
