import type { IncomingMessage } from 'node:http'
import { fileURLToPath } from 'node:url'

import { createCallDiagnosis } from '@cloudgreet/telephony'

import { readConsoleFiles } from './console/console-files.ts'
import { createConsoleRoutes } from './console/console-routes.ts'
import type { Services } from './composition.ts'
import { createCalledBusinesses } from './data/called-businesses.ts'
import { createDetailedHealth } from './data/detailed-health.ts'
import { createFindDiagnosedBusiness } from './data/find-diagnosed-business.ts'
import { createMetrics } from './data/metrics.ts'
import { createOperatorSql } from './data/operator-sql.ts'
import { createSwitchNumberRoute } from './data/switch-number-route.ts'
import { type ApiApp, createApiApp } from './http/api-app.ts'
import { createAuthenticator } from './http/authenticate.ts'
import { describeWebhooks } from './http/describe-webhooks.ts'
import { createGuards, type Guards } from './http/guards.ts'
import type { DirectListener, FetchHandler, UpgradeListener } from './http/http-server.ts'
import { createOwnOrigin } from './http/own-origin.ts'
import { createAgentRoutes } from './http/routes/agent-routes.ts'
import { createAppointmentRoutes } from './http/routes/appointment-routes.ts'
import { createCallRoutes } from './http/routes/call-routes.ts'
import { createDiagnoseRoutes } from './http/routes/diagnose-routes.ts'
import { createHealthRoutes } from './http/routes/health-routes.ts'
import { createEmployeeRoutes } from './http/routes/employee-routes.ts'
import { createHoldRoutes } from './http/routes/hold-routes.ts'
import { createInsightsRoutes } from './http/routes/insights-routes.ts'
import { createInternalRoutes } from './http/routes/internal-routes.ts'
import { createLoginRoutes } from './http/routes/login-routes.ts'
import { createNumberRoutes } from './http/routes/number-routes.ts'
import { createOwnerRoutes } from './http/routes/owner-routes.ts'
import { createRealtimeRoutes } from './http/routes/realtime-routes.ts'
import { createRegistrationRoutes } from './http/routes/registration-routes.ts'
import { createRefusalRoutes } from './http/routes/refusal-routes.ts'
import { createReplyRoutes } from './http/routes/reply-routes.ts'
import { createThreadRoutes } from './http/routes/thread-routes.ts'
import { toPath } from './http/to-path.ts'
import { toSecurityHeaders } from './http/security-headers.ts'
import { Sessions } from './http/sessions.ts'
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
  mountBusinessRoutes(app, services, { guards, refusalLog })
  app.route('/', createDiagnoseRoutes({ ...services, guards, traffic, diagnosis: createDiagnosis(services, traffic) }))
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

interface OriginFacts {
  readonly isHttps: boolean
  readonly isOwnOrigin: (origin: string) => boolean
}

function mountAccountRoutes(app: ApiApp, services: Services, origin: OriginFacts): void {
  const { settings } = services
  const sessions = new Sessions({ ...services, ...origin })
  const trustedProxies = settings.CLOUDGREET_TRUSTED_PROXIES
  const waitMs = settings.CLOUDGREET_REGISTRATION_WAIT_MS
  app.route('/', createRegistrationRoutes({ ...services, sessions, waitMs, trustedProxies }))
  app.route('/', createLoginRoutes({ ...services, sessions, trustedProxies }))
}

interface BusinessRouteParts {
  readonly guards: Guards
  readonly refusalLog: RefusalLog
}

function mountBusinessRoutes(app: ApiApp, services: Services, { guards, refusalLog }: BusinessRouteParts): void {
  const isSandbox = services.settings.retellMode === 'sandbox' || services.settings.telnyxMode === 'sandbox'
  const settingsFollowUp = services.agentUpkeep?.workflow.name
  app.route('/', createOwnerRoutes({ ...services, guards, settingsFollowUp }))
  app.route('/', createAgentRoutes({ ...services, guards }))
  const waitMs = services.settings.CLOUDGREET_INSIGHTS_WAIT_MS
  app.route('/', createInsightsRoutes({ ...services, guards, waitMs }))
  app.route('/', createAppointmentRoutes({ ...services, guards }))
  app.route('/', createCallRoutes({ ...services, guards }))
  app.route('/', createReplyRoutes({ ...services, guards, sendingGuard: services.vendors.guards.telnyx }))
  app.route('/', createThreadRoutes({ ...services, guards }))
  app.route('/', createEmployeeRoutes({ ...services, guards }))
  app.route('/', createHoldRoutes({ ...services, guards }))
  app.route('/', createRealtimeRoutes({ ...services, guards }))
  const businesses = createCalledBusinesses(services.transactions)
  const switchRoute = createSwitchNumberRoute({ ...services, ...services.vendors, businesses })
  app.route('/', createNumberRoutes({ guards, switchRoute }))
  app.route(
    '/',
    createInternalRoutes({ ...services, guards, operatorSql: isSandbox ? createOperatorSql(services) : undefined }),
  )
  app.route('/', createRefusalRoutes({ guards, log: refusalLog }))
}

function createDiagnosis({ transactions, calls, vendors, agentUpkeep, clock }: Services, traffic: WebhookTraffic) {
  return createCallDiagnosis({
    findBusiness: createFindDiagnosedBusiness(transactions),
    calls,
    inspector: agentUpkeep,
    credentials: vendors.credentials,
    readWebhooks: () => Object.entries(traffic.snapshot()).map(([provider, facts]) => ({ provider, ...facts })),
    clock,
  })
}

const functionPrefix = webhookPaths.agentFunction.replace(':name', '')

function isAskedByAgent({ method, url }: IncomingMessage): boolean {
  if (method !== 'POST') return false
  const path = toPath(url)
  return path === webhookPaths.inboundCall || path.startsWith(functionPrefix)
}
