import type { IncomingMessage } from 'node:http'
import { fileURLToPath } from 'node:url'

import { readConsoleFiles } from './console/console-files.ts'
import { createConsoleRoutes } from './console/console-routes.ts'
import type { Services } from './composition/compose-services.ts'
import { createDetailedHealth } from './data/detailed-health.ts'
import { createMetrics } from './data/metrics.ts'
import { createApiApp } from './http/api-app.ts'
import { createAuthenticator } from './http/authenticate.ts'
import { describeWebhooks } from './http/describe-webhooks.ts'
import { createGuards } from './http/guards.ts'
import type { DirectListener, FetchHandler, UpgradeListener } from './http/http-server.ts'
import { createOwnOrigin } from './http/own-origin.ts'
import { createHealthRoutes } from './http/routes/health-routes.ts'
import { mountAccountRoutes, mountBusinessRoutes, mountOperatorRoutes } from './mount-routes.ts'
import { toPath } from './http/to-path.ts'
import { toSecurityHeaders } from './http/security-headers.ts'
import { LiveSockets } from './realtime/live-sockets.ts'
import { createUpgradeHandler } from './realtime/upgrade-sockets.ts'
import type { ServerReadiness } from './server-readiness.ts'
import { RefusalLog } from './webhooks/refusal-log.ts'
import { createVerifiedBody } from './webhooks/verified-body.ts'
import { createWebhookApp } from './webhooks/webhook-app.ts'
import { createWebhookListener } from './webhooks/webhook-listener.ts'
import { webhookPaths } from './webhooks/webhook-paths.ts'
import { WebhookRefusals } from './webhooks/webhook-refusals.ts'
import { WebhookTraffic } from './webhooks/webhook-traffic.ts'

const consoleFolder = fileURLToPath(new URL('web', import.meta.url))

const postPathsElsewhere = [
  ...webhookPaths.retell,
  ...webhookPaths.telnyx,
  webhookPaths.inboundCall,
  webhookPaths.agentFunction,
]

export interface ServerApp {
  readonly direct: DirectListener
  readonly handle: FetchHandler
  readonly upgrade: UpgradeListener
  readonly sockets: LiveSockets
}

/** Everything that answers over HTTP and WebSocket. */
export async function createServerApp(
  services: Services,
  readiness: ServerReadiness,
  port: number,
): Promise<ServerApp> {
  const { settings, liveSecrets, clock, logger } = services
  const traffic = new WebhookTraffic(clock)
  const refusalLog = new RefusalLog()
  const sockets = new LiveSockets(services)
  const authenticator = createAuthenticator(services)
  const guards = createGuards({ authenticator, internalTokens: () => liveSecrets.current.internalTokens })
  const isHttps = services.publicBaseUrl.startsWith('https:')
  const isOwnOrigin = createOwnOrigin({
    publicBaseUrl: settings.PUBLIC_BASE_URL,
    allowedOrigins: settings.CLOUDGREET_ALLOWED_ORIGINS,
    loopbackPort: settings.isProduction ? undefined : port,
  })
  const app = createApiApp({ logger, clock, headers: toSecurityHeaders({ isHttps }), postPathsElsewhere })
  const detailed = createDetailedHealth({ ...services, readiness, traffic })
  const metrics = createMetrics({ traffic, sockets, database: services.database })
  app.route('/', createHealthRoutes({ guards, readiness, clock, detailed, metrics }))
  mountAccountRoutes(app, services, { isHttps, isOwnOrigin })
  mountBusinessRoutes(app, services, guards)
  mountOperatorRoutes(app, services, { guards, refusalLog, traffic })
  describeWebhooks(app)
  app.doc31('/api/openapi.json', { openapi: '3.1.0', info: { title: 'CloudGreet', version: '1' } })
  app.route('/', createConsoleRoutes(await readConsoleFiles(consoleFolder)))

  const trustedProxies = settings.CLOUDGREET_TRUSTED_PROXIES
  const refusals = new WebhookRefusals({ ...services, traffic, log: refusalLog, trustedProxies })
  const readVerified = createVerifiedBody({ traffic, refusals, clock })
  const sources = { ...services, ...services.vendors, readVerified }
  const webhooks = createWebhookApp(sources)
  const upgrade = createUpgradeHandler({
    ...services,
    sockets,
    authenticator,
    isOwnOrigin,
    isDraining: () => readiness.isDraining,
  })
  return {
    sockets,
    direct: createWebhookListener(sources),
    upgrade: (request, socket, head) => void upgrade(request, socket, head),
    handle: (request, bindings) =>
      isAskedByAgent(bindings.incoming) ? webhooks.fetch(request, bindings) : app.fetch(request, bindings),
  }
}

const functionPrefix = webhookPaths.agentFunction.replace(':name', '')

function isAskedByAgent({ method, url }: IncomingMessage): boolean {
  if (method !== 'POST') return false
  const path = toPath(url)
  return path === webhookPaths.inboundCall || path.startsWith(functionPrefix)
}
