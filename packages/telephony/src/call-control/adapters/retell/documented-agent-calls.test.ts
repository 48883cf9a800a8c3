import { http, HttpResponse } from 'msw'

import { documentedRetellReplies } from '../../../simulator/__fixtures__/documented-retell-replies.ts'
import { NextFault, retellUrl, useDocumentedVendors } from '../../../simulator/__fixtures__/documented-vendors.ts'
import { agentCallsContract } from '../../testkit/agent-calls-contract.ts'
import { createRetellAgentCalls } from './retell-agent-calls.ts'

interface Registration {
  readonly metadata: Readonly<Record<string, string>>
}

interface Search {
  readonly filter_criteria: { readonly metadata: readonly { readonly key: string; readonly value: string }[] }
}

const vendors = useDocumentedVendors()
const { registeredCall, callList } = documentedRetellReplies

agentCallsContract({
  name: 'Retell, by its documented replies',
  makeSubject: () => {
    const registered: Registration[] = []
    const nextFault = new NextFault()
    vendors.use(
      http.post<never, Registration>(`${retellUrl}/v2/register-phone-call`, async ({ request }) => {
        const registration = await request.json()
        return nextFault.answer(() => {
          registered.push(registration)
          return HttpResponse.json({ ...registeredCall.body, ...registration }, { status: 201 })
        })
      }),
      http.post<never, Search>(`${retellUrl}/v3/list-calls`, async ({ request }) => {
        const wanted = (await request.json()).filter_criteria.metadata
        const found = registered.filter(({ metadata }) => wanted.every(({ key, value }) => metadata[key] === value))
        return HttpResponse.json({ ...callList.body, items: found.map(() => callList.body.items[0]) })
      }),
    )
    return {
      calls: createRetellAgentCalls({ apiKey: 'any', timeoutMs: 100 }),
      agentId: registeredCall.body.agent_id,
      failNext: (fault) => nextFault.set(fault),
      countRegistered: () => registered.length,
    }
  },
})
