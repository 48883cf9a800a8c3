import { hash, randomBytes } from 'node:crypto'

import {
  type ContactGate,
  type ConsentRecorder,
  type EventOutbox,
  type Identity,
  type Logger,
  systemClock,
  systemTimer,
  type Transactions,
  uuidSource,
  type WakeUpBus,
  type WorkflowEngine,
} from '@cloudgreet/core'
import { type AddressHasher, createConsentReader, createContactGate } from '@cloudgreet/compliance'
import { createPostgresConsentRecorder, createPostgresContactStore } from '@cloudgreet/compliance/postgres'
import { createBetterAuthIdentity } from '@cloudgreet/core/better-auth'
import { createDbosWorkflows } from '@cloudgreet/core/dbos'
import { createInboundPipeline, createReplay } from '@cloudgreet/core/inbound'
import { createInsights, type Insights } from '@cloudgreet/core/insights'
import { createAccessTokens } from '@cloudgreet/core/jose'
import { createLocalWakeUpBus } from '@cloudgreet/core/memory'
import {
  createInboxRetries,
  createPostgresBusinessRecords,
  createPostgresInsightStore,
  createOutboxRelay,
  createPostgresAgentRecords,
  createPostgresEventOutbox,
  createPostgresHolds,
  createPostgresDeadLetters,
  createPostgresInbox,
  createPostgresRefreshTokens,
  createPostgresRegistrationStore,
  createPostgresReplayStore,
  createPostgresWakeUpBus,
  type Database,
  type FollowUpWorkflow,
  postgresTransactions,
} from '@cloudgreet/core/postgres'
import { createRegistration } from '@cloudgreet/core/registration'
import { createPostgresNumberAllocator, createPostgresNumberInventory } from '@cloudgreet/inventory/postgres'
import { createPostgresLeadList } from '@cloudgreet/outreach/postgres'
import {
  controlCallName,
  createAgentUpkeep,
  createControlCall,
  type MessageLog,
  type NumberRoutes,
  repairAgentName,
} from '@cloudgreet/telephony'
import {
  createPostgresCallHistory,
  createPostgresCallLog,
  createPostgresControlledCalls,
  createPostgresMessageLog,
  createPostgresNumberRoutes,
} from '@cloudgreet/telephony/postgres'

import { createDescribeAgent } from './agent-setup.ts'
import { composeAgentFunctions } from './compose-agent-functions.ts'
import type { DataSecrets } from './config/data-secrets.ts'
import { LiveSecrets } from './config/live-secrets.ts'
import type { Settings } from './config/read-settings.ts'
import { readConfiguration } from './config/secrets-file.ts'
import { createAccounts } from './data/accounts.ts'
import { createFindCallMeans } from './data/find-call-means.ts'
import { createFindSignature } from './data/find-signature.ts'
import { createIdempotencyKeys } from './data/idempotency-keys.ts'
import { createKeptMailer } from './data/kept-mailer.ts'
import { createMutedMailer } from './data/muted-mailer.ts'
import { createRealtimeTickets } from './data/realtime-tickets.ts'
import { inboundStatements } from './inbound-statements.ts'
import type { SimulatorEntry } from './sandbox/simulator-file.ts'
import { createVendors, type Vendors } from './vendors.ts'
import { createBodyDigest } from './webhooks/body-digest.ts'
import { createInboundReaders } from './webhooks/inbound-readers.ts'
import { createInboundRules, type InboundRules } from './webhooks/inbound-rules.ts'
import { answerTextName, createAnswerText } from './workflows/answer-text.ts'
import { createSendReply } from './workflows/send-reply.ts'

/** Version of the workflows: change it when the steps of one change, so that none is resumed in the middle of another. */
const workflowVersion = '1'

/** How long Telnyx's detail records are waited for before an empty look-up counts, in milliseconds. */
const vendorRecordDelayMs = 60_000

export interface CompositionOptions {
  readonly settings: Settings
  readonly secrets: DataSecrets
  readonly database: Database
  /** Names people in the consent ledger. */
  readonly hasher: AddressHasher
  readonly simulator: SimulatorEntry | undefined
  readonly publicBaseUrl: string
  readonly logger: Logger
}

export type Services = Awaited<ReturnType<typeof composeServices>>

