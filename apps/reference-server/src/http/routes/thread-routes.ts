import type { BusinessId } from '@cloudgreet/core'
import type { ConsentReader, ConsentView } from '@cloudgreet/compliance'
import {
  messageThreadPageSchema,
  messageThreadSchema,
  pageOf,
  pageQuerySchema,
  phoneSchema,
  type ThreadConsent,
} from '@cloudgreet/core/contract'
import type { MessageLog } from '@cloudgreet/telephony'

import { type ApiApp, createRouteApp } from '../api-app.ts'
import { createRoute, jsonAnswer, personProblems, z } from '../describe-route.ts'
import type { Guards } from '../guards.ts'

export interface ThreadRoutesOptions {
  readonly guards: Guards
  readonly messages: MessageLog
  readonly consentReader: ConsentReader
}

/** The texts of a business by person, each with what the person wishes. */
export function createThreadRoutes({ guards, messages, consentReader }: ThreadRoutesOptions): ApiApp {
  const app = createRouteApp()
  app.on('GET', ['/api/messages/threads', '/api/messages/threads/:number'], guards.owner)

  const readConsents = (business: BusinessId, numbers: readonly string[]) =>
    consentReader.read(business, numbers, 'sms')

  app.openapi(listRoute, async (context) => {
    const business = context.get('businessId')
    const page = await messages.listThreads(business, context.req.valid('query'))
    const consents = await readConsents(
      business,
      page.items.map(({ number }) => number),
    )
    const items = page.items.map((thread) => ({ ...thread, consent: toThreadConsent(consents.get(thread.number)) }))
    return context.json({ items, nextCursor: page.nextCursor }, 200)
  })

  app.openapi(threadRoute, async (context) => {
    const business = context.get('businessId')
    const { number } = context.req.valid('param')
    const page = await messages.listThread(business, number, context.req.valid('query'))
    const consent = toThreadConsent((await readConsents(business, [number])).get(number))
    return context.json({ number, consent, items: [...page.items], nextCursor: page.nextCursor }, 200)
  })
  return app
}

function toThreadConsent(view: ConsentView | undefined): ThreadConsent {
  return {
    state: toState(view),
    decidedBy: view?.decidedBy ?? null,
    decidedAt: view?.decidedAt?.toISOString() ?? null,
    reasons: [...(view?.reasons ?? [])],
    replyRefusals: [...(view?.replyRefusals ?? [])],
  }
}

/** A question that waits for its answer is no consent yet. */
function toState(view: ConsentView | undefined): ThreadConsent['state'] {
  if (view === undefined || view.state === 'pending') return 'unknown'
  return view.providerBlock ? 'provider_block' : view.state
}

const listRoute = createRoute({
  method: 'get',
  path: '/api/messages/threads',
  summary: 'Texts by person: the newest text, how many, and whether the person may be texted',
  request: { query: pageQuerySchema },
  responses: { 200: jsonAnswer('A page of threads.', pageOf(messageThreadSchema)), ...personProblems },
})

const threadRoute = createRoute({
  method: 'get',
  path: '/api/messages/threads/{number}',
  summary: 'The texts with one person, the newest first; none with a number that never texted',
  request: {
    params: z.object({ number: phoneSchema }),
    query: pageQuerySchema,
  },
  responses: { 200: jsonAnswer('A page of the thread.', messageThreadPageSchema), ...personProblems },
})
