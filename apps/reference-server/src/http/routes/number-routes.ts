import { numberRouteSchema, phoneSchema } from '@cloudgreet/core/contract'

import type { SwitchNumberRoute } from '../../data/switch-number-route.ts'
import { type ApiApp, createRouteApp } from '../api-app.ts'
import { createRoute, jsonAnswer, jsonBody, personProblems, problemAnswer, z } from '../describe-route.ts'
import type { Guards } from '../guards.ts'

export interface NumberRoutesOptions {
  readonly guards: Guards
  readonly switchRoute: SwitchNumberRoute
}

/** Which way the calls of a number go, for programs of the operator. */
export function createNumberRoutes({ guards, switchRoute }: NumberRoutesOptions): ApiApp {
  const app = createRouteApp()
  app.use('/api/internal/numbers/*', guards.internal)
  app.openapi(switchRouteRoute, async (context) => {
    const { number } = context.req.valid('param')
    const { route } = context.req.valid('json')
    await switchRoute(number, route)
    return context.json({ number, route }, 200)
  })
  return app
}

const switchRouteRoute = createRoute({
  method: 'post',
  path: '/api/internal/numbers/{number}/route',
  summary: 'Send the calls of a number straight to the agent (`trunk`), or through our own call control',
  request: {
    params: z.object({ number: phoneSchema }),
    body: jsonBody(numberRouteSchema.pick({ route: true })),
  },
  responses: {
    200: jsonAnswer('The number and its route.', numberRouteSchema),
    404: problemAnswer('No business holds this number.'),
    409: problemAnswer('The business has no agent.'),
    ...personProblems,
  },
})
