import type {
  AnyWorkflow,
  ConsentRecorder,
  ContactGate,
  EventOutbox,
  Identity,
  Logger,
  Transactions,
  WorkflowEngine,
} from '@cloudgreet/core'
import {
  createOutboxRelay,
  createPostgresAgentRecords,
  createPostgresRegistrationStore,
  type Database,
  type FollowUpWorkflow,
} from '@cloudgreet/core/postgres'
import { createRegistration } from '@cloudgreet/core/registration'
import { createPostgresNumberAllocator } from '@cloudgreet/inventory/postgres'
import { type AgentVendor, createAgentUpkeep, type MessageLog, type NumberRoutes } from '@cloudgreet/telephony'

import { createDescribeAgent } from '../agent-setup.ts'
import type { Settings } from '../config/read-settings.ts'
import { createFindSignature } from '../data/find-signature.ts'
import { createKeptMailer } from '../data/kept-mailer.ts'
import { createMutedMailer } from '../data/muted-mailer.ts'
import { createAnswerText } from '../workflows/answer-text.ts'
import { createSendReply } from '../workflows/send-reply.ts'
import { composeCallControl } from './compose-call-control.ts'
import { type CompositionOptions, machine } from './composition-options.ts'
import type { Vendors } from './create-vendors.ts'

/** How long Telnyx's detail records are waited for before an empty look-up counts, in milliseconds. */
const vendorRecordDelayMs = 60_000

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

type WorkTools = Omit<WorkParts, 'engine'> &
  typeof machine & {
    readonly settings: Settings
    readonly database: Database
    readonly logger: Logger
    readonly workflows: WorkflowEngine
    readonly describeAgent: ReturnType<typeof createDescribeAgent>
  }

/** The durable workflows and what starts them; undefined what needs a vendor that is off. */
export function composeWork(options: CompositionOptions, { engine, ...parts }: WorkParts) {
  const { settings, database, logger, publicBaseUrl } = options
  const describeAgent = createDescribeAgent(publicBaseUrl)
  const tools = { ...parts, ...machine, settings, database, logger, workflows: engine, describeAgent }
  const { answerText, sendReply } = composeTexts(tools)
  const agents = parts.vendors.provisioner
  const registration = agents && composeRegistration(tools, agents)
  const agentUpkeep = agents && composeUpkeep(tools, agents)
  const followUps = [answerText, agentUpkeep?.workflow, composeCallControl(settings, tools)].filter(isPresent)
  const workflows: readonly AnyWorkflow[] = [
    ...followUps,
    ...(registration?.workflows ?? []),
    ...(sendReply === undefined ? [] : [sendReply]),
  ]
  return { sendReply, registration, agentUpkeep, relay: composeRelay(tools, followUps), workflows }
}

function composeTexts(tools: WorkTools) {
  const { vendors, settings, transactions } = tools
  if (vendors.sender === undefined) return {}
  const recordDelayMs = settings.telnyxMode === 'sandbox' ? 0 : vendorRecordDelayMs
  const sending = { ...tools, sender: vendors.sender, recordDelayMs }
  return {
    answerText: createAnswerText({ ...sending, findSignature: createFindSignature(transactions) }),
    sendReply: createSendReply(sending),
  }
}

function composeRegistration(tools: WorkTools, agents: AgentVendor) {
  return createRegistration({
    ...tools,
    agents,
    store: createPostgresRegistrationStore(tools),
    numbers: createPostgresNumberAllocator(tools),
    mailer: tools.settings.isProduction ? createMutedMailer(tools.logger) : createKeptMailer(tools),
  })
}

function composeUpkeep(tools: WorkTools, vendor: AgentVendor) {
  const { routes } = tools
  return createAgentUpkeep({ ...tools, vendor, records: createPostgresAgentRecords(tools), routeOf: routes.find })
}

/** Starts what a kept event asks for; a workflow whose vendor is off is not found, and the event waits. */
function composeRelay(tools: WorkTools, followUps: readonly FollowUpWorkflow[]) {
  const byName = new Map(followUps.map((workflow) => [workflow.name, workflow]))
  return createOutboxRelay({ ...tools, resolve: (name) => byName.get(name) })
}

function isPresent<Value>(value: Value | undefined): value is Value {
  return value !== undefined
}
