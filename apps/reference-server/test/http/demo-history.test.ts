import { describe, expect, it } from 'vitest'

import { getJson, login } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'

interface Page<Item> {
  readonly items: readonly Item[]
  readonly nextCursor: string | null
}

interface Call {
  readonly id: string
  readonly outcome: string
  readonly durationMs: number | null
  readonly startedAt: string
}

interface Appointment {
  readonly id: string
  readonly startsAt: string
  readonly endsAt: string
  readonly status: string
}

describe("the demo's history", () => {
  onEachDatabase((server) => {
    async function read<Answer>(path: string): Promise<Answer> {
      const { email, password } = server().demo.owner
      const { token } = await login(server(), email, password)
      return (await (await getJson(server(), path, token)).json()) as Answer
    }

    it('gives words and a duration to answered calls only, all of them in the past', async () => {
      const { items } = await read<Page<Call>>('/api/calls?limit=100')
      const missed = items.filter(({ outcome }) => outcome === 'no_answer')
      expect(missed.length).toBeGreaterThan(0)
      expect(items.length).toBeGreaterThan(missed.length)
      for (const { durationMs, outcome } of items) expect(durationMs === null).toBe(outcome === 'no_answer')
      for (const { startedAt } of items) expect(Date.parse(startedAt)).toBeLessThan(Date.now())
      const words = await read<{ transcript: unknown[]; summary: string | null }>(`/api/calls/${missed[0]?.id}`)
      expect([words.transcript, words.summary]).toEqual([[], null])
    })

    it('has no appointment that is over and still booked', async () => {
      const { items } = await read<Page<Appointment>>('/api/appointments?limit=100')
      expect(items.length).toBeGreaterThan(0)
      for (const { endsAt, status } of items)
        expect(status).toBe(Date.parse(endsAt) < Date.now() ? 'completed' : 'booked')
    })

    it('lists appointments the latest first, and from a moment on the soonest first, page by page', async () => {
      const all = (await read<Page<Appointment>>('/api/appointments?limit=100')).items
      const from = all.at(-2)?.startsAt ?? ''
      const listed: Appointment[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: Page<Appointment> = await read(
          `/api/appointments?from=${from}&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
        )
        listed.push(...page.items)
        cursor = page.nextCursor
      }
      expect(listed).toEqual(all.filter(({ endsAt }) => endsAt > from).toReversed())
      const { appointments } = await read<{ appointments: Appointment[] }>('/api/dashboard/data')
      expect(appointments.map(({ startsAt }) => startsAt)).toEqual(
        appointments.map(({ startsAt }) => startsAt).toSorted(),
      )
    })
  })
})
