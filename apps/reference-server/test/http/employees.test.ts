import { describe, expect, it } from 'vitest'

import { getJson, login, postJson, type Problem, register, type Session } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'

interface LeadPage {
  readonly items: readonly { readonly id: string; readonly company: string; readonly createdAt: string }[]
  readonly nextCursor: string | null
}

describe('sales people', () => {
  onEachDatabase((server) => {
    const readLeads = async (token: string, query = ''): Promise<LeadPage> =>
      (await (await getJson(server(), `/api/employee/leads${query}`, token)).json()) as LeadPage

    it('row 10: login-simple gives the employee a token that opens the leads', async () => {
      const answer = await postJson(server(), '/api/auth/login-simple', server().demo.employee)
      expect(answer.status).toBe(200)
      const { token } = (await answer.json()) as Session
      expect((await getJson(server(), '/api/employee/leads', token)).status).toBe(200)
    })

    it('row 16: the role sales gets the leads, an owner 403 forbidden_role, nobody 401', async () => {
      const { email, password } = server().demo.employee
      const { token } = await login(server(), email, password)
      const { items } = await readLeads(token)
      expect(items.map(({ company }) => company)).toContain('Harbor Dental')

      const owner = await getJson(server(), '/api/employee/leads', (await register(server())).token)
      expect([owner.status, ((await owner.json()) as Problem).code]).toEqual([403, 'forbidden_role'])
      expect((await getJson(server(), '/api/employee/leads')).status).toBe(401)
    })

    it('lists the newest leads first, page by page, each once', async () => {
      const { email, password } = server().demo.employee
      const { token } = await login(server(), email, password)
      const all = await readLeads(token)
      const first = await readLeads(token, '?limit=4')
      const second = await readLeads(token, `?limit=4&cursor=${first.nextCursor}`)
      expect([...first.items, ...second.items]).toEqual(all.items)
      expect(all.items.map(({ createdAt }) => createdAt)).toEqual(
        all.items
          .map(({ createdAt }) => createdAt)
          .toSorted()
          .toReversed(),
      )
      const refused = await getJson(server(), '/api/employee/leads?cursor=made-up', token)
      expect([refused.status, ((await refused.json()) as Problem).code]).toEqual([422, 'invalid_cursor'])
    })
  })
})
