import {
  type BusinessId,
  type Clock,
  type ContactGate,
  type IdSource,
  type Logger,
  type MessageSender,
  type PhoneNumber,
  UpstreamError,
} from '@cloudgreet/core'
import { messageSchema, sendMessageRequestSchema, type Message } from '@cloudgreet/core/contract'
import type { MessageLog } from '@cloudgreet/telephony'
import { z } from 'zod'

import type { IdempotencyKeys } from '../../data/idempotency-keys.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import type { Principal } from '../app-env.ts'
import { createRoute, jsonAnswer, jsonBody, personProblems, problemAnswer } from '../describe-route.ts'
import type { Guards } from '../guards.ts'
import { answerOnce } from '../idempotent.ts'
import { RequestError } from '../request-error.ts'

export interface ReplyRoutesOptions {
  readonly guards: Guards
  readonly gate: ContactGate
  /** Undefined while the feature is off. */
  readonly sender: MessageSender | undefined
  readonly messages: MessageLog
  readonly idempotencyKeys: IdempotencyKeys
  readonly clock: Clock
  readonly ids: IdSource
  readonly logger: Logger
}

/** `POST /api/messages`: the owner answers a person by hand. */
export function createReplyRoutes(options: ReplyRoutesOptions): ApiApp {
  const app = createRouteApp()
  app.on('POST', ['/api/messages'], options.guards.owner)
  app.openapi(replyRoute, async (context) => {
    const request = context.req.valid('json')
    const from = toSenderNumber(context.get('principal'))
    const businessId = context.get('businessId')
    const given = context.req.header('idempotency-key')
    const intentKey = `reply:${businessId}:${given ?? options.ids.next()}`
    const answer = await answerOnce(
      options.idempotencyKeys,
      { scope: `messages:${businessId}`, key: given, request },
      async () => ({ status: 201, body: await sendReply(options, { businessId, from, intentKey, ...request }) }),
    )
    return context.json(messageSchema.parse(answer.body), 201)
  })
  return app
}

interface Reply {
  readonly businessId: BusinessId
  readonly from: PhoneNumber
  readonly to: PhoneNumber
  readonly text: string
  readonly intentKey: string
}

/** @throws {RequestError} 409 with the gate's first reason; 502 `send_unconfirmed` when the vendor did not answer */
async function sendReply(options: ReplyRoutesOptions, reply: Reply): Promise<Message> {
  const { gate, sender, messages, clock } = options
  if (sender === undefined) throw new RequestError(503, 'feature_off', 'Sending texts is not configured.')
  const { businessId, from, to, text, intentKey } = reply
  // A key that was let through before may have sent: look before sending again.
  const before = (await gate.wasOpened(intentKey)) ? await sender.find(intentKey) : undefined
  const sent = before ?? (await openAndSend(sender, gate, reply))
  return messages.recordOutbound(businessId, {
    ...sent,
    from,
    to,
    text,
    purpose: 'conversational_reply',
    idempotencyKey: intentKey,
    sentAt: clock.now(),
  })
}

async function openAndSend(sender: MessageSender, gate: ContactGate, reply: Reply) {
  const { businessId, from, to, text, intentKey } = reply
  const decision = await gate.open({
    businessId,
    address: to,
    channel: 'sms',
    purpose: 'conversational_reply',
    intentKey,
  })
  if (!decision.allowed)
    throw new RequestError(
      409,
      decision.reasons[0] ?? 'contact_refused',
      `This person may not be texted: ${decision.reasons.join(', ')}.`,
    )
  try {
    return await sender.send(decision.permit, { from, to, text, idempotencyKey: intentKey })
  } catch (error) {
    if (!UpstreamError.isInstance(error) || error.outcome === 'refused') throw error
    const found = await sender.find(intentKey).catch(() => undefined)
    if (found !== undefined) return found
    throw new RequestError(
      502,
      'send_unconfirmed',
      'The provider did not answer; look at the list before sending again.',
      {
        cause: error,
      },
    )
  }
}

/** @throws {RequestError} 409 `no_phone_number` */
function toSenderNumber({ business }: Principal): PhoneNumber {
  if (business?.phoneNumber == null) throw new RequestError(409, 'no_phone_number', 'This business has no number yet.')
  return business.phoneNumber as PhoneNumber
}

const replyRoute = createRoute({
  method: 'post',
  path: '/api/messages',
  summary: 'Answer a person by hand',
  request: {
    headers: z.object({ 'idempotency-key': z.string().optional() }),
    body: jsonBody(sendMessageRequestSchema),
  },
  responses: {
    201: jsonAnswer('The text as it was sent.', messageSchema),
    409: problemAnswer('The person may not be texted: `code` is the first reason.'),
    502: problemAnswer('The provider refused or did not answer.'),
    ...personProblems,
  },
})
