import type { Clock, Logger, MessageSender, Timer } from '@cloudgreet/core'
import { type InsightModel, pauseOnQuota } from '@cloudgreet/core/insights'
import { createOpenAiInsightModel } from '@cloudgreet/core/openai'
import { createUpstreamGuard, type UpstreamGuard, type VendorAccess } from '@cloudgreet/core/upstream'
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

import type { LiveSecrets } from '../config/live-secrets.ts'
import type { Settings } from '../config/read-settings.ts'
import { webhookPaths } from '../webhooks/webhook-paths.ts'
import { retellSource, telnyxSource, type WebhookSource } from '../webhooks/webhook-source.ts'
import { findVendorAccess, type VendorAccessOptions, type VendorName } from './find-vendor-access.ts'

export interface VendorsOptions extends VendorAccessOptions {
  readonly liveSecrets: LiveSecrets
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

export type VendorGuards = Readonly<Record<VendorName, UpstreamGuard>>

/** Who holds a caller's line, and who answers it. */
export interface CallVendors {
  readonly control: CallControl
  readonly agents: AgentCalls
}

/** How the vendors of calls are reached; undefined the one that is off. */
interface CallAccess {
  readonly retell: VendorAccess | undefined
  readonly telnyx: VendorAccess | undefined
}

/** Names at the simulators, which take any. */
const sandboxNames = { trunk: 'sandbox-trunk', profile: 'sandbox-profile' } as const

export function createVendors(options: VendorsOptions): Vendors {
  const { liveSecrets, clock } = options
  const guards: VendorGuards = {
    retell: createUpstreamGuard({ ...options, vendor: 'retell' }),
    telnyx: createUpstreamGuard({ ...options, vendor: 'telnyx' }),
    openai: createUpstreamGuard({ ...options, vendor: 'openai' }),
  }
  const { retell, telnyx, openai } = findVendorAccess(options, guards)
  return {
    guards,
    provisioner: createProvisioner(options, { retell, telnyx }),
    control: createCallVendors(options.settings, { retell, telnyx }),
    sender: telnyx && createSender(options, telnyx),
    credentials: [
      retell === undefined ? { check: async () => offReport('retell') } : createRetellCredentialCheck(retell),
      telnyx === undefined ? { check: async () => offReport('telnyx') } : createTelnyxCredentialCheck(telnyx),
    ],
    insightModel: openai && createInsightModel(options, openai),
    reports: telnyx && createTelnyxDeliveryReports({ ...telnyx, clock }),
    retell: retellSource(() => liveSecrets.current.retell),
    telnyx: telnyxSource(() => liveSecrets.current.telnyx),
  }
}

function createProvisioner(
  { settings, publicBaseUrl }: VendorsOptions,
  { retell, telnyx }: CallAccess,
): AgentVendor | undefined {
  if (retell === undefined || telnyx === undefined) return undefined
  return createRetellTelnyxProvisioner({
    retell: {
      ...retell,
      terminationUri: settings.CLOUDGREET_TELNYX_TERMINATION_URI,
      inboundWebhookUrl: `${publicBaseUrl}${webhookPaths.inboundCall}`,
    },
    telnyx: {
      ...telnyx,
      messagingProfileId: toMessagingProfileId(settings),
      trunkConnectionId: settings.CLOUDGREET_TELNYX_TRUNK_CONNECTION_ID ?? sandboxNames.trunk,
      callControlConnectionId: settings.CLOUDGREET_TELNYX_CALL_CONTROL_CONNECTION_ID,
      callControlApplication: {
        name: `CloudGreet ${publicBaseUrl}`,
        webhookUrl: `${publicBaseUrl}/api/telnyx/voice-webhook`,
        failoverUrl: settings.CLOUDGREET_VOICE_FAILOVER_URL,
      },
    },
  })
}

/** A caller waits for each answer, so that two tries fit in the time that the agent has. */
function createCallVendors(
  { CLOUDGREET_AGENT_ANSWER_TIMEOUT_MS: answerTimeoutMs }: Settings,
  { retell, telnyx }: CallAccess,
): CallVendors | undefined {
  if (retell === undefined || telnyx === undefined) return undefined
  const timeoutMs = Math.round(answerTimeoutMs / 2)
  return {
    control: createTelnyxCallControl({ ...telnyx, timeoutMs }),
    agents: createRetellAgentCalls({ ...retell, timeoutMs }),
  }
}

function createSender({ settings, publicBaseUrl, clock }: VendorsOptions, telnyx: VendorAccess): MessageSender {
  return createTelnyxMessageSender({
    ...telnyx,
    messagingProfileId: toMessagingProfileId(settings),
    statusWebhookUrl: `${publicBaseUrl}/api/sms/webhook`,
    clock,
  })
}

function createInsightModel({ settings, clock }: VendorsOptions, openai: VendorAccess): InsightModel | undefined {
  if (settings.CLOUDGREET_INSIGHTS !== 'model') return undefined
  const model = createOpenAiInsightModel({ ...openai, model: settings.CLOUDGREET_INSIGHTS_MODEL })
  return pauseOnQuota(model, { clock })
}

function toMessagingProfileId({ TELNYX_MESSAGING_PROFILE_ID: id }: Settings): string {
  return id ?? sandboxNames.profile
}
