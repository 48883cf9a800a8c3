import { UpstreamError } from '@cloudgreet/core'

import type { TelnyxClient } from '../../../messaging/adapters/telnyx/telnyx-client.ts'

/** The application that numbers of the route `call-control` sit on. */
export interface CallControlApplicationSettings {
  /** Finds it again: one application of this name is kept. */
  readonly name: string
  /** Where Telnyx tells of calls. */
  readonly webhookUrl: string
  /** Where it tells of them when that does not answer. Default: nowhere. */
  readonly failoverUrl?: string | undefined
}

/** Telnyx gives up an answer after 2 s; a caller of a server that gives no order hears an end after 30 s. */
const webhookTimeoutSeconds = 2
const firstCommandTimeoutSeconds = 30

/**
 * Makes the application, or brings the one of this name up to date.
 *
 * @returns its id, which numbers take as their `connection_id`
 */
export async function ensureCallControlApplication(
  client: TelnyxClient,
  settings: CallControlApplicationSettings,
): Promise<string> {
  const id = await findApplicationId(client, settings.name)
  const wanted = {
    application_name: settings.name,
    webhook_event_url: settings.webhookUrl,
    webhook_event_failover_url: settings.failoverUrl ?? null,
    webhook_api_version: '2' as const,
    webhook_timeout_secs: webhookTimeoutSeconds,
    first_command_timeout: true,
    first_command_timeout_secs: firstCommandTimeoutSeconds,
  }
  if (id !== undefined) {
    await client.call('callControlApplications.update', (sdk) => sdk.callControlApplications.update(id, wanted))
    return id
  }
  const { data } = await client.call('callControlApplications.create', (sdk) =>
    sdk.callControlApplications.create(wanted),
  )
  if (data?.id !== undefined) return data.id
  throw new UpstreamError('upstream_failed', 'Telnyx answered an application without its id.', {
    vendor: 'telnyx',
    outcome: 'unknown',
  })
}

function findApplicationId(client: TelnyxClient, name: string): Promise<string | undefined> {
  return client.call('callControlApplications.list', async (sdk) => {
    const filter = { application_name: { contains: name } }
    for await (const application of sdk.callControlApplications.list({ filter }))
      if (application.application_name === name) return application.id
    return undefined
  })
}
