import { http, HttpResponse } from 'msw'

import { documentedTelnyxReplies } from '../../../simulator/__fixtures__/documented-telnyx-replies.ts'
import { NextFault, telnyxUrl, useDocumentedVendors } from '../../../simulator/__fixtures__/documented-vendors.ts'
import { callControlContract } from '../../testkit/call-control-contract.ts'
import { createTelnyxCallControl } from './telnyx-call-control.ts'

const vendors = useDocumentedVendors()
const { command, callStatus } = documentedTelnyxReplies
const names: Readonly<Record<string, string>> = { record_start: 'startRecording' }
const ended = { code: '90018', title: 'Call has already ended' }

callControlContract({
  name: 'Telnyx, by its documented replies',
  makeSubject: () => {
    const line = callStatus.body.data.call_control_id
    const commands = new Map<string, string>()
    const nextFault = new NextFault()
    const isAlive = () => ![...commands.values()].some((name) => name === 'hangup' || name === 'reject')
    vendors.use(
      http.post<{ name: string }, { command_id: string }>(
        `${telnyxUrl}/calls/:id/actions/:name`,
        async ({ request, params: { name } }) => {
          const { command_id } = await request.json()
          return nextFault.answer(() => {
            if (!isAlive()) return HttpResponse.json({ errors: [ended] }, { status: 422 })
            commands.set(command_id, names[name] ?? name)
            return HttpResponse.json(command.body)
          })
        },
      ),
      http.get<{ id: string }>(`${telnyxUrl}/calls/:id`, ({ params: { id } }) =>
        decodeURIComponent(id) === line
          ? HttpResponse.json({ data: { ...callStatus.body.data, is_alive: isAlive() } })
          : HttpResponse.json({ errors: [{ code: '10005', title: 'Resource not found' }] }, { status: 404 }),
      ),
    )
    return {
      control: createTelnyxCallControl({ apiKey: 'any', timeoutMs: 100 }),
      ring: () => line,
      failNext: (fault) => nextFault.set(fault),
      commandsOf: () => [...commands.values()],
    }
  },
})
