import type { KeyObject } from 'node:crypto'
import type { Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

import { systemClock, uuidSource, type Clock, type IdSource } from '@cloudgreet/core'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'

import { signRetellWebhook } from '../webhooks/adapters/node-crypto/retell-signature.ts'
import { signTelnyxWebhook } from '../webhooks/adapters/node-crypto/telnyx-signature.ts'
import { createControlApp } from './control-app.ts'
import { reportSentText, type TextStage } from './deliver-text.ts'
import { FaultPlan } from './domain/fault-plan.ts'
import { listFaultTargets } from './domain/fault-targets.ts'
import type { WireObject } from './domain/ledger-entry.ts'
import { EffectsLedger } from './effects-ledger.ts'
import { retellAgentOperations } from './retell-agent-operations.ts'
import { retellCallOperations } from './retell-call-operations.ts'
import { retellNumberOperations } from './retell-number-operations.ts'
import { refuseAsRetell } from './retell-reply.ts'
import { serveOperations } from './serve-operations.ts'
import { telnyxApplicationOperations } from './telnyx-application-operations.ts'
import { telnyxLineOperations } from './telnyx-line-operations.ts'
import { TelnyxLines } from './telnyx-lines.ts'
import { telnyxMessageOperations } from './telnyx-message-operations.ts'
import { telnyxNumberOperations } from './telnyx-number-operations.ts'
import { telnyxOrderOperations } from './telnyx-order-operations.ts'
import { refuseAsTelnyx, refuseByTelnyxCode } from './telnyx-reply.ts'
import { VendorWorld } from './vendor-world.ts'
import { WebhookCourier } from './webhook-courier.ts'

export interface VendorSimulatorOptions {
  /** Default: 0, a free one. */
  readonly port?: number | undefined
  /** Default: `127.0.0.1`. The control API has no password: keep it on loopback. */
  readonly host?: string | undefined
  /** JSON lines, one for each effect. Kept and read again at the next start. */
  readonly ledgerFile: string
  readonly retell: {
    readonly apiKey: string
    /** Signs the webhooks. Default: the API key, as at Retell. */
    readonly webhookSecret?: string | undefined
    /** The account's URL, for agents without one of their own. */
    readonly webhookUrl?: string | undefined
    /** Asked before a call to a number that has no `inbound_webhook_url` of its own. */
    readonly inboundUrl?: string | undefined
    /** Where functions are called that the agent's language model has no tool for; `/` and the name follow. */
    readonly functionsUrl?: string | undefined
  }
  readonly telnyx: {
    readonly apiKey: string
    /** Ed25519; base64 of the DER (PKCS #8), or a key object. */
    readonly privateKey: string | KeyObject
    /** The messaging profile's URL. A text's own `webhook_url` goes first. */
    readonly messagingWebhookUrl?: string | undefined
    /** Telnyx answers HELP with this. Default: it does not answer HELP, and we must. */
    readonly helpReply?: string | undefined
    /** Milliseconds for which an order of numbers is pending. Default: 5000. */
    readonly orderDelayMs?: number | undefined
  }
  /** Milliseconds before a webhook's second attempt, doubled for each further one. Default: 1000. */
  readonly retryDelayMs?: number | undefined
  /** Default: the machine's clock. */
  readonly clock?: Clock | undefined
  /** Default: UUIDs of version 7. */
  readonly ids?: IdSource | undefined
  /** How time passes between turns, attempts and events. Default: real timers. */
  readonly pause?: ((durationMs: number) => Promise<void>) | undefined
}

export interface VendorSimulator {
  readonly port: number
  /** Base URL for the Retell adapter. */
  readonly retellBaseUrl: string
  /** Base URL for the Telnyx adapters. */
  readonly telnyxBaseUrl: string
  readonly controlUrl: string
  /** Resolves once every call, text and webhook under way has ended. */
  settle(): Promise<void>
  /** Closes the port at once. Webhooks under way are lost, as in a crash; the ledger stays. */
  stop(): Promise<void>
}

/** Starts Retell and Telnyx as one HTTP server: `/retell/*`, `/telnyx/v2/*`, and `/control/*` to play with them. */
export async function startVendorSimulator(options: VendorSimulatorOptions): Promise<VendorSimulator> {
  const stopped = new AbortController()
  const pause = options.pause ?? ((durationMs: number) => waitFor(durationMs, stopped.signal))
  const { app, courier } = createSimulatorApp(options, pause)
  const host = options.host ?? '127.0.0.1'
  const { server, port } = await listen(app, host, options.port ?? 0)
  const baseUrl = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  return {
    port,
    retellBaseUrl: `${baseUrl}/retell`,
    telnyxBaseUrl: `${baseUrl}/telnyx/v2`,
    controlUrl: `${baseUrl}/control`,
    settle: () => courier.settle(),
    stop: () => {
      stopped.abort()
      return close(server)
    },
  }
}

function createSimulatorApp(options: VendorSimulatorOptions, pause: (durationMs: number) => Promise<void>) {
  const clock = options.clock ?? systemClock
  const world = new VendorWorld({
    ledger: EffectsLedger.open(options.ledgerFile),
    clock,
    ids: options.ids ?? uuidSource,
  })
  const faults = new FaultPlan()
  const courier = new WebhookCourier({
    faults,
    clock,
    pause,
    retryDelayMs: options.retryDelayMs ?? 1_000,
    signers: createSigners(options),
  })
  const { messagingWebhookUrl, helpReply } = options.telnyx
  const texts: TextStage = { world, courier, faults, pause, profileWebhookUrl: messagingWebhookUrl, helpReply }
  const { webhookUrl: accountWebhookUrl, inboundUrl, functionsUrl } = options.retell
  const calls = { world, courier, pause, accountWebhookUrl, inboundUrl, functionsUrl }
  const retell = [...retellAgentOperations(world), ...retellNumberOperations(world), ...retellCallOperations(world)]
  const lines = new TelnyxLines(calls)
  const telnyx = [
    ...telnyxNumberOperations(world),
    ...telnyxOrderOperations({ world, orderDelayMs: options.telnyx.orderDelayMs ?? 5_000 }),
    ...telnyxApplicationOperations(world),
    ...telnyxLineOperations(world, lines),
    ...telnyxMessageOperations(world, (message) => courier.track(reportSentText(texts, message))),
  ]
  const faultTargets = listFaultTargets([...retell, ...telnyx].map(({ target }) => target))
  for (const message of unreportedTexts(world)) courier.track(reportSentText(texts, message))
  const app = new Hono()
    .route('/retell', serveOperations(retell, { apiKey: options.retell.apiKey, refuse: refuseAsRetell, faults, pause }))
    .route(
      '/telnyx/v2',
      serveOperations(telnyx, {
        apiKey: options.telnyx.apiKey,
        refuse: refuseAsTelnyx,
        refuseCode: refuseByTelnyxCode,
        faults,
        pause,
      }),
    )
    .route('/control', createControlApp({ calls, lines, texts, faults, faultTargets }))
  return { app, courier }
}

/** Texts that were sent before a crash and not yet reported as final. */
function unreportedTexts(world: VendorWorld): readonly WireObject[] {
  const messages = [...world.state.messages.values()]
  return messages.filter((message) => message['direction'] === 'outbound' && message['completed_at'] === null)
}

function createSigners({ retell, telnyx }: VendorSimulatorOptions) {
  const secret = retell.webhookSecret ?? retell.apiKey
  return {
    retell: (rawBody: string, now: Date) => signRetellWebhook({ rawBody, secret, now }),
    telnyx: (rawBody: string, now: Date) => signTelnyxWebhook({ rawBody, privateKey: telnyx.privateKey, now }),
  }
}

/** Waits. Once the simulator stops it never returns, so that nothing more is sent, and holds no timer either. */
async function waitFor(durationMs: number, signal: AbortSignal): Promise<void> {
  await sleep(durationMs, undefined, { signal }).catch(() => new Promise<never>(() => undefined))
}

function listen(app: Hono, host: string, port: number): Promise<{ readonly server: Server; readonly port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: host, port }, (address) =>
      resolve({ server: server as Server, port: address.port }),
    )
    server.once('error', reject)
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
