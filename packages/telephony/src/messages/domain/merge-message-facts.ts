import { messageStatusRanks, type MessageFacts } from './message-facts.ts'

/** Joins what two events say of one text: the higher status wins and brings its error, in whatever order they come. */
export function mergeMessageFacts(one: MessageFacts, other: MessageFacts): MessageFacts {
  const difference = messageStatusRanks[other.status] - messageStatusRanks[one.status]
  const higher = difference > 0 ? other : one
  const { errorCode, failure } =
    difference === 0 && greater(one.errorCode, other.errorCode) !== one.errorCode ? other : higher
  return {
    ...one,
    status: higher.status,
    errorCode,
    failure,
    segments: greater(one.segments, other.segments),
    encoding: greater(one.encoding, other.encoding),
    cost: Number(other.cost?.amount ?? -1) > Number(one.cost?.amount ?? -1) ? other.cost : one.cost,
    occurredAt: one.occurredAt < other.occurredAt ? one.occurredAt : other.occurredAt,
  }
}

function greater<Value extends string | number | null>(one: Value, other: Value): Value {
  return one === null || (other !== null && other > one) ? other : one
}
