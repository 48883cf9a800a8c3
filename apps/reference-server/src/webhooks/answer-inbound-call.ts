import type { Transactions } from '@cloudgreet/core'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'
import { z } from 'zod'

import { RequestError } from '../http/request-error.ts'

/** Finds the business that a number belongs to. */
export interface InboundCallBusinesses {
  find(number: string): Promise<{ readonly id: string; readonly businessName: string } | undefined>
}

export function createInboundCallBusinesses(transactions: Transactions): InboundCallBusinesses {
  return {
    find: (number) =>
      transactions.asOwner('find_called_business', (transaction) =>
        executorOf<CoreTables>(transaction)
          .selectFrom('businesses')
          .select(['id', 'business_name as businessName'])
          .where(({ eb }) => eb(eb.cast<string>('phone_number', 'text'), '=', number))
          .executeTakeFirst(),
      ),
  }
}

const inboundCallSchema = z.object({ call_inbound: z.object({ to_number: z.string().max(32) }) })

/** Variables for the agent, as Retell asks for them before it answers a call. */
export async function answerInboundCall(body: Uint8Array, businesses: InboundCallBusinesses): Promise<unknown> {
  const parsed = inboundCallSchema.safeParse(parseJson(body))
  if (!parsed.success) throw new RequestError(400, 'schema_mismatch', 'This is not an inbound call of Retell.')
  const business = await businesses.find(parsed.data.call_inbound.to_number)
  if (business === undefined) return { call_inbound: {} }
  const { id, businessName } = business
  return {
    call_inbound: {
      dynamic_variables: { business_id: id, business_name: businessName },
      metadata: { business_id: id },
    },
  }
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new RequestError(400, 'not_json', 'The body is not valid JSON.')
  }
}
