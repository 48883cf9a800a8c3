import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterEach, describe, expect, it } from 'vitest'

import { UpstreamError } from '../errors/upstream-error.ts'
import { createUpstreamGuard } from './create-upstream-guard.ts'
import { createVendorClient } from './create-vendor-client.ts'

const closing: (() => void)[] = []

afterEach(() => {
  for (const close of closing.splice(0)) close()
})

/** A client of a vendor that answers as told, and how often it was asked. */
async function makeSubject(answer: RequestListener, timeoutMs?: number) {
  let requests = 0
  const server = createServer((request, response) => {
    requests += 1
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.close()
    server.closeAllConnections()
  })
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const guard = createUpstreamGuard({ vendor: 'example', random: () => 0 })
  const client = createVendorClient(
    { apiKey: 'example-key', baseUrl, guard, timeoutMs },
    {
      name: 'example',
      defaultBaseUrl: baseUrl,
      load: async () => undefined,
      connect: (_sdk, { baseURL, fetch }) => ({
        get: async () => {
          const response = await fetch(baseURL)
          if (response.status >= 500) throw new Error(`Status ${response.status}.`)
          return response.text()
        },
      }),
      toError: (cause) =>
        new UpstreamError('upstream_failed', 'Failed.', { vendor: 'example', outcome: 'unknown', cause }),
    },
  )
  return { client, guard, countRequests: () => requests }
}

describe('createVendorClient', () => {
  it('fault 23: ends a call whose answer stops half way', async () => {
    const { client } = await makeSubject((_request, response) => response.writeHead(200).write('{"half":'), 100)
    await expect(client.call('things.make', ({ get }) => get())).rejects.toMatchObject({
      code: 'upstream_timeout',
      outcome: 'unknown',
    })
  })

  it('fault 23: reads three times, and makes a change once', async () => {
    const { client, countRequests } = await makeSubject((_request, response) => response.writeHead(503).end())
    await expect(client.call('things.make', ({ get }) => get())).rejects.toMatchObject({ code: 'upstream_failed' })
    expect(countRequests()).toBe(1)
    await expect(client.read('things.list', ({ get }) => get())).rejects.toMatchObject({ code: 'upstream_failed' })
    expect(countRequests()).toBe(4)
  })

  it('fault 24: asks a vendor no more that does not answer', async () => {
    const { client, countRequests } = await makeSubject((_request, response) => response.writeHead(503).end())
    const calls = Array.from({ length: 20 }, () =>
      client.call('things.make', ({ get }) => get()).catch(() => undefined),
    )
    await Promise.all(calls)
    await expect(client.call('things.make', ({ get }) => get())).rejects.toMatchObject({ code: 'upstream_unavailable' })
    expect(countRequests()).toBe(20)
  })
})
