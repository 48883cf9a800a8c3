import { openDatabase } from '@cloudgreet/core/postgres'
import { describe, expect, it } from 'vitest'

import { register } from '../support/api.ts'
import { onEachDatabase } from '../support/on-each-database.ts'
import { retellEvent, textReceived, VendorWebhooks } from '../support/vendor-webhooks.ts'

/** The columns that the runbook's queries name, and the checks that the contract asks for. */
const columns = {
  businesses: ['id', 'business_name', 'owner_id', 'retell_agent_id', 'phone_number'],
  custom_users: ['id', 'email', 'role', 'created_at'],
  users: ['id', 'email', 'created_at'],
  appointments: ['id', 'business_id', 'starts_at', 'ends_at'],
  sms_logs: ['id', 'business_id', 'provider_message_id', 'direction'],
  compliance_events: ['channel', 'event_type', 'created_at', 'metadata'],
  consents: ['business_id', 'created_at'],
  calls: ['business_id', 'transcript', 'created_at'],
  toll_free_numbers: ['number', 'status', 'assigned_to', 'created_at'],
  outreach_events: ['key', 'result', 'reason'],
  prospects: ['email', 'opted_out_at'],
  sales_activities: ['occurred_at', 'type'],
  sales_tasks: ['claimed_at', 'status'],
}

