import type { Channel } from '@cloudgreet/core'

import { refuse } from '../domain/function-answer.ts'
import type { FunctionHandler } from '../function-context.ts'

const channels: readonly Channel[] = ['voice', 'sms']

/**
 * Said on the telephone, a revocation counts as much as a written one (47 CFR 64.1200(a)(10): any reasonable means),
 * and ends calls and texts alike. It is for the number of this call: nobody opts somebody else out.
 */
export const optOut: FunctionHandler<'opt_out'> = async (args, { business, call, tools, transaction }) => {
  const { person, providerCallId, ourNumber } = call
  if (person === null)
    return refuse('no_number', 'I do not see your number. Please tell me it, and I will pass it on as a message.')
  const occurredAt = tools.clock.now()
  const isAll = args.scope === 'all'
  for (const channel of channels)
    await tools.consents.record(
      {
        businessId: business.id,
        address: person,
        channel,
        type: 'consent_revoked',
        occurredAt,
        idempotencyKey: `${providerCallId}:opt_out:${args.scope ?? 'phone'}:${channel}`,
        synthetic: business.isSynthetic,
        metadata: {
          request: { from: person, to: ourNumber, means: 'voice' },
          provider: 'retell',
          providerCallId,
          ...(isAll ? { scope: 'all' } : {}),
          ...(args.reason === undefined ? {} : { words: args.reason }),
        },
      },
      transaction,
    )
  const event = { id: tools.ids.next<'Event'>(), businessId: business.id, type: 'consent_revoked', occurredAt }
  await tools.outbox.append({ ...event, data: { from: person, means: 'voice', providerCallId } }, transaction)
  const say = isAll
    ? 'Understood. You will not hear from us again, by telephone, text or email.'
    : 'Understood. We will not call or text you any more.'
  return { answer: { ok: true, code: 'opted_out', say }, isFinal: true }
}
