import { signRetellWebhook } from '@cloudgreet/telephony/retell'
import { describe, expect, it } from 'vitest'

import { eventually, login, postJson, type Problem, register } from '../../support/api.ts'
import { onEachDatabase } from '../../support/on-each-database.ts'
import { retellEvent, textReceived, VendorWebhooks } from '../../support/vendor-webhooks.ts'
import { type CurlValues, fill, runCurl } from './run-curl.ts'
import { runSocket } from './run-socket.ts'
import { runbookLines } from './runbook-lines.ts'

const { registrationFailing, performance: performanceLines } = runbookLines

describe('the operations runbook, run word for word', () => {
  onEachDatabase((server) => {
    const sql = (text: string) => server().sql(text)
    const write = (text: string) => server().sql(text, { write: true })
    const curl = (line: string, values?: CurlValues) => runCurl(server(), line, values)

    const queries = Object.entries({
      callsNotConnecting: runbookLines.callsNotConnecting.business,
      partialProfile: registrationFailing.profile,
      authUser: registrationFailing.authUser,
      latestVoiceAndSms: runbookLines.syntheticMonitors.latestVoiceAndSms,
      complianceSubscriber: runbookLines.complianceAudit.subscriber,
      numbers: runbookLines.inventoryDepleted.numbers,
    })
    it.each(queries)('runs the query %s as it stands', async (_name, query) => {
      await expect(sql(query)).resolves.toBeInstanceOf(Array)
    })

    it('finds a business by its number, with its agent', async () => {
      const { business } = await register(server())
      const query = runbookLines.callsNotConnecting.business.replace('+1234567890', business.phoneNumber)
      expect(await sql(query)).toEqual([
        expect.objectContaining({ id: business.id, retell_agent_id: business.retellAgentId }),
      ])
    })

    it('finds what a registration left, removes it in order, and leaves no orphan', async () => {
      const { user, business } = await register(server())
      await new VendorWebhooks(server()).retell(retellEvent('call_ended', callTo(business)))
      const ofUser = (text: string) => text.replace('test@example.com', user.email).replace("'...'", `'${user.id}'`)
      for (const query of [registrationFailing.profile, registrationFailing.authUser, registrationFailing.business])
        expect(await sql(ofUser(query))).toHaveLength(1)

      const placeholders = { business_id: business.id, auth_user_id: user.id }
      const { deleteBusiness, deleteCustomProfile, deleteCoreProfile } = registrationFailing
      for (const line of [deleteBusiness, deleteCustomProfile, deleteCoreProfile]) await write(fill(line, placeholders))

      for (const query of [registrationFailing.profile, registrationFailing.business])
        expect(await sql(ofUser(query))).toEqual([])
      for (const table of ['appointments', 'sms_logs', 'calls', 'outbox'])
        expect(await sql(`SELECT count(*)::int AS left FROM ${table} WHERE business_id = '${business.id}'`)).toEqual([
          { left: 0 },
        ])
      expect(
        await sql(`SELECT status, assigned_to FROM toll_free_numbers WHERE number = '${business.phoneNumber}'`),
      ).toEqual([{ status: 'quarantined', assigned_to: null }])
    })

    it('shows what a voice monitor left behind', async () => {
      const { business } = await register(server())
      await new VendorWebhooks(server()).retell(retellEvent('call_ended', callTo(business)))
      const events = await sql(runbookLines.syntheticMonitors.latestVoiceAndSms)
      expect(events[0]).toMatchObject({ channel: 'voice', event_type: 'call_ended' })
    })

    it("finds a subscriber's consent events by the number that wrote", async () => {
      const { business } = await register(server())
      const ids = { eventId: crypto.randomUUID(), messageId: crypto.randomUUID() }
      const text = { ...ids, from: '+15555550142', to: business.phoneNumber, body: 'HELP' }
      expect((await new VendorWebhooks(server()).telnyx(textReceived(text))).status).toBe(200)
      const events = await sql(runbookLines.complianceAudit.subscriber)
      expect(events[0]).toMatchObject({ channel: 'sms', metadata: { request: { from: '+15555550142' } } })
    })

    it('opens the dashboard with a token, and names what is wrong without one', async () => {
      const { token } = await register(server())
      const line = runbookLines.dashboardNotLoading.curl
      expect((await curl(line, { placeholders: { token } })).status).toBe(200)
      const refused = await curl(line)
      expect([refused.status, ((await refused.json()) as Problem).code]).toEqual([401, 'token_invalid'])
    })

    it('takes the signed test webhook, and names what is wrong with an unsigned one', async () => {
      const line = runbookLines.webhooksFailing.curl
      const signed = await signRetellWebhook({ rawBody: '{"test": "data"}', secret: server().secrets.retellKey })
      const signature = signed['x-retell-signature'] ?? ''
      const taken = await curl(line, { placeholders: { signature } })
      expect([taken.status, await taken.json()]).toEqual([200, { received: true, duplicate: false, ignored: true }])
      const refused = await curl(line)
      expect([refused.status, ((await refused.json()) as Problem).code]).toEqual([401, 'bad_format'])
    })

    it('row 44: counts the calls and the transcribed ones of a business', async () => {
      const { business } = await register(server())
      const placeholders = { business_id: business.id }
      const now = Date.now()
      const started = retellEvent('call_started', callTo(business)) as RetellPayload
      const ended = retellEvent('call_ended', callTo(business)) as RetellPayload
      for (const { event, call } of [started, ended])
        await new VendorWebhooks(server()).retell({ event, call: { ...call, start_timestamp: now } })
      const [counts] = await sql(fill(runbookLines.insightsNotGenerating.callCounts, placeholders))
      expect(Object.values(counts ?? {}).map(Number)).toEqual([2, 1])
    })

    it('connects to the live stream with a ticket, and hears an error without one', async () => {
      const { token, business } = await register(server())
      const answer = await postJson(server(), '/api/realtime/ticket', {}, { authorization: `Bearer ${token}` })
      const { ticket } = (await answer.json()) as { ticket: string }
      const { socket } = runbookLines.realtime
      expect(await runSocket(server(), socket, { businessId: business.id, ticket })).toBe('Connected')
      expect(await runSocket(server(), socket, { businessId: business.id })).toBe('Error:')
    })

    it('refuses the login of a user that does not exist', async () => {
      const answer = await curl(runbookLines.authentication.curl)
      expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([401, 'invalid_credentials'])
    })

    it('logs the sales monitor in, and its token opens the leads', async () => {
      const { email, password } = server().demo.employee
      const placeholders = { 'monitor-email': email, 'monitor-password': password }
      const answer = await curl(runbookLines.salesWorkspace.curl, { placeholders })
      expect(answer.status).toBe(200)
      const { token } = await login(server(), email, password)
      const leads = await server().fetch('/api/employee/leads', { headers: { authorization: `Bearer ${token}` } })
      expect(leads.status).toBe(200)
    })

    it('logs each refusal with the fields that the runbook reads', async () => {
      await curl(runbookLines.authentication.curl)
      const line = await eventually(
        async () => server().logs.findLast((entry) => entry['errorCode'] === 'invalid_credentials'),
        (entry) => entry !== undefined,
      )
      expect(Object.keys(line ?? {})).toEqual(expect.arrayContaining(['errorMessage', 'errorCode', 'errorDetails']))
    })

    // Each of these fails as soon as its line has a surface: then it moves up, with what it does.
    it('names the lines that have no surface yet', async () => {
      const user = { auth_user_id: crypto.randomUUID() }
      await expect(write(fill(registrationFailing.removeAuthUser, user))).rejects.toThrow(/admin_remove_user/)
      await expect(sql(performanceLines.slowQueries)).rejects.toThrow(/pg_stat_statements/)
      await expect(sql(performanceLines.databaseSize)).rejects.toThrow(/cloudgreet.* does not exist/)
      const environment = { CRON_SECRET: server().secrets.cronSecret }
      const runner = await curl(runbookLines.outreachRunner.curl, { environment })
      expect([runner.status, ((await runner.json()) as Problem).code]).toEqual([401, 'internal_token_invalid'])
    })
  })
})

interface RetellPayload {
  readonly event: string
  readonly call: Readonly<Record<string, unknown>>
}

function callTo(business: { readonly retellAgentId: string; readonly phoneNumber: string }) {
  const callId = `call_${crypto.randomUUID()}`
  return { callId, agentId: business.retellAgentId, from: '+13125550142', to: business.phoneNumber }
}