describe('tables', () => {
  onEachDatabase((server) => {
    const columnsOf = async (table: string) =>
      (
        await server().sql<{ column_name: string }>(
          `SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '${table}'`,
        )
      ).map(({ column_name }) => column_name)

    it.each([
      ['row 36', 'businesses'],
      ['row 37', 'custom_users'],
      ['row 39', 'users'],
      ['row 43', 'consents'],
      ['row 44', 'calls'],
      ['row 45', 'toll_free_numbers'],
      ['row 46', 'outreach_events'],
      ['row 47', 'prospects'],
      ['row 48', 'sales_activities'],
      ['row 49', 'sales_tasks'],
    ] as const)('%s: has the columns of %s', async (_row, table) => {
      expect(await columnsOf(table)).toEqual(expect.arrayContaining(columns[table]))
    })

    it("row 36: the runbook's query over businesses returns the row", async () => {
      const { business } = await register(server())
      const rows = await server().sql(
        `SELECT id, business_name, retell_agent_id, phone_number FROM businesses WHERE phone_number = '${business.phoneNumber}';`,
      )
      expect(rows).toEqual([
        {
          id: business.id,
          business_name: 'Example Plumbing',
          retell_agent_id: business.retellAgentId,
          phone_number: business.phoneNumber,
        },
      ])
    })

    it('row 37: keeps normalised emails unique', async () => {
      const { user } = await register(server())
      const rows = await server().sql(
        `SELECT id, email, created_at FROM custom_users WHERE email = '${user.email}' ORDER BY created_at DESC LIMIT 5;`,
      )
      expect(rows).toHaveLength(1)
      await expect(
        server().sql(`UPDATE custom_users SET email = upper(email) WHERE email = '${user.email}'`, { write: true }),
      ).rejects.toThrow(/check|23514/i)
    })

    it('row 38: refuses a profile without an auth user (23503)', async () => {
      const id = crypto.randomUUID()
      await expect(
        server().sql(`INSERT INTO custom_users (id, email, role) VALUES ('${id}', '${id}@example.com', 'owner')`, {
          write: true,
        }),
      ).rejects.toThrow(/foreign key|23503/)
    })

    it('row 39: users come with the registration', async () => {
      const { user } = await register(server())
      expect(await server().sql(`SELECT id FROM users WHERE id = '${user.id}'`)).toHaveLength(1)
    })

    it('row 40: refuses overlapping appointments, and removes them with the business', async () => {
      const { business, user } = await register(server())
      const book = (from: string, to: string) =>
        server().sql(
          `INSERT INTO appointments (id, business_id, customer_name, starts_at, ends_at)
           VALUES ('${crypto.randomUUID()}', '${business.id}', 'Dana Fictional', '${from}', '${to}')`,
          { write: true },
        )
      await book('2026-03-02T15:00Z', '2026-03-02T16:00Z')
      const atOnce = await Promise.allSettled(
        Array.from({ length: 4 }, () => book('2026-03-02T16:00Z', '2026-03-02T17:00Z')),
      )
      expect(atOnce.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      await expect(book('2026-03-02T15:30Z', '2026-03-02T16:30Z')).rejects.toThrow(/appointments_no_overlap|23P01/)
      await server().sql(`DELETE FROM businesses WHERE id = '${business.id}'`, { write: true })
      expect(await server().sql(`SELECT id FROM appointments WHERE business_id = '${business.id}'`)).toEqual([])
      expect(user.id).toBeTypeOf('string')
    })

    it('row 41: logs every text with the id of the provider, and none stays without its business', async () => {
      const { business } = await register(server())
      const messageId = crypto.randomUUID()
      await new VendorWebhooks(server()).telnyx(
        textReceived({
          eventId: crypto.randomUUID(),
          messageId,
          from: '+13125550151',
          to: business.phoneNumber,
          body: 'Are you open?',
        }),
      )
      const logged = `SELECT business_id, direction FROM sms_logs WHERE provider_message_id = '${messageId}'`
      expect(await server().sql(logged)).toEqual([{ business_id: business.id, direction: 'inbound' }])
      await server().sql(`DELETE FROM businesses WHERE id = '${business.id}'`, { write: true })
      expect(await server().sql(logged)).toEqual([])
    })

    it('row 42: keeps where an event came from, takes no change, and chains its rows', async () => {
      const { business } = await register(server())
      for (const body of ['HELP', 'STOP'])
        await new VendorWebhooks(server()).telnyx(
          textReceived({
            eventId: crypto.randomUUID(),
            messageId: crypto.randomUUID(),
            from: '+13125550152',
            to: business.phoneNumber,
            body,
          }),
        )
      const events = await server().sql<{ event_type: string }>(
        `SELECT event_type FROM compliance_events WHERE metadata->'request'->>'from' LIKE '+1312555015%'
         AND business_id = '${business.id}' ORDER BY created_at DESC;`,
      )
      expect(events.map(({ event_type }) => event_type)).toEqual(
        expect.arrayContaining(['help_requested', 'consent_revoked']),
      )
      for (const change of [`UPDATE compliance_ledger SET channel = 'email'`, 'DELETE FROM compliance_ledger'])
        await expect(server().sql(`${change} WHERE business_id = '${business.id}'`, { write: true })).rejects.toThrow(
          /append/,
        )
      const chain = await server().sql<{ linked: boolean; computed: boolean }>(
        `SELECT chain_prev = lag(chain_head, 1, sha256(convert_to(business_id::text, 'UTF8')))
                  OVER (ORDER BY chain_seq) AS linked,
                chain_head = sha256(chain_prev || int8send(chain_seq) || canonical) AS computed
         FROM compliance_ledger WHERE business_id = '${business.id}' ORDER BY chain_seq`,
      )
      expect(chain.length).toBeGreaterThan(2)
      expect(chain.every(({ linked, computed }) => linked && computed)).toBe(true)
    })

    it("row 44: the runbook's count over calls tells calls and transcribed calls", async () => {
      const { business } = await register(server())
      const webhooks = new VendorWebhooks(server())
      const call = {
        callId: `call_${crypto.randomUUID()}`,
        agentId: business.retellAgentId,
        from: '+13125550153',
        to: business.phoneNumber,
      }
      await webhooks.retell(retellEvent('call_started', { ...call, callId: `call_${crypto.randomUUID()}` }))
      await webhooks.retell(retellEvent('call_ended', call))
      await server().sql(`UPDATE calls SET created_at = now() WHERE business_id = '${business.id}'`, { write: true })
      const [counts] = await server().sql<Record<string, string | number>>(
        `SELECT COUNT(*) as call_count,
                COUNT(CASE WHEN transcript IS NOT NULL THEN 1 END) as transcribed_calls
         FROM calls
         WHERE business_id = '${business.id}'
           AND created_at > NOW() - INTERVAL '30 days';`,
      )
      expect([Number(counts?.['call_count']), Number(counts?.['transcribed_calls'])]).toEqual([2, 1])
    })

    it('row 32: as one business, SQL returns no row of another for every tenant table', async () => {
      const mine = (await register(server())).business.id
      await register(server())
      // PGlite serves one process at a time.
      await server().terminate()
      const { databaseUrl, dataFolder } = server()
      const database = await openDatabase(databaseUrl === undefined ? { folder: dataFolder } : { url: databaseUrl })
      try {
        const { rows: tables } = await database.pool.query<{ table_name: string; column_name: string }>(
          `SELECT DISTINCT c.table_name, c.column_name FROM information_schema.columns c
           JOIN pg_policies p ON p.tablename = c.table_name
           WHERE c.column_name = CASE WHEN c.table_name = 'businesses' THEN 'id' ELSE 'business_id' END`,
        )
        expect(tables.length).toBeGreaterThan(10)
        const client = await database.pool.connect()
        await client.query('BEGIN')
        await client.query(
          `SELECT set_config('role', 'cloudgreet_app', true), set_config('app.business_id', $1, true)`,
          [mine],
        )
        for (const { table_name, column_name } of tables) {
          const { rows } = await client.query(
            `SELECT 1 FROM ${table_name} WHERE ${column_name} IS DISTINCT FROM '${mine}'`,
          )
          expect([table_name, rows.length]).toEqual([table_name, 0])
        }
        await client.query('ROLLBACK')
        client.release()
      } finally {
        await database.close()
      }
    })
  })
})
