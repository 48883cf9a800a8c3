import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

import { getRequestListener } from '@hono/node-server'
import { systemClock, systemTimer, uuidSource } from '@cloudgreet/core'
import { createInboundPipeline, type Inbox } from '@cloudgreet/core/inbound'
import { createNodeAddressHasher } from '@cloudgreet/compliance/postgres'
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { requestId } from 'hono/request-id'
import { secureHeaders } from 'hono/secure-headers'

import { createHttpServer } from '../apps/reference-server/src/http/http-server.ts'
import { createBodyDigest } from '../apps/reference-server/src/webhooks/body-digest.ts'
import { createInboundReaders } from '../apps/reference-server/src/webhooks/inbound-readers.ts'
import { createInboundRules } from '../apps/reference-server/src/webhooks/inbound-rules.ts'
import { RefusalLog } from '../apps/reference-server/src/webhooks/refusal-log.ts'
import { createVerifiedBody } from '../apps/reference-server/src/webhooks/verified-body.ts'
import { createWebhookListener } from '../apps/reference-server/src/webhooks/webhook-listener.ts'
import { toWebhookKeys } from '../apps/reference-server/src/webhooks/webhook-keys.ts'
import { WebhookRefusals } from '../apps/reference-server/src/webhooks/webhook-refusals.ts'
import { retellSource, telnyxSource } from '../apps/reference-server/src/webhooks/webhook-source.ts'
import { WebhookTraffic } from '../apps/reference-server/src/webhooks/webhook-traffic.ts'
import { secret } from './ingest-secret.ts'
import { receiveByHand } from './receive-by-hand.ts'

/** One of the servers that `webhook-ingest` compares, in a process of its own. Tells its port to the parent. */
const servers: Readonly<Record<string, () => Server>> = {
  'reference-server': createReferenceRoute,
  'node:http': createBareServer,
  'hono with stock middleware': createStockHonoServer,
}

/** The route as the server has it; its inbox takes everything at once. */
function createReferenceRoute(): Server {
  const inbox: Inbox = {
    accept: async () => ({ outcome: 'accepted' }),
    quarantine: async () => 'quarantined',
    recordAnswer: () => {},
    stop: async () => {},
  }
  const clock = systemClock
  const digest = createBodyDigest()
  const hasher = createNodeAddressHasher(new Uint8Array(32).fill(7))
  const rules = createInboundRules({ ids: uuidSource, clock, hasher })
  const readers = createInboundReaders({ rules, digest, controlsCalls: true })
  const keys = toWebhookKeys({ RETELL_API_KEY: [secret] })
  const traffic = new WebhookTraffic(clock)
  const refusals = new WebhookRefusals({
    traffic,
    log: new RefusalLog(),
    clock,
    ids: uuidSource,
    timer: systemTimer,
    logger: silentLogger,
    trustedProxies: 0,
  })
  const direct = createWebhookListener({
    pipeline: createInboundPipeline({ inbox, readers, ids: uuidSource, clock, digest }),
    retell: retellSource(() => keys),
    telnyx: telnyxSource(() => keys),
    readVerified: createVerifiedBody({ traffic, refusals, clock }),
    clock,
    logger: silentLogger,
  })
  return createHttpServer({ direct, handle: () => new Response(null, { status: 404 }) })
}

const ignore = (): void => {}
const silentLogger = { debug: ignore, info: ignore, warn: ignore, error: ignore, child: () => silentLogger }

function createBareServer(): Server {
  return createServer((incoming, outgoing) => {
    const chunks: Buffer[] = []
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
    incoming.on('end', () => {
      const body = chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)
      const { status, text } = answer(body, incoming.headers)
      outgoing.writeHead(status, {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-store',
        'Content-Length': text.length,
      })
      outgoing.end(text)
    })
  })
}

function createStockHonoServer(): Server {
  const app = new Hono<{ Bindings: { incoming: IncomingMessage } }>()
  app.use(requestId(), secureHeaders(), bodyLimit({ maxSize: 1_048_576 }))
  app.post('*', async (context) => {
    const { status, text } = answer(Buffer.from(await context.req.arrayBuffer()), context.env.incoming.headers)
    return context.body(text, status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' })
  })
  return createServer(
    getRequestListener((request, bindings) => app.fetch(request, bindings as { incoming: IncomingMessage })),
  )
}

function answer(body: Buffer, headers: IncomingHttpHeaders) {
  const event = receiveByHand(body, String(headers['x-retell-signature'] ?? ''))
  return event === undefined
    ? ({ status: 401, text: '{"code":"mismatch"}' } as const)
    : ({ status: 200, text: '{"received":true,"duplicate":false}' } as const)
}

const create = servers[process.argv[2] ?? '']
if (create === undefined) throw new Error(`Name one of: ${Object.keys(servers).join(', ')}.`)
const server = create()
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
process.once('disconnect', () => process.exit())
