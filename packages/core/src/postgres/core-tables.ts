import type { ColumnType, Generated, GeneratedAlways } from 'kysely'

import type { ReplayResult } from '../inbound/domain/replay.ts'
import type { InboxStatus } from '../inbound/domain/stored-event.ts'
import type { InsightReport } from '../insights/domain/insight.ts'
import type { InsightRunId } from '../insights/ports/insight-store.ts'
import type { AgentDriftField, AgentState } from '../agents/ports/agent-inspector.ts'
import type { BusinessId, EventId, HoldId, RegistrationId, ReplayId, UserId } from '../kernel/domain/ids.ts'
import type { PhoneNumber } from '../kernel/domain/phone-number.ts'
import type { PasswordHash } from '../identity/ports/identity.ts'
import type { HoldScope } from '../operations/domain/hold.ts'
import type {
  RegistrationEvidence,
  RegistrationProfile,
  RegistrationStep,
} from '../registration/domain/registration.ts'
import type { Json } from '../workflows/ports/workflows.ts'

/** Read as Date, written as Date, filled in by the database when left out. */
type CreatedAt = ColumnType<Date, Date | undefined, Date>
/** `bigint` comes as text from the driver. */
type BigInteger = ColumnType<string, string | number | undefined, string | number>
type JsonColumn<Value> = ColumnType<Value, string, string>

/** What a person sent to register, without the password. */
export interface StoredForm {
  readonly profile: RegistrationProfile
  readonly evidence: RegistrationEvidence
}

export type UserRole = 'owner' | 'sales' | 'admin'

/** The tables that core owns. `auth.*` is read by `id`, `email`, `created_at` only. */
export interface CoreTables {
  'auth.users': { id: UserId; name: string; email: string; created_at: CreatedAt }
  users: { id: UserId; email: string; full_name: string | null; created_at: CreatedAt }
  custom_users: {
    id: UserId
    email: string
    role: UserRole
    business_id: BusinessId | null
    synthetic: Generated<boolean>
    created_at: CreatedAt
  }
  businesses: {
    id: BusinessId
    business_name: string
    owner_id: UserId | null
    kind: Generated<'customer' | 'operator'>
    status: Generated<'provisioning' | 'active' | 'closed'>
    retell_agent_id: string | null
    phone_number: PhoneNumber | null
    forward_number: PhoneNumber | null
    email: string | null
    website: string | null
    industry: string | null
    time_zone: Generated<string>
    greeting: string | null
    services: JsonColumn<readonly string[]> | null
    hours: JsonColumn<unknown> | null
    booking_rules: JsonColumn<unknown> | null
    agent_paused: Generated<boolean>
    insights_enabled: Generated<boolean>
    synthetic: Generated<boolean>
    created_at: CreatedAt
    updated_at: CreatedAt
  }
  business_counters: {
    business_id: BusinessId
    seq: BigInteger
    chain_seq: BigInteger
    chain_prev: Buffer
    chain_head: Buffer
  }
  agent_upkeep: {
    business_id: BusinessId
    holder: string | null
    held_until: Date | null
    state: AgentState | null
    drift: JsonColumn<readonly AgentDriftField[]> | null
    checked_at: Date | null
  }
  appointments: {
    id: string
    business_id: BusinessId
    call_id: string | null
    customer_name: string
    customer_phone: string | null
    service: string | null
    starts_at: Date
    ends_at: Date
    busy_until: Date | null
    status: Generated<'booked' | 'cancelled' | 'completed'>
    notes: string | null
    created_at: CreatedAt
  }
  insight_runs: {
    id: InsightRunId
    business_id: BusinessId
    status: 'running' | 'done' | 'failed'
    requested_at: Date
    model_asked: Generated<boolean>
    input_digest: string | null
    prompt_version: string | null
    model: string | null
    report: JsonColumn<InsightReport | null> | null
    tokens: Generated<number>
    generated_at: Date | null
  }
  function_calls: {
    business_id: BusinessId
    provider_call_id: string
    function: string
    arguments_digest: string
    position: GeneratedAlways<string>
    code: string | null
    answer: JsonColumn<Json> | null
    is_final: Generated<boolean>
    subject_id: string | null
    called_at: Date
  }
  caller_messages: {
    id: string
    business_id: BusinessId
    provider_call_id: string | null
    caller_name: string | null
    callback_number: string | null
    message: string
    urgent: Generated<boolean>
    created_at: Date
  }
  webhook_inbox: {
    id: EventId
    provider: string
    account: string
    event_key: string
    event_type: string | null
    business_id: BusinessId | null
    status: InboxStatus
    body: Buffer
    body_digest: string
    received_at: Date
    occurred_at: Date | null
    attempts: Generated<number>
    next_attempt_at: Date | null
    error_class: string | null
    first_failed_at: Date | null
    last_failed_at: Date | null
    answered_status: number | null
    answered_at: Date | null
  }
  outbox: {
    business_id: BusinessId
    seq: BigInteger
    id: EventId
    type: string
    occurred_at: Date
    data: JsonColumn<Record<string, unknown>>
    workflow: string | null
    relayed_at: Date | null
    created_at: CreatedAt
  }
  registrations: {
    id: RegistrationId
    email: string
    status: 'provisioning' | 'active' | 'failed' | 'stuck'
    user_id: UserId
    business_id: BusinessId
    form: JsonColumn<StoredForm>
    /** Only until the user is made: then null, also when the attempt fails. */
    password_hash: PasswordHash | null
    code: string | null
    created_at: CreatedAt
    finished_at: Date | null
  }
  registration_steps: {
    registration_id: RegistrationId
    position: number
    step: RegistrationStep
    status: 'planned' | 'done' | 'compensated' | 'compensation_failed'
    planned_at: Date
    settled_at: Date | null
    error_code: string | null
  }
  refresh_tokens: {
    id: string
    family_id: string
    user_id: UserId
    token_digest: Buffer
    issued_at: Date
    expires_at: Date
    used_at: Date | null
    revoked_at: Date | null
  }
  realtime_tickets: {
    ticket_digest: Buffer
    user_id: UserId
    business_id: BusinessId
    token_id: string
    expires_at: Date
  }
  idempotency_keys: {
    scope: string
    key: string
    request_digest: string
    status: 'running' | 'done'
    response_status: number | null
    response: JsonColumn<unknown> | null
    created_at: CreatedAt
  }
  mails: {
    id: string
    idempotency_key: string
    to_address: string
    subject: string
    text: string
    created_at: CreatedAt
  }
  holds: {
    id: HoldId
    scope: HoldScope
    owner: string
    reason: string
    opened_by: string
    opened_at: Date
    released_by: string | null
    release_reason: string | null
    released_at: Date | null
  }
  operator_audit: {
    id: string
    actor: string
    action: string
    detail: JsonColumn<unknown>
    created_at: CreatedAt
  }
  webhook_replays: {
    replay_id: ReplayId
    entry: 'requested' | 'finished'
    at: Date
    actor: string
    detail: JsonColumn<unknown>
  }
  webhook_replay_items: {
    replay_id: ReplayId
    inbox_id: EventId
    received_at: Date
    tries: Generated<number>
    leased_until: Date | null
    result: ReplayResult | null
    error_class: string | null
    settled_at: Date | null
  }
}
