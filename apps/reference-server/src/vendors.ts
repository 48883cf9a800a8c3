import type { Clock, Logger, MessageSender, Timer } from '@cloudgreet/core'
import { type InsightModel, pauseOnQuota } from '@cloudgreet/core/insights'
import { createOpenAiInsightModel } from '@cloudgreet/core/openai'
import { createUpstreamGuard, type UpstreamGuard } from '@cloudgreet/core/upstream'
import {
  type AgentCalls,
  type AgentVendor,
  type CallControl,
  type CredentialCheck,
  type DeliveryReports,
  offReport,
} from '@cloudgreet/telephony'
import {
  createRetellAgentCalls,
  createRetellCredentialCheck,
  createRetellTelnyxProvisioner,
} from '@cloudgreet/telephony/retell'
import {
  createTelnyxCallControl,
  createTelnyxCredentialCheck,
  createTelnyxDeliveryReports,
  createTelnyxMessageSender,
} from '@cloudgreet/telephony/telnyx'

import type { DataSecrets } from './config/data-secrets.ts'
import type { LiveSecrets } from './config/live-secrets.ts'
import type { Settings } from './config/read-settings.ts'
import type { SimulatorEntry } from './sandbox/simulator-file.ts'
import { retellSource, telnyxSource, type WebhookSource } from './webhooks/webhook-source.ts'

export interface VendorsOptions {
  readonly settings: Settings
  readonly secrets: DataSecrets
  readonly liveSecrets: LiveSecrets
  readonly simulator: SimulatorEntry | undefined
  /** Where the vendors reach this server. */
  readonly publicBaseUrl: string
  readonly clock: Clock
  readonly timer: Timer
  readonly logger: Logger
}

/** The vendors' adapters, over the vendors or their simulators alike. */
export interface Vendors {
  /** Undefined while a vendor is off. */
  readonly provisioner: AgentVendor | undefined
  readonly sender: MessageSender | undefined
  readonly insightModel: InsightModel | undefined
  readonly reports: DeliveryReports | undefined
  /** Both or neither: a call on the route `call-control` needs them together. */
  readonly control: CallVendors | undefined
  /** One for each vendor, also for one that is off. */
  readonly credentials: readonly CredentialCheck[]
  readonly retell: WebhookSource
  readonly telnyx: WebhookSource
  /** Every call to a vendor goes through its guard. */
  readonly guards: VendorGuards
}

export interface VendorGuards {
  readonly retell: UpstreamGuard
  readonly telnyx: UpstreamGuard
}

/** Who holds a caller's line, and who answers it. */
export interface CallVendors {
  readonly control: CallControl
  readonly agents: AgentCalls
}

/** Names at the simulators, which take any. */
const sandboxNames = { trunk: 'sandbox-trunk', profile: 'sandbox-profile' } as const

