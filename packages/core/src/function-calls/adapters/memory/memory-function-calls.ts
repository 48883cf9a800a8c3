import { onRollback } from '../../../kernel/adapters/memory/memory-transactions.ts'
import type { Transactions } from '../../../kernel/ports/transactions.ts'
import type { FunctionCall, FunctionCalls, FunctionOutcome } from '../../ports/function-calls.ts'

type KeptCall = FunctionCall & FunctionOutcome

/** Function calls of one process, in transactions of `createMemoryTransactions`. */
export function createMemoryFunctionCalls({ transactions }: { readonly transactions: Transactions }): FunctionCalls {
  let kept: readonly KeptCall[] = []
  return {
    once: (call, work) =>
      transactions.asTenant(call.businessId, async (transaction) => {
        const ofCall = kept.filter(
          ({ businessId, providerCallId }) => businessId === call.businessId && providerCallId === call.providerCallId,
        )
        const first = ofCall.find((other) => isSame(other, call))
        if (first !== undefined && isStanding(first, { call, ofCall })) return { ...toOutcome(first), isRepeat: true }
        const outcome = await work(transaction)
        const before = kept
        onRollback(transaction, () => (kept = before))
        kept = [...kept.filter((other) => other !== first), { ...call, ...outcome }]
        return { ...outcome, isRepeat: false }
      }),
  }
}

function isSame(one: FunctionCall, other: FunctionCall): boolean {
  return one.name === other.name && one.argumentsDigest === other.argumentsDigest
}

function isStanding(
  first: KeptCall,
  { call, ofCall }: { readonly call: FunctionCall; readonly ofCall: readonly KeptCall[] },
): boolean {
  const { isFinal, subjectId } = first
  if (!isFinal) return false
  const later = ofCall
    .slice(ofCall.indexOf(first) + 1)
    .filter((other) => other.isFinal && other.subjectId !== undefined)
  return later.every((other) => call.meansCurrent !== true && other.subjectId !== subjectId)
}

function toOutcome({ code, answer, isFinal, subjectId }: FunctionOutcome): FunctionOutcome {
  return { code, answer, isFinal, ...(subjectId === undefined ? {} : { subjectId }) }
}
