import { createHash, createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'

import { systemClock, uuidSource } from '@cloudgreet/core'
import { retellInbound, signRetellWebhook, verifyRetellWebhook } from '@cloudgreet/telephony/retell'

import { callPayload } from './call-payload.ts'
import { compare } from './compare.ts'

const secret = 'key_0123456789abcdef0123456789abcdef'

for (const bytes of [10_240, 102_400]) await compareEvents(bytes)

async function compareEvents(bytes: number): Promise<void> {
  const body = Buffer.from(callPayload(bytes))
  const key = createSecretKey(Buffer.from(secret))
  const expected = createHmac('sha256', key).update(body).digest()
  const headers = await signRetellWebhook({ rawBody: body, secret })
  const secrets = [secret]
  const known = sha256(body)
  const id = uuidSource.next<'Event'>()

  const read = async (digestOf: (body: Buffer) => string) => {
    const receivedAt = systemClock.now()
    const verification = await verifyRetellWebhook({ rawBody: body, headers, secrets, now: receivedAt })
    if (!verification.ok) throw new Error(verification.detail)
    const reading = retellInbound({ body, digest: digestOf(body), id, receivedAt, account: 'default' })
    if (reading.kind !== 'event') throw new Error(`The event was not read: ${reading.reason}.`)
    return reading.event
  }

  await compare(
    `Retell event, verified and validated, ${body.length} bytes`,
    {
      name: 'bare HMAC and JSON.parse',
      run: () => {
        if (timingSafeEqual(createHmac('sha256', key).update(body).digest(), expected))
          return JSON.parse(body.toString())
      },
    },
    [
      { name: '@cloudgreet/telephony', goal: 0.9, run: () => read(() => known) },
      { name: '@cloudgreet/telephony, with the SHA-256 to store', run: () => read(sha256) },
    ],
  )
}

function sha256(body: Buffer): string {
  return createHash('sha256').update(body).digest('hex')
}
