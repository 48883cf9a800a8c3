import type { WireObject } from './domain/ledger-entry.ts'
import { textIn, type Operation, type VendorReply, type VendorRequest } from './operation.ts'
import { refuseAsTelnyx, telnyxPage } from './telnyx-reply.ts'
import type { VendorWorld } from './vendor-world.ts'

/** Telnyx's endpoints for Call Control applications, which numbers are connected to. */
export function telnyxApplicationOperations(world: VendorWorld): readonly Operation[] {
  const { applications } = world.state
  return [
    {
      method: 'GET',
      path: '/call_control_applications',
      target: 'telnyx.applications.list',
      perform: ({ query }) => {
        const part = query.get('filter[application_name][contains]') ?? ''
        const isWanted = (application: WireObject) => textIn(application, 'application_name')?.includes(part) === true
        return telnyxPage([...applications.values()].filter(isWanted), query)
      },
    },
    {
      method: 'POST',
      path: '/call_control_applications',
      target: 'telnyx.applications.create',
      perform: ({ body }) => createApplication(world, body),
    },
    {
      method: 'PATCH',
      path: '/call_control_applications/:id',
      target: 'telnyx.applications.update',
      perform: (request) => updateApplication(world, request),
    },
  ]
}

const missing = { code: '10004', title: 'Missing required parameter' }

function createApplication(world: VendorWorld, body: WireObject): VendorReply {
  if (textIn(body, 'application_name') === undefined || textIn(body, 'webhook_event_url') === undefined)
    return refuseAsTelnyx(422, missing)
  const now = world.clock.now().toISOString()
  const id = `14${String(world.state.applications.size + 1).padStart(17, '0')}`
  const defaults = {
    active: true,
    webhook_api_version: '2',
    webhook_event_failover_url: null,
    webhook_timeout_secs: null,
    first_command_timeout: false,
    first_command_timeout_secs: 30,
  }
  const detail = { id, record_type: 'call_control_application', ...defaults, ...body, created_at: now, updated_at: now }
  const made = world.record({ vendor: 'telnyx', effect: 'application_created', id, detail })
  return { status: 201, body: { data: made } }
}

function updateApplication(world: VendorWorld, { params, body }: VendorRequest): VendorReply {
  const id = params['id'] ?? ''
  const known = world.state.applications.get(id)
  if (known === undefined) return refuseAsTelnyx(404)
  if (textIn(body, 'application_name') === undefined || textIn(body, 'webhook_event_url') === undefined)
    return refuseAsTelnyx(422, missing)
  const detail = { ...known, ...body, id, updated_at: world.clock.now().toISOString() }
  return {
    status: 200,
    body: { data: world.record({ vendor: 'telnyx', effect: 'application_updated', id, detail }) },
  }
}
