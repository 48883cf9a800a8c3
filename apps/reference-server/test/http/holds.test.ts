import { describe, expect, it } from 'vitest'

import { onEachDatabase } from '../support/on-each-database.ts'

interface Entry {
  readonly scope: string
  readonly owner: string
  readonly reason: string
  readonly released: { readonly by: string; readonly reason: string } | null
}
interface Page {
  readonly items: readonly Entry[]
  readonly nextCursor: string | null
}

const byMonitor = { scope: 'campaigns', owner: 'monitor:voice-agent', reason: 'Third failure in a row.' }
const byPerson = { scope: 'campaigns', owner: 'person:dana', reason: 'A customer complained.' }

describe('holds', () => {
  onEachDatabase((server) => {
    const call = (path: string, body?: unknown) =>
      server().fetch(`/api/internal/holds${path}`, {
        headers: { 'x-internal-token': server().secrets.internalToken, 'content-type': 'application/json' },
        ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      })
    const read = async (path: string): Promise<Page> => (await (await call(path)).json()) as Page

    it('stop a scope until every owner has released, and show in detailed health', async () => {
      expect((await call('', byMonitor)).status).toBe(201)
      expect((await call('', byMonitor)).status).toBe(200)
      expect((await call('', byPerson)).status).toBe(201)
      expect((await call('/release', { ...byMonitor, reason: 'Healthy again.' })).status).toBe(200)
      expect((await read('?scope=campaigns')).items.map(({ owner }) => owner)).toEqual(['person:dana'])

      const headers = { 'x-internal-token': server().secrets.internalToken }
      const health = (await (await server().fetch('/api/health/detailed', { headers })).json()) as { holds: Entry[] }
      expect(health.holds).toMatchObject([byPerson])

      expect((await call('/release', byPerson)).status).toBe(200)
      expect((await read('')).items).toEqual([])
    })

    it('are remembered, page by page, with who released them and why', async () => {
      const first = await read('/history?limit=1')
      expect(first.items).toHaveLength(1)
      const second = await read(`/history?limit=1&cursor=${first.nextCursor}`)
      const reasons = [...first.items, ...second.items].map(({ released }) => released?.reason)
      expect(reasons.toSorted()).toEqual(['A customer complained.', 'Healthy again.'])
      expect(second.nextCursor).toBeNull()
    })

    it('refuse strangers, unknown scopes and a release of nothing by name', async () => {
      expect((await server().fetch('/api/internal/holds')).status).toBe(401)
      const unknown = await call('', { ...byPerson, scope: 'everything' })
      expect([unknown.status, await unknown.json()]).toMatchObject([422, { code: 'validation_failed' }])
      const nothing = await call('/release', { ...byPerson, owner: 'nobody' })
      expect([nothing.status, await nothing.json()]).toMatchObject([404, { code: 'not_found' }])
    })
  })
})
