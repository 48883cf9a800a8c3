import { openPermit } from '@cloudgreet/core/permit'
import { FakeClock } from '@cloudgreet/core/testkit'
import { http, HttpResponse } from 'msw'

import { documentedTelnyxReplies } from '../../../simulator/__fixtures__/documented-telnyx-replies.ts'
import { NextFault, telnyxUrl, useDocumentedVendors } from '../../../simulator/__fixtures__/documented-vendors.ts'
import { messageSenderContract } from '../../testkit/message-sender-contract.ts'
import { createTelnyxMessageSender } from './telnyx-message-sender.ts'

const vendors = useDocumentedVendors()
const clock = new FakeClock()
const { data: sent } = documentedTelnyxReplies.sentMessage.body
const blocked = { code: '40300', title: 'Blocked due to STOP message', detail: 'An existing block rule.' }

messageSenderContract({
  name: 'Telnyx, by its documented replies',
  openPermit,
  makeSubject: () => {
    const sentTags: string[] = []
    const blocks = new Set<string>()
    const nextFault = new NextFault()
    vendors.use(
      http.post<never, { to: string; tags: string[] }>(`${telnyxUrl}/messages`, async ({ request }) => {
        const { to, tags } = await request.json()
        return nextFault.answer(() => {
          if (blocks.has(to)) return HttpResponse.json({ errors: [blocked] }, { status: 400 })
          sentTags.push(...tags)
          return HttpResponse.json({ data: { ...sent, tags } })
        })
      }),
      http.get(`${telnyxUrl}/detail_records`, () => {
        const record = documentedTelnyxReplies.detailRecord.body
        const data = sentTags.map((tags) => ({ ...record, uuid: sent.id, tags }))
        // Without the figures of the page the SDK would ask for the next one for ever.
        return HttpResponse.json({ data, meta: { page_number: 1, total_pages: 1 } })
      }),
    )
    return {
      sender: createTelnyxMessageSender({ apiKey: 'any', timeoutMs: 100, messagingProfileId: 'profile-1', clock }),
      failNext: (fault) => nextFault.set(fault),
      block: (recipient) => void blocks.add(recipient),
      countSent: () => sentTags.length,
      now: () => clock.now(),
    }
  },
})
