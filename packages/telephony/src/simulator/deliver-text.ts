import type { FaultPlan } from './domain/fault-plan.ts'
import { findTelnyxError } from './domain/telnyx-errors.ts'
import { findKeyword, networkStopReply, telnyxStopReply, type KeywordType } from './domain/telnyx-keywords.ts'
import type { WireObject } from './domain/ledger-entry.ts'
import { textIn } from './operation.ts'
import { toTelnyxWebhook } from './telnyx-events.ts'
import { toBlockId } from './telnyx-message-operations.ts'
import { type DeliveryStep, toTelnyxMessage, withStep } from './telnyx-messages.ts'
import { findNumber } from './telnyx-number-operations.ts'
import type { VendorWorld } from './vendor-world.ts'
import type { WebhookCourier } from './webhook-courier.ts'

export interface TextRequest {
  /** Our number. */
  readonly to: string
  /** The person's. */
  readonly from: string
  readonly text: string
}

export type DeliveredText =
  | {
      readonly ok: true
      readonly messageId: string
      readonly keyword: KeywordType | undefined
      readonly finished: Promise<void>
    }
  | { readonly ok: false; readonly code: 'number_not_held' | 'number_without_profile' }

export interface TextStage {
  readonly world: VendorWorld
  readonly courier: WebhookCourier
  readonly faults: FaultPlan
  readonly pause: (durationMs: number) => Promise<void>
  /** The messaging profile's webhook URL. */
  readonly profileWebhookUrl: string | undefined
  /** The profile's own answer to HELP. Telnyx answers HELP only where one is set up. */
  readonly helpReply: string | undefined
}

/** A person texts one of the account's numbers. */
export function deliverText(stage: TextStage, request: TextRequest): DeliveredText {
  const { world, courier } = stage
  const number = findNumber(world, request.to)
  if (number === undefined) return { ok: false, code: 'number_not_held' }
  const profileId = textIn(number, 'messaging_profile_id')
  if (profileId === undefined) return { ok: false, code: 'number_without_profile' }
  const keyword = applyKeyword(stage, { request, profileId, number })
  const at = world.clock.now().toISOString()
  const message = toTelnyxMessage({ id: world.uuid(), direction: 'inbound', ...request, profileId, at })
  const payload = keyword === undefined ? message : { ...message, autoresponse_type: keyword }
  const messageId = String(message['id'])
  world.record({ vendor: 'telnyx', effect: 'message_received', id: messageId, detail: payload })
  const event = {
    id: world.uuid(),
    type: 'message.received',
    occurredAt: toMessagingTime(at),
    subjectId: messageId,
    payload,
  }
  const finished =
    stage.profileWebhookUrl === undefined
      ? Promise.resolve()
      : courier.post(toTelnyxWebhook({ ...event, url: stage.profileWebhookUrl })).settled.then(() => undefined)
  return { ok: true, messageId, keyword, finished }
}

/**
 * Carries a text of ours to its end: `message.sent`, then `message.finalized`, unless a fault of
 * `telnyx.messages.deliver` has it fail, come late, or keep silent for ever.
 */
export async function reportSentText(stage: TextStage, message: WireObject): Promise<void> {
  const fault = stage.faults.take('telnyx.messages.deliver')
  await stage.pause(stepMs)
  await reportStep(stage, message, { status: 'sent' })
  if (fault?.kind === 'silence') return
  await stage.pause(fault?.kind === 'delay' ? fault.delayMs : stepMs)
  await reportStep(stage, message, fault?.kind === 'error' ? toFailedStep(fault.code) : { status: 'delivered' })
}

const stepMs = 50

function toFailedStep(code = '40008'): DeliveryStep {
  const { title, detail } = findTelnyxError(code)
  return { status: 'delivery_failed', error: { code, title, detail } }
}

async function reportStep(
  { world, courier, ...stage }: TextStage,
  message: WireObject,
  step: DeliveryStep,
): Promise<void> {
  const subjectId = String(message['id'])
  const at = world.clock.now().toISOString()
  const payload = withStep(world.state.messages.get(subjectId) ?? message, step, at)
  const isFinal = step.status !== 'sent'
  world.record({
    vendor: 'telnyx',
    effect: isFinal ? 'message_finalized' : 'message_under_way',
    id: subjectId,
    detail: payload,
  })
  const url = textIn(message, 'webhook_url') ?? stage.profileWebhookUrl
  if (url === undefined) return
  const type = isFinal ? 'message.finalized' : 'message.sent'
  const event = { id: world.uuid(), type, occurredAt: toMessagingTime(at), url, subjectId, payload }
  await courier.post(toTelnyxWebhook(event)).firstAttempt
}

interface TextContext {
  readonly request: TextRequest
  readonly profileId: string
  readonly number: WireObject
}

/**
 * What Telnyx and the network do with a keyword before we hear of it. On a toll-free number the network answers
 * STOP itself; elsewhere Telnyx does (support.telnyx.com, opt-out keywords).
 */
function applyKeyword(stage: TextStage, context: TextContext): KeywordType | undefined {
  const keyword = findKeyword(context.request.text)
  if (keyword === 'STOP') {
    setBlock(stage.world, context, 'block_added')
    const isNetworkWord = context.request.text.trim().toLowerCase() === 'stop'
    const isTollFree = context.number['phone_number_type'] === 'toll_free'
    replyForUs(stage.world, context, isTollFree && isNetworkWord ? networkStopReply : telnyxStopReply)
  }
  if (keyword === 'START') setBlock(stage.world, context, 'block_deleted')
  if (keyword !== 'HELP') return keyword
  if (stage.helpReply === undefined) return undefined
  replyForUs(stage.world, context, stage.helpReply)
  return keyword
}

function setBlock(
  world: VendorWorld,
  { request, profileId }: TextContext,
  effect: 'block_added' | 'block_deleted',
): void {
  const id = toBlockId(profileId, request.from)
  if (effect === 'block_deleted' && !world.state.blocks.has(id)) return
  const detail = {
    from: request.to,
    to: request.from,
    keyword: request.text.trim().toUpperCase(),
    messaging_profile_id: profileId,
    created_at: world.clock.now().toISOString(),
  }
  world.record({ vendor: 'telnyx', effect, id, detail })
}

function replyForUs(world: VendorWorld, { request }: TextContext, text: string): void {
  const detail = { from: request.to, to: request.from, text }
  world.record({ vendor: 'telnyx', effect: 'vendor_reply_sent', id: world.uuid(), detail })
}

/** Telnyx writes messaging times with an offset: `2026-01-15T12:00:00.000+00:00`. */
function toMessagingTime(at: string): string {
  return at.replace(/Z$/, '+00:00')
}