/** Picks the adapter of every port. Nothing runs yet: see `startBackgroundWork`. */
export async function composeServices(options: CompositionOptions) {
  const { settings, secrets, database, logger } = options
  const shared = { database, clock: systemClock, ids: uuidSource, timer: systemTimer, logger }
  const transactions = postgresTransactions(database)
  const bus = database.kind === 'postgres' ? await createPostgresWakeUpBus(shared) : createLocalWakeUpBus()
  const outbox = createPostgresEventOutbox({ database })
  const liveSecrets = new LiveSecrets({ ...shared, ...options, read: () => readConfiguration(process.env) })
  const people = composePeople(options, { transactions, liveSecrets })
  const vendors = createVendors({ ...options, liveSecrets, clock: systemClock, timer: systemTimer })
  const { contact, rules } = composeCompliance(options, transactions)
  const stores = composeStores(options, { transactions, outbox })
  const inbound = composeInbound(options, { bus, rules, controlsCalls: vendors.control !== undefined })
  const engine = createDbosWorkflows({
    ...shared,
    url: settings.DATABASE_URL,
    applicationVersion: workflowVersion,
    executorId: settings.CLOUDGREET_EXECUTOR_ID,
  })
  const work = composeWork(options, { ...people, ...contact, transactions, outbox, vendors, ...stores, engine })
  return {
    ...people,
    ...contact,
    ...stores,
    ...composeAgentFunctions({ ...shared, ...contact, transactions, outbox }),
    ...inbound,
    ...work,
    insights: composeInsights(options, { transactions, vendors, engine }),
    settings,
    secrets,
    liveSecrets,
    database,
    transactions,
    bus,
    outbox,
    vendors,
    engine,
    clock: systemClock,
    ids: uuidSource,
    timer: systemTimer,
    logger,
    publicBaseUrl: options.publicBaseUrl,
  }
}

/** What routes and workflows read and write beside the inbox. */
function composeStores(
  { database }: CompositionOptions,
  { transactions, outbox }: Pick<WorkParts, 'transactions' | 'outbox'>,
) {
  const shared = { database, clock: systemClock, ids: uuidSource }
  return {
    calls: createPostgresCallLog({ transactions }),
    messages: createPostgresMessageLog({ ...shared, transactions, outbox }),
    inventory: createPostgresNumberInventory(shared),
    holds: createPostgresHolds(shared),
    deadLetters: createPostgresDeadLetters({ transactions }),
    leads: createPostgresLeadList({ transactions }),
    routes: createPostgresNumberRoutes({ transactions, clock: systemClock }),
  }
}

interface PeopleParts {
  readonly transactions: Transactions
  readonly liveSecrets: LiveSecrets
}

function composePeople({ settings, database }: CompositionOptions, { transactions, liveSecrets }: PeopleParts) {
  const shared = { database, clock: systemClock, ids: uuidSource }
  const identity: Identity = createBetterAuthIdentity(shared)
  return {
    identity,
    accounts: createAccounts(transactions),
    tickets: createRealtimeTickets(transactions, systemClock),
    idempotencyKeys: createIdempotencyKeys(transactions),
    refreshTokens: createPostgresRefreshTokens({ ...shared, randomBytes }),
    tokens: createAccessTokens({
      secrets: () => liveSecrets.current.jwt,
      issuer: settings.JWT_ISSUER,
      audience: settings.JWT_AUDIENCE,
      clock: systemClock,
      ids: uuidSource,
    }),
  }
}

function composeCompliance({ hasher }: CompositionOptions, transactions: Transactions) {
  const tools = { ids: uuidSource, clock: systemClock, hasher }
  const store = createPostgresContactStore({ ...tools, transactions })
  const gate: ContactGate = createContactGate({ store, clock: systemClock })
  const consents: ConsentRecorder = createPostgresConsentRecorder({ ...tools, transactions })
  const consentReader = createConsentReader({ store, clock: systemClock })
  return { contact: { gate, consents, consentReader }, rules: createInboundRules(tools) }
}

function composeInsights(
  { settings, logger }: CompositionOptions,
  { transactions, vendors, engine }: Pick<WorkParts, 'transactions' | 'vendors' | 'engine'>,
): Insights {
  return createInsights({
    calls: createPostgresCallHistory({ transactions }),
    records: createPostgresBusinessRecords({ transactions }),
    store: createPostgresInsightStore({ transactions }),
    model: vendors.insightModel,
    budget: {
      runsPerDay: settings.CLOUDGREET_INSIGHTS_RUNS_PER_DAY,
      tokensPerMonth: settings.CLOUDGREET_INSIGHTS_TOKENS_PER_MONTH,
    },
    digest: (text) => hash('sha256', text),
    clock: systemClock,
    ids: uuidSource,
    logger,
    workflows: engine,
    isEnabled: settings.CLOUDGREET_INSIGHTS !== 'off',
    minCalls: settings.CLOUDGREET_INSIGHTS_MIN_CALLS,
    maxAgeMs: settings.CLOUDGREET_INSIGHTS_MAX_AGE_MINUTES * 60_000,
  })
}

