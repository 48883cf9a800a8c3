import { z } from 'zod'

const text = z.string().trim().min(1)
const url = z.url({ protocol: /^https?$/, error: 'must be a URL that begins with http:// or https://' })
const wholeNumber = z.coerce.number({ error: 'must be a number' }).int()
const list = text.transform((value) =>
  value
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== ''),
)
const secrets = list.refine((items) => items.length > 0, { error: 'must name at least one secret' })
const publicKeys = secrets.refine((keys) => keys.every((key) => Buffer.from(key, 'base64').length === 32), {
  error: 'must be a comma list of public keys, each the base64 of 32 bytes',
})
const postgresUrl = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a URL that begins with postgres://' })
const phoneNumber = z.string().regex(/^\+[1-9]\d{7,14}$/, 'must be a number like +18005550100')
const email = z.email({ error: 'must be an email address' })

/** Every variable that the server reads. An empty one counts as absent. */
export const environmentSchema = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test']).default('development'),
  PORT: wholeNumber.min(0).max(65_535).default(3_000),
  HOST: text.default('127.0.0.1'),
  PUBLIC_BASE_URL: url.optional(),
  DATABASE_URL: postgresUrl.optional(),
  JWT_SECRET: secrets.optional(),
  JWT_ISSUER: text.default('cloudgreet'),
  JWT_AUDIENCE: text.default('cloudgreet'),
  CRON_SECRET: secrets.optional(),
  INTERNAL_API_TOKEN: secrets.optional(),

  RETELL_API_KEY: text.optional(),
  RETELL_WEBHOOK_SECRET: secrets.optional(),
  RETELL_BASE_URL: url.optional(),
  TELNYX_API_KEY: text.optional(),
  TELNYX_PUBLIC_KEY: publicKeys.optional(),
  TELNYX_BASE_URL: url.optional(),
  TELNYX_MESSAGING_PROFILE_ID: text.optional(),
  OPENAI_API_KEY: text.optional(),
  OPENAI_BASE_URL: url.optional(),
  RESEND_API_KEY: text.optional(),
  RESEND_BASE_URL: url.optional(),
  APOLLO_API_KEY: text.optional(),
  APOLLO_BASE_URL: url.optional(),
  CLEARBIT_API_KEY: text.optional(),
  CLEARBIT_BASE_URL: url.optional(),
  NEXT_PUBLIC_SUPABASE_URL: url.optional(),
  SUPABASE_SERVICE_ROLE_KEY: text.optional(),
  NATS_URL: text.optional(),
  SENTRY_DSN: url.optional(),
  SLACK_WEBHOOK_URL: url.optional(),
  PAGERDUTY_ROUTING_KEY: text.optional(),
  ALERT_EMAIL_TO: list.optional(),
  OUTREACH_RUNNER_URL: url.optional(),
  SYNTHETIC_VOICE_AGENT_ID: text.optional(),
  TELNYX_MONITOR_NUMBER: phoneNumber.optional(),
  TELNYX_TEST_RECIPIENT: phoneNumber.optional(),
  MONITOR_EMPLOYEE_EMAIL: email.optional(),
  MONITOR_EMPLOYEE_PASSWORD: text.optional(),

  DEMO_OWNER_EMAIL: email.optional(),
  DEMO_OWNER_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  DEMO_EMPLOYEE_EMAIL: email.optional(),
  DEMO_EMPLOYEE_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  ADMIN_EMAIL: email.optional(),
  ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),

  CLOUDGREET_SANDBOX: z.enum(['on', 'off', 'auto']).default('auto'),
  CLOUDGREET_DATA_DIR: text.default('.data'),
  CLOUDGREET_OUTBOUND_ALLOWLIST: list.default([]),
  CLOUDGREET_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  CLOUDGREET_EXECUTOR_ID: text.default('server-1'),
  CLOUDGREET_SECRETS_FILE: text.optional(),
  CLOUDGREET_ADDRESS_KEY: z.string().optional(),
  CLOUDGREET_DATABASE_CONNECTIONS: wholeNumber.min(1).max(200).default(8),
  CLOUDGREET_ALLOWED_ORIGINS: list.default([]),
  CLOUDGREET_TRUSTED_PROXIES: wholeNumber.min(0).max(5).default(0),
  CLOUDGREET_REGISTRATION_WAIT_MS: wholeNumber.min(0).max(60_000).default(15_000),
  CLOUDGREET_INSIGHTS: z.enum(['model', 'rules', 'off']).default('model'),
  CLOUDGREET_INSIGHTS_MODEL: text.default('gpt-5.4-mini-2026-03-17'),
  CLOUDGREET_INSIGHTS_MIN_CALLS: wholeNumber.min(1).max(10_000).default(5),
  CLOUDGREET_INSIGHTS_MAX_AGE_MINUTES: wholeNumber.min(0).max(10_080).default(60),
  CLOUDGREET_INSIGHTS_WAIT_MS: wholeNumber.min(0).max(30_000).default(5_000),
  CLOUDGREET_INSIGHTS_RUNS_PER_DAY: wholeNumber.min(0).max(10_000).default(24),
  CLOUDGREET_INSIGHTS_TOKENS_PER_MONTH: wholeNumber.min(0).max(2_000_000_000).default(2_000_000),
  CLOUDGREET_AGENT_CHECK_MINUTES: wholeNumber.min(0).max(10_080).default(60),
  CLOUDGREET_TELNYX_TRUNK_CONNECTION_ID: text.optional(),
  CLOUDGREET_TELNYX_TERMINATION_URI: text.optional(),
  CLOUDGREET_TELNYX_CALL_CONTROL_CONNECTION_ID: text.optional(),
  CLOUDGREET_VOICE_FAILOVER_URL: url.optional(),
  CLOUDGREET_RETELL_SIP_URI: text
    .refine((uri) => uri.includes('{call_id}'), { error: 'must contain {call_id}' })
    .default('sip:{call_id}@sip.retellai.com'),
  CLOUDGREET_AGENT_ANSWER_TIMEOUT_MS: wholeNumber.min(5_000).max(60_000).default(8_000),
  CLOUDGREET_OWNER_ANSWER_TIMEOUT_MS: wholeNumber.min(5_000).max(120_000).default(25_000),
})

export type Environment = z.output<typeof environmentSchema>
