import { UpstreamError, type PhoneNumber } from '@cloudgreet/core'

import type { TelnyxClient } from '../../../messaging/adapters/telnyx/telnyx-client.ts'

export interface NumberRouting {
  /** A number has exactly one: a SIP connection or a Call Control application. */
  readonly connectionId: string
  readonly messagingProfileId: string
}

/**
 * Sends the number's calls to the connection and its texts to the profile.
 *
 * @throws {UpstreamError} `number_not_owned` when the account does not hold the number
 */
export async function routeNumber(client: TelnyxClient, number: PhoneNumber, routing: NumberRouting): Promise<void> {
  const id = await findNumberId(client, number)
  if (id === undefined)
    throw new UpstreamError('number_not_owned', 'The Telnyx account does not hold this number.', {
      vendor: 'telnyx',
      outcome: 'refused',
    })
  await setConnection(client, id, routing.connectionId)
  await setMessagingProfile(client, id, routing.messagingProfileId)
}

/**
 * Takes the number off the profile, and to the parking connection when there is one. A number that the account
 * no longer holds is already undone.
 */
export async function unrouteNumber(
  client: TelnyxClient,
  number: PhoneNumber,
  parkingConnectionId: string | undefined,
): Promise<void> {
  const id = await findNumberId(client, number)
  if (id === undefined) return
  if (parkingConnectionId !== undefined) await setConnection(client, id, parkingConnectionId)
  // An empty string unassigns; null would keep the profile (SDK types of PATCH /phone_numbers/{id}/messaging).
  await setMessagingProfile(client, id, '')
}

/** Where the number's calls and texts go; undefined when the account does not hold it. */
export async function readRouting(
  client: TelnyxClient,
  number: PhoneNumber,
): Promise<{ readonly connectionId: string | undefined; readonly messagingProfileId: string | undefined } | undefined> {
  const id = await findNumberId(client, number)
  if (id === undefined) return undefined
  const held = await client.read('phoneNumbers.retrieve', (sdk) => sdk.phoneNumbers.retrieve(id))
  const texts = await client.read('phoneNumbers.messaging.retrieve', (sdk) => sdk.phoneNumbers.messaging.retrieve(id))
  return {
    connectionId: held.data?.connection_id || undefined,
    messagingProfileId: texts.data?.messaging_profile_id || undefined,
  }
}

/** Telnyx addresses a number by its own numeric id, not by E.164. */
function findNumberId(client: TelnyxClient, number: PhoneNumber): Promise<string | undefined> {
  return client.read('phoneNumbers.list', async (sdk) => {
    for await (const held of sdk.phoneNumbers.list({ filter: { phone_number: number } }))
      if (held.phone_number === number && held.status !== 'deleted') return held.id
    return undefined
  })
}

async function setConnection(client: TelnyxClient, id: string, connectionId: string): Promise<void> {
  await client.call('phoneNumbers.update', (sdk) => sdk.phoneNumbers.update(id, { connection_id: connectionId }))
}

async function setMessagingProfile(client: TelnyxClient, id: string, profileId: string): Promise<void> {
  await client.call('phoneNumbers.messaging.update', (sdk) =>
    sdk.phoneNumbers.messaging.update(id, { messaging_profile_id: profileId }),
  )
}
