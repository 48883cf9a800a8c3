import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'

import { documentedTelnyxReplies } from '../../../simulator/__fixtures__/documented-telnyx-replies.ts'
import { telnyxUrl, useDocumentedVendors } from '../../../simulator/__fixtures__/documented-vendors.ts'
import { createTelnyxDeliveryReports } from './telnyx-delivery-reports.ts'

const vendors = useDocumentedVendors()
const { data: message } = documentedTelnyxReplies.finishedMessage.body
const reports = createTelnyxDeliveryReports({ apiKey: 'any' })

it('reads the documented report of a delivered text', async () => {
  expect(await reports.read(message.id)).toMatchObject({
    providerMessageId: message.id,
    status: 'delivered',
    segments: 1,
    encoding: 'GSM-7',
    cost: { amount: '0.0051', currency: 'USD' },
    failure: null,
    occurredAt: new Date('2026-01-15T12:00:02.000Z'),
  })
})

it('reads the documented report of a text that failed, and of an id that Telnyx does not know', async () => {
  const failed = {
    ...message,
    to: [{ ...message.to[0], status: 'delivery_failed' }],
    errors: [{ code: '40001', title: 'Not routable' }],
  }
  vendors.use(http.get(`${telnyxUrl}/messages/:id`, () => HttpResponse.json({ data: failed })))
  expect(await reports.read(message.id)).toMatchObject({
    status: 'delivery_failed',
    errorCode: '40001',
    failure: { code: 'recipient_unreachable' },
  })
  const missing = { errors: [{ code: '10005', title: 'Resource not found' }] }
  vendors.use(http.get(`${telnyxUrl}/messages/:id`, () => HttpResponse.json(missing, { status: 404 })))
  expect(await reports.read('another')).toBeUndefined()
})
