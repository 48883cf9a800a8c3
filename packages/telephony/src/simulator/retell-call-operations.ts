import type { Operation } from './operation.ts'
import { retellPage } from './retell-pages.ts'
import { missingAtRetell } from './retell-reply.ts'
import type { VendorWorld } from './vendor-world.ts'

/** Retell's endpoints to read calls back, and the ones that show whether a key works. */
export function retellCallOperations(world: VendorWorld): readonly Operation[] {
  const { calls } = world.state
  return [
    {
      method: 'GET',
      path: '/v2/get-call/:id',
      target: 'retell.calls.get',
      perform: ({ params }) => {
        const call = calls.get(params['id'] ?? '')
        return call === undefined ? missingAtRetell('call') : { status: 200, body: call }
      },
    },
    {
      method: 'POST',
      path: '/v3/list-calls',
      target: 'retell.calls.list',
      perform: ({ body }) => {
        const query = new URLSearchParams()
        for (const key of ['limit', 'pagination_key']) if (body[key] !== undefined) query.set(key, String(body[key]))
        return retellPage([...calls.values()].map(withoutTranscript), query)
      },
    },
    {
      method: 'GET',
      path: '/get-concurrency',
      target: 'retell.concurrency.get',
      perform: () => ({
        status: 200,
        body: {
          current_concurrency: [...calls.values()].filter((call) => call['call_status'] === 'ongoing').length,
          concurrency_limit: 20,
          base_concurrency: 20,
          purchased_concurrency: 0,
          concurrency_purchase_limit: 100,
          remaining_purchase_limit: 100,
          concurrency_burst_enabled: false,
          concurrency_burst_limit: 0,
          reserved_inbound_concurrency: 0,
        },
      }),
    },
  ]
}

function withoutTranscript(call: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { transcript: _transcript, transcript_object: _object, transcript_with_tool_calls: _calls, ...rest } = call
  return rest
}
