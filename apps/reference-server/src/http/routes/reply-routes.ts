import type { IdSource, PhoneNumber, Workflows } from '@cloudgreet/core'
import type { ConsentReader } from '@cloudgreet/compliance'
import {
  messagePreviewRequestSchema,
  messagePreviewSchema,
  messageSchema,
  sendMessageRequestSchema,
  type Message,
} from '@cloudgreet/core/contract'
import type { UpstreamGuard } from '@cloudgreet/core/upstream'
import { countSegments, type MessageLog } from '@cloudgreet/telephony'
import { z } from 'zod'

import type { IdempotencyKeys } from '../../data/idempotency-keys.ts'
import { type Sending, sendKey } from '../../workflows/send-once.ts'
import type { ReplyInput, SendReply } from '../../workflows/send-reply.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import type { Principal } from '../app-env.ts'
import { createRoute, jsonAnswer, jsonBody, personProblems, problemAnswer } from '../describe-route.ts'
import type { Guards } from '../guards.ts'
import { answerOnce } from '../idempotent.ts'
import { RequestError } from '../request-error.ts'
import { toGateRefusal, toSendRefusal, unconfirmed } from './reply-refusal.ts'

/** A little more than the provider is given to answer, in milliseconds. */
const replyWaitMs = 15_000

export interface ReplyRoutesOptions {
  readonly guards: Guards
  /** Undefined while the feature is off. */
  readonly sendReply: SendReply | undefined
  /** Of the provider that sends. */
  readonly sendingGuard: Pick<UpstreamGuard, 'health'>
  readonly engine: Workflows
  readonly messages: MessageLog
  readonly consentReader: ConsentReader
  readonly idempotencyKeys: IdempotencyKeys
  readonly ids: IdSource
}

/** `POST /api/messages`: the owner answers a person by hand. */
export function createReplyRoutes(options: ReplyRoutesOptions): ApiApp {
  const app = createRouteApp()
  app.on('POST', ['/api/messages', '/api/messages/preview'], options.guards.owner)
  app.openapi(replyRoute, async (context) => {
    const request = context.req.valid('json')
    const from = toSenderNumber(context.get('principal'))
    const businessId = context.get('businessId')
    const given = context.req.header('idempotency-key')
    const workflowId = `reply:${businessId}:${given ?? options.ids.next()}`
    const answer = await answerOnce(
      options.idempotencyKeys,
      { scope: `messages:${businessId}`, key: given, request },
      async () => ({ status: 201, body: await reply(options, workflowId, { businessId, from, ...request }) }),
    )
    return context.json(messageSchema.parse(answer.body), 201)
  })
  app.openapi(previewRoute, (context) => context.json(countSegments(context.req.valid('json').text), 200))
  return app
}

/**
 * Sends in a workflow, so that a lost answer, a crash and a repeat end in one text: it is looked for at the provider
 * before it is sent again, also when this request is long over.
 */
async function reply(options: ReplyRoutesOptions, workflowId: string, input: ReplyInput): Promise<Message> {
  const { sendReply, engine, sendingGuard } = options
  if (sendReply === undefined) throw new RequestError(503, 'feature_off', 'Sending texts is not configured.')
  const isKnown = (await engine.state(workflowId)) !== undefined
  if (!isKnown && sendingGuard.health().breaker === 'open')
    throw new RequestError(503, 'upstream_unavailable', 'The provider does not answer now; nothing was sent.', {
      retryAfter: 30,
    })
  await engine.start(sendReply, workflowId, input)
  const state = await engine.waitFor<Sending>(workflowId, replyWaitMs)
  if (state === undefined || state.status === 'running') throw unconfirmed()
  if (state.status === 'failed') throw new RequestError(502, state.errorCode, 'The text could not be sent.')
  if (state.output.outcome === 'refused') throw await explainRefusal(options, input, state.output.reasons)
  if (state.output.outcome !== 'sent') throw toSendRefusal(state.output)
  return findSent(options, workflowId, input)
}

async function explainRefusal(
  { consentReader }: ReplyRoutesOptions,
  { businessId, to }: ReplyInput,
  reasons: readonly string[],
): Promise<RequestError> {
  const views = await consentReader.read(businessId, [to], 'sms')
  return toGateRefusal(reasons, views.get(to))
}

async function findSent(
  { messages }: ReplyRoutesOptions,
  workflowId: string,
  { businessId, to, text }: ReplyInput,
): Promise<Message> {
  const sent = await messages.findByIdempotencyKey(businessId, sendKey(workflowId))
  if (sent === undefined) throw unconfirmed()
  if (sent.to === to && sent.text === text) return sent
  throw new RequestError(422, 'idempotency_key_reused', 'This key was used for another request; take a new one.')
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
    409: problemAnswer('The person may not be texted: `code` is the first reason, `detail` says who decided and when.'),
    502: problemAnswer('The provider refused, or has not answered yet (`send_unconfirmed`).'),
    ...personProblems,
  },
})

const previewRoute = createRoute({
  method: 'post',
  path: '/api/messages/preview',
  summary: 'What a text would cost on the wire: encoding and segments',
  request: { body: jsonBody(messagePreviewRequestSchema) },
  responses: { 200: jsonAnswer('The count.', messagePreviewSchema), ...personProblems },
})
