import { webhookAnswerSchema } from '@cloudgreet/core/contract'
import { agentFunctions } from '@cloudgreet/telephony'
import { z } from 'zod'

import { webhookPaths } from '../webhooks/webhook-paths.ts'
import type { ApiApp } from './api-app.ts'
import { jsonAnswer, problemAnswer } from './describe-route.ts'

const problems = {
  400: problemAnswer('The signature is right, the body is not JSON: told once, and kept.'),
  401: problemAnswer('`code` names what is wrong with the signature.'),
  429: problemAnswer('Too many requests without a valid signature; never for a valid one.'),
  503: problemAnswer('Not stored: send it again after `Retry-After`.'),
} as const

const functionAnswerSchema = z.looseObject({ ok: z.boolean(), code: z.string(), say: z.string() })

const inboundAnswerSchema = z.object({
  call_inbound: z.looseObject({ dynamic_variables: z.record(z.string(), z.string()).optional() }),
})

const paths = [
  ...webhookPaths.retell.map((path) => [path, 'Events of Retell'] as const),
  ...webhookPaths.telnyx.map((path) => [path, 'Events of Telnyx'] as const),
]

/** Puts the routes that vendors call into the OpenAPI document; another app serves them. */
export function describeWebhooks(app: ApiApp): void {
  const request = { body: { required: true, content: { 'application/json': { schema: z.looseObject({}) } } } }
  for (const [path, summary] of paths)
    app.openAPIRegistry.registerPath({
      method: 'post',
      path,
      summary,
      request,
      responses: { 200: jsonAnswer('Stored.', webhookAnswerSchema), ...problems },
    })
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: webhookPaths.inboundCall,
    summary: 'Variables for the agent, before it answers a call; none when they are not there within a second',
    request,
    responses: { 200: jsonAnswer('The variables.', inboundAnswerSchema), ...problems },
  })
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: webhookPaths.agentFunction.replace(':name', '{name}'),
    summary: 'What the agent asks for during a call; refusals by the rules are answers, as the model must hear why',
    request: { ...request, params: z.object({ name: z.enum(agentFunctions.map(({ name }) => name)) }) },
    responses: {
      200: jsonAnswer('The result, with a sentence to say.', functionAnswerSchema),
      404: problemAnswer('`unknown_function`'),
      ...problems,
    },
  })
}
