import { agentFunctions } from '@cloudgreet/telephony'
import { beforeAll, describe, expect, it } from 'vitest'

import { AgentLine } from '../support/agent-call.ts'
import { login, type Problem, register } from '../support/api.ts'
import { type ApiRoute, type Audience, audienceOf, readRoutes } from '../support/api-routes.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { VendorWebhooks } from '../support/vendor-webhooks.ts'

type Headers = Readonly<Record<string, string>>

/** Values that no field of any body takes well. */
const junk: readonly unknown[] = [
  'nonsense',
  'nul\u0000byte',
  'lone surrogate \ud800',
  '',
  -1,
  1e308,
  true,
  null,
  [],
  [null],
  {},
  { constructor: 1 },
  'x'.repeat(10_000),
]
const brokenBodies = ['', '{', '[]', 'null', '5', '"text"', '[[[', '{"a":1e999}', '['.repeat(200) + ']'.repeat(200)]
const junkInUrl = [
  'nonsense',
  '%00',
  '%ED%A0%80',
  '-1',
  '1e308',
  "'%20OR%201=1",
  '2026-13-45',
  '%2B',
  'x'.repeat(2_000),
]

describe('every route of the OpenAPI document', () => {
  onEachDatabase((server) => {
    let routes: readonly ApiRoute[] = []
    let tokens: Readonly<Record<'owner' | 'employee' | 'operator', string>>
    beforeAll(async () => {
      routes = await readRoutes(server())
      const { email, password } = server().demo.employee
      tokens = {
        owner: (await register(server())).token,
        employee: (await login(server(), email, password)).token,
        operator: server().secrets.internalToken,
      }
    })

    const routesFor = (...audiences: readonly Audience[]) =>
      routes.filter((route) => audiences.includes(audienceOf(route)))
    const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` })
    const rightHeaders = (route: ApiRoute): Headers => {
      const audience = audienceOf(route)
      if (audience === 'anybody' || audience === 'vendor') return {}
      if (audience === 'operator' || audience === 'operatorOrAdmin') return bearer(tokens.operator)
      return bearer(audience === 'sales' ? tokens.employee : tokens.owner)
    }
    const call = (
      route: ApiRoute,
      given: { readonly headers?: Headers; readonly id?: string; readonly query?: string; readonly body?: string } = {},
    ) => {
      const path = route.path.replaceAll(/\{\w+\}/g, given.id ?? crypto.randomUUID())
      return server().fetch(`${path}${given.query ?? ''}`, {
        method: route.method,
        redirect: 'manual',
        headers: { 'content-type': 'application/json', ...given.headers },
        ...(route.method === 'GET' ? {} : { body: given.body ?? '{}' }),
      })
    }

    it('is known here, with whom it is for', () => {
      expect(routes.length).toBeGreaterThan(50)
      expect(new Set(routes.map(audienceOf)).size).toBe(7)
    })

    it.each([
      ['no token', 'nobody', 401],
      ['a token of nobody', 'forged', 401],
      ['the token of another role', 'wrongRole', undefined],
    ] as const)('refuses %s', async (_attack, kind, expected) => {
      const faults: string[] = []
      for (const route of routesFor('person', 'owner', 'sales', 'operator', 'operatorOrAdmin')) {
        const audience = audienceOf(route)
        if (kind === 'wrongRole' && audience === 'person') continue
        const wrongToken = audience === 'owner' ? tokens.employee : tokens.owner
        const headers = { nobody: {}, forged: bearer('not.a.token'), wrongRole: bearer(wrongToken) }[kind]
        const status = expected ?? (audience === 'operator' ? 401 : 403)
        faults.push(...(await findFaults(route, await call(route, { headers }), [status])))
      }
      expect(faults).toEqual([])
    })

    it('takes the internal token for no person', async () => {
      const faults: string[] = []
      for (const route of routesFor('person', 'owner', 'sales'))
        faults.push(...(await findFaults(route, await call(route, { headers: bearer(tokens.operator) }), [401])))
      expect(faults).toEqual([])
    })

    it('refuses an id of nobody as one that does not exist, and one that is none', async () => {
      const withId = routes.filter((route) => route.path.includes('{') && audienceOf(route) !== 'vendor')
      const faults: string[] = []
      for (const route of withId)
        for (const id of [crypto.randomUUID(), ...junkInUrl])
          faults.push(...(await findFaults(route, await call(route, { headers: rightHeaders(route), id }))))
      expect(withId.length).toBeGreaterThan(8)
      expect(faults).toEqual([])
    })

    it('takes bodies that are no JSON, or no object, without a fault', async () => {
      const faults: string[] = []
      for (const route of routes.filter(({ fields }) => fields !== undefined))
        for (const body of brokenBodies)
          faults.push(...(await findFaults(route, await call(route, { headers: rightHeaders(route), body }))))
      expect(faults).toEqual([])
    })

    it('takes wrong values in every field, all at once and each alone, without a fault', async () => {
      const faults: string[] = []
      for (const route of routes.filter(({ fields }) => fields !== undefined))
        for (const body of bodiesOfJunk(route.fields ?? []))
          faults.push(...(await findFaults(route, await call(route, { headers: rightHeaders(route), body }))))
      expect(faults).toEqual([])
    })

    it('takes wrong values in every query parameter without a fault', async () => {
      const faults: string[] = []
      for (const route of routes.filter(({ method }) => method === 'GET'))
        for (const { name } of route.parameters.filter((parameter) => parameter.in === 'query'))
          for (const value of junkInUrl) {
            const query = `?${name}=${value}`
            faults.push(...(await findFaults(route, await call(route, { headers: rightHeaders(route), query }))))
          }
      expect(faults).toEqual([])
    })

    it('fault 10: takes signed nonsense of a vendor without a fault, and bytes that are no JSON with 400', async () => {
      const webhooks = new VendorWebhooks(server())
      const faults: string[] = []
      for (const route of routesFor('vendor')) {
        const path = route.path.replace('{name}', 'book_appointment')
        const sign = (body: unknown) =>
          path.startsWith('/api/retell/') ? webhooks.retell(body, path) : webhooks.telnyx(body, path)
        faults.push(...(await findFaults(route, await sign(`no json ${crypto.randomUUID()}`), [400])))
        for (const event of eventsOfJunk()) faults.push(...(await findFaults(route, await sign(event))))
      }
      expect(faults).toEqual([])
    })

    it('takes whatever the model says in a function call without a fault', async () => {
      const line = await AgentLine.open(server())
      const faults: string[] = []
      for (const route of routes.filter(({ path }) => path.endsWith('/functions/{name}')))
        for (const { name, parameters } of agentFunctions)
          for (const value of junk) {
            const args = Object.fromEntries(fieldsOf(parameters).map((field) => [field, value]))
            const answer = await line.post(name, { name, call: line.toCall('+13125550142'), args })
            faults.push(...(await findFaults(route, answer)))
          }
      expect(faults).toEqual([])
    })
  })
})

function fieldsOf({ properties }: Readonly<Record<string, unknown>>): string[] {
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : []
}

function bodiesOfJunk(fields: readonly string[]): string[] {
  const all = junk.map((value) => Object.fromEntries(fields.map((name) => [name, value])))
  const each = fields.flatMap((name) => ['nul\u0000byte', 'half \ud83d'].map((value) => ({ [name]: value })))
  return [...all, ...each].map((body) => JSON.stringify(body))
}

function eventsOfJunk(): unknown[] {
  return junk.flatMap((value) => [
    { event: value, call: value, args: value, name: value, call_inbound: value, data: value },
    { event: 'call_ended', name: 'any', call: { call_id: value, agent_id: value, from_number: value } },
    { event: 'call_inbound', call_inbound: { from_number: value, to_number: value, agent_id: value } },
    { data: { id: value, event_type: 'message.received', occurred_at: new Date().toISOString(), payload: value } },
    { data: { id: crypto.randomUUID(), event_type: value, occurred_at: value, payload: { id: value } } },
  ])
}

/** What is wrong with an answer: a fault of ours, another status than it may have, a refusal that is no problem. */
async function findFaults(route: ApiRoute, answer: Response, statuses?: readonly number[]): Promise<string[]> {
  const text = await answer.text()
  const where = `${route.method} ${answer.url.slice(0, 200)}: ${answer.status} ${text.slice(0, 300)}`
  if (answer.status >= 500 || statuses?.includes(answer.status) === false) return [where]
  return answer.status < 400 || isProblem(answer, text) ? [] : [`no problem: ${where}`]
}

function isProblem(answer: Response, text: string): boolean {
  if (answer.headers.get('content-type')?.includes('application/problem+json') !== true) return false
  const problem = JSON.parse(text) as Partial<Problem>
  return problem.status === answer.status && /^[a-z_]+$/.test(problem.code ?? '') && Boolean(problem.traceId)
}