interface InboundParts {
  readonly bus: WakeUpBus
  readonly rules: InboundRules
  readonly controlsCalls: boolean
}

function composeInbound({ database, logger }: CompositionOptions, { bus, rules, controlsCalls }: InboundParts) {
  const shared = {
    database,
    clock: systemClock,
    ids: uuidSource,
    timer: systemTimer,
    logger,
    bus,
    statements: inboundStatements,
  }
  const inbox = createPostgresInbox(shared)
  const digest = createBodyDigest()
  const readers = createInboundReaders({ rules, digest, controlsCalls })
  const pipeline = createInboundPipeline({ ...shared, inbox, readers, digest })
  const reapply = pipeline.reread
  return {
    inbox,
    pipeline,
    retries: createInboxRetries({ ...shared, reapply }),
    replay: createReplay({ ...shared, reapply, store: createPostgresReplayStore(shared) }),
  }
}

interface WorkParts {
  readonly transactions: Transactions
  readonly outbox: EventOutbox
  readonly vendors: Vendors
  readonly messages: MessageLog
  readonly routes: NumberRoutes
  readonly engine: WorkflowEngine
  readonly identity: Identity
  readonly gate: ContactGate
  readonly consents: ConsentRecorder
}

/** The durable workflows and what starts them; undefined what needs a vendor that is off. */
function composeWork({ settings, database, logger, publicBaseUrl }: CompositionOptions, parts: WorkParts) {
  const { vendors, engine, transactions, outbox } = parts
  const tools = { clock: systemClock, ids: uuidSource, logger, workflows: engine }
  const shared = { ...parts, ...tools, database, describeAgent: createDescribeAgent(publicBaseUrl) }
  const { provisioner: agents, sender } = vendors
  const recordDelayMs = settings.telnyxMode === 'sandbox' ? 0 : vendorRecordDelayMs
  const sending = sender === undefined ? undefined : { ...shared, sender, recordDelayMs }
  const answerText = sending && createAnswerText({ ...sending, findSignature: createFindSignature(transactions) })
  const sendReply = sending && createSendReply(sending)
  const registration =
    agents === undefined
      ? undefined
      : createRegistration({
          ...shared,
          agents,
          store: createPostgresRegistrationStore({ database, outbox }),
          numbers: createPostgresNumberAllocator(shared),
          mailer: settings.isProduction ? createMutedMailer(logger) : createKeptMailer(shared),
        })
  const agentUpkeep =
    agents === undefined
      ? undefined
      : createAgentUpkeep({
          ...shared,
          vendor: agents,
          records: createPostgresAgentRecords({ transactions, clock: systemClock }),
          routeOf: parts.routes.find,
        })
  const controlCall = composeCallControl(settings, shared)
  const followUps = new Map<string, FollowUpWorkflow | undefined>([
    [answerTextName, answerText],
    [repairAgentName, agentUpkeep?.workflow],
    [controlCallName, controlCall],
  ])
  const relay = createOutboxRelay({ ...shared, resolve: (name) => followUps.get(name) })
  return { answerText, sendReply, registration, agentUpkeep, controlCall, relay }
}

function composeCallControl(
  settings: Settings,
  shared: Pick<WorkParts, 'transactions' | 'outbox' | 'routes' | 'vendors'> & { readonly logger: Logger },
): FollowUpWorkflow | undefined {
  const { vendors, transactions } = shared
  if (vendors.control === undefined) return undefined
  return createControlCall({
    ...shared,
    ...vendors.control,
    clock: systemClock,
    calls: createPostgresControlledCalls({ ...shared, ids: uuidSource }),
    findMeans: createFindCallMeans(transactions),
    settings: {
      agentAnswerTimeoutMs: settings.CLOUDGREET_AGENT_ANSWER_TIMEOUT_MS,
      ownerAnswerTimeoutMs: settings.CLOUDGREET_OWNER_ANSWER_TIMEOUT_MS,
      agentSipUri: settings.CLOUDGREET_RETELL_SIP_URI,
    },
  })
}
