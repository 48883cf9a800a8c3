import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'

import type { AppEnv } from './app-env.ts'
import { refuseUnstorable } from './refuse-unstorable.ts'
import { RequestError } from './request-error.ts'

const app = new Hono<AppEnv>()
app.use(refuseUnstorable)
app.all('*', async (context) => context.text(context.req.method === 'POST' ? await context.req.text() : 'read'))
app.onError((error, context) => context.text(error.message, RequestError.isInstance(error) ? 422 : 400))

const post = (body: string) =>
  app.request('/api/x', { method: 'POST', body, headers: { 'content-type': 'application/json' } })

describe('refuseUnstorable', () => {
  it.each(['{"name":"a\\u0000"}', '{"list":[{"deep":"\\ud83d"}]}', '{"\\u0000":1}'])('refuses %s', async (body) => {
    expect((await post(body)).status).toBe(422)
  })

  it.each(['{"name":"\\ud83d\\ude00"}', '{"name":"\\\\u0000"}', '{"name":"Ana"}', '{"\\u0000"', ''])(
    'passes %s on',
    async (body) => {
      const answer = await post(body)
      expect([answer.status, await answer.text()]).toEqual([200, body])
    },
  )

  it('reads a body that is nested deeper than the stack', async () => {
    const deep = `${'['.repeat(60_000)}"\\u0000"${']'.repeat(60_000)}`
    expect((await post(deep)).status).toBe(422)
  })

  it('refuses NUL in an address', async () => {
    const asked = await Promise.all(
      ['/api/x?status=%00', '/api/%00', '/api/x?status=new'].map((path) => app.request(path)),
    )
    expect(asked.map(({ status }) => status)).toEqual([422, 422, 200])
  })
})