export function createVendors(options: VendorsOptions): Vendors {
  const { settings, liveSecrets, publicBaseUrl, clock } = options
  const guards = {
    retell: createUpstreamGuard({ ...options, vendor: 'retell' }),
    telnyx: createUpstreamGuard({ ...options, vendor: 'telnyx' }),
  }
  const retell = withGuard(toRetellAccess(options), guards.retell)
  const telnyx = withGuard(toTelnyxAccess(options), guards.telnyx)
  const messagingProfileId = settings.TELNYX_MESSAGING_PROFILE_ID ?? sandboxNames.profile
  const trunkConnectionId = settings.CLOUDGREET_TELNYX_TRUNK_CONNECTION_ID ?? sandboxNames.trunk
  const terminationUri = settings.CLOUDGREET_TELNYX_TERMINATION_URI
  return {
    guards,
    provisioner:
      retell === undefined || telnyx === undefined
        ? undefined
        : createRetellTelnyxProvisioner({
            retell: { ...retell, terminationUri },
            telnyx: {
              ...telnyx,
              messagingProfileId,
              trunkConnectionId,
              callControlConnectionId: settings.CLOUDGREET_TELNYX_CALL_CONTROL_CONNECTION_ID,
              callControlApplication: {
                name: `CloudGreet ${publicBaseUrl}`,
                webhookUrl: `${publicBaseUrl}/api/telnyx/voice-webhook`,
                failoverUrl: settings.CLOUDGREET_VOICE_FAILOVER_URL,
              },
            },
          }),
    control: retell === undefined || telnyx === undefined ? undefined : createCallVendors(settings, { retell, telnyx }),
    sender:
      telnyx === undefined
        ? undefined
        : createTelnyxMessageSender({
            ...telnyx,
            messagingProfileId,
            statusWebhookUrl: `${publicBaseUrl}/api/sms/webhook`,
            clock,
          }),
    credentials: [
      retell === undefined ? { check: async () => offReport('retell') } : createRetellCredentialCheck(retell),
      telnyx === undefined ? { check: async () => offReport('telnyx') } : createTelnyxCredentialCheck(telnyx),
    ],
    insightModel: createInsightModel(options),
    reports: telnyx === undefined ? undefined : createTelnyxDeliveryReports({ ...telnyx, clock }),
    retell: retellSource(() => liveSecrets.current.retell),
    telnyx: telnyxSource(() => liveSecrets.current.telnyx),
  }
}

/** A caller waits for each answer, so that two tries fit in the time that the agent has. */
function createCallVendors(
  { CLOUDGREET_AGENT_ANSWER_TIMEOUT_MS: answerTimeoutMs }: Settings,
  { retell, telnyx }: { readonly retell: Access; readonly telnyx: Access },
): CallVendors {
  const timeoutMs = Math.round(answerTimeoutMs / 2)
  return {
    control: createTelnyxCallControl({ ...telnyx, timeoutMs }),
    agents: createRetellAgentCalls({ ...retell, timeoutMs }),
  }
}

interface Access {
  readonly apiKey: string
  readonly baseUrl: string | undefined
}

function createInsightModel(options: VendorsOptions): InsightModel | undefined {
  const { CLOUDGREET_INSIGHTS: mode, CLOUDGREET_INSIGHTS_MODEL: model } = options.settings
  const access = mode === 'model' ? toOpenAiAccess(options) : undefined
  return access === undefined ? undefined : pauseOnQuota(createOpenAiInsightModel({ ...access, model }), options)
}

function withGuard(access: Access | undefined, guard: UpstreamGuard) {
  return access === undefined ? undefined : { ...access, guard }
}

function toRetellAccess({ settings, secrets, simulator }: VendorsOptions): Access | undefined {
  const { retellMode, RETELL_API_KEY: apiKey, RETELL_BASE_URL: baseUrl } = settings
  if (retellMode === 'sandbox' && simulator !== undefined)
    return { apiKey: secrets.retellKey, baseUrl: simulator.retellBaseUrl }
  return retellMode === 'live' && apiKey !== undefined ? { apiKey, baseUrl } : undefined
}

function toTelnyxAccess({ settings, secrets, simulator }: VendorsOptions): Access | undefined {
  const { telnyxMode, TELNYX_API_KEY: apiKey, TELNYX_BASE_URL: baseUrl } = settings
  if (telnyxMode === 'sandbox' && simulator !== undefined)
    return { apiKey: secrets.telnyxApiKey, baseUrl: simulator.telnyxBaseUrl }
  return telnyxMode === 'live' && apiKey !== undefined ? { apiKey, baseUrl } : undefined
}

function toOpenAiAccess({ settings, secrets, simulator }: VendorsOptions): Access | undefined {
  const { openAiMode, OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = settings
  if (openAiMode === 'sandbox' && simulator !== undefined)
    return { apiKey: secrets.openAiApiKey, baseUrl: simulator.openAiBaseUrl }
  return openAiMode === 'live' && apiKey !== undefined ? { apiKey, baseUrl } : undefined
}
