import { createCallDiagnosis } from '@cloudgreet/telephony'

import type { Services } from './composition/compose-services.ts'
import { createCalledBusinesses } from './data/called-businesses.ts'
import { createFindDiagnosedBusiness } from './data/find-diagnosed-business.ts'
import { createOperatorSql } from './data/operator-sql.ts'
import { createSwitchNumberRoute } from './data/switch-number-route.ts'
import { createAgentRoutes } from './http/routes/agent-routes.ts'
import { createAppointmentRoutes } from './http/routes/appointment-routes.ts'
import { createCallRoutes } from './http/routes/call-routes.ts'
import { createDiagnoseRoutes } from './http/routes/diagnose-routes.ts'
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
import { Sessions } from './http/sessions.ts'
import type { ApiApp } from './http/api-app.ts'
import type { Guards } from './http/guards.ts'
import type { RefusalLog } from './webhooks/refusal-log.ts'
import type { WebhookTraffic } from './webhooks/webhook-traffic.ts'

interface OriginFacts {
  readonly isHttps: boolean
  readonly isOwnOrigin: (origin: string) => boolean
}

/** Becoming somebody: registration, and logging in and out. */
export function mountAccountRoutes(app: ApiApp, services: Services, origin: OriginFacts): void {
  const { settings } = services
  const sessions = new Sessions({ ...services, ...origin })
  const trustedProxies = settings.CLOUDGREET_TRUSTED_PROXIES
  const waitMs = settings.CLOUDGREET_REGISTRATION_WAIT_MS
  app.route('/', createRegistrationRoutes({ ...services, sessions, waitMs, trustedProxies }))
  app.route('/', createLoginRoutes({ ...services, sessions, trustedProxies }))
}

/** What owners and their staff see and do. */
export function mountBusinessRoutes(app: ApiApp, services: Services, guards: Guards): void {
  const parts = { ...services, guards }
  const { settings, agentUpkeep, vendors } = services
  app.route('/', createOwnerRoutes({ ...parts, settingsFollowUp: agentUpkeep?.workflow.name }))
  app.route('/', createInsightsRoutes({ ...parts, waitMs: settings.CLOUDGREET_INSIGHTS_WAIT_MS }))
  app.route('/', createAppointmentRoutes(parts))
  app.route('/', createCallRoutes(parts))
  app.route('/', createReplyRoutes({ ...parts, sendingGuard: vendors.guards.telnyx }))
  app.route('/', createThreadRoutes(parts))
  app.route('/', createEmployeeRoutes(parts))
  app.route('/', createRealtimeRoutes(parts))
}

interface OperatorRouteParts {
  readonly guards: Guards
  readonly refusalLog: RefusalLog
  readonly traffic: WebhookTraffic
}

/** What admins and machines with the internal token see and do. */
export function mountOperatorRoutes(app: ApiApp, services: Services, operator: OperatorRouteParts): void {
  const { guards, refusalLog: log, traffic } = operator
  const { settings, transactions, vendors } = services
  const isSandbox = settings.retellMode === 'sandbox' || settings.telnyxMode === 'sandbox'
  const operatorSql = isSandbox ? createOperatorSql(services) : undefined
  const businesses = createCalledBusinesses(transactions)
  const switchRoute = createSwitchNumberRoute({ ...services, ...vendors, businesses })
  app.route('/', createAgentRoutes({ ...services, guards }))
  app.route('/', createHoldRoutes({ ...services, guards }))
  app.route('/', createNumberRoutes({ guards, switchRoute }))
  app.route('/', createInternalRoutes({ ...services, guards, operatorSql }))
  app.route('/', createRefusalRoutes({ guards, log }))
  app.route('/', createDiagnoseRoutes({ ...services, guards, traffic, diagnosis: createDiagnosis(services, traffic) }))
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
