import { answerFaults, deliveryFaults, type FaultKind, textFaults } from './fault-kinds.ts'

/** What can fail besides an answer: a text's way to the handset, and what the vendors send to our server. */
const happenings: Readonly<Record<string, readonly FaultKind[]>> = {
  'telnyx.messages.deliver': textFaults,
  'telnyx.webhooks': deliveryFaults,
  'retell.webhooks': deliveryFaults,
  'retell.inbound': deliveryFaults,
  'retell.functions': deliveryFaults,
}

export type FaultRefusal = { readonly message: string } & (
  | { readonly code: 'fault_target_unknown'; readonly targets: readonly string[] }
  | { readonly code: 'fault_kind_unknown'; readonly kinds: readonly FaultKind[] }
)

/** Every target there is, in order. @param operations - targets of the vendors' endpoints */
export function listFaultTargets(operations: readonly string[]): readonly string[] {
  return [...operations, ...Object.keys(happenings)].toSorted()
}

/** The kinds of fault that the operation or happening can meet. */
export function faultKindsOf(target: string): readonly FaultKind[] {
  return happenings[target] ?? answerFaults
}

/** Whether a fault's target, with its `*` at the end, covers an operation. */
export function coversTarget(target: string, operation: string): boolean {
  return target.endsWith('*') ? operation.startsWith(target.slice(0, -1)) : target === operation
}

/** Why a fault could never strike, with what exists instead; undefined when it can. */
export function findFaultRefusal(
  { target, kind }: { readonly target: string; readonly kind: string },
  targets: readonly string[],
): FaultRefusal | undefined {
  const covered = targets.filter((known) => coversTarget(target, known))
  if (covered.length === 0)
    return {
      code: 'fault_target_unknown',
      message: `No target "${target}". There are: ${targets.join(', ')}.`,
      targets,
    }
  const kinds = [...new Set(covered.flatMap(faultKindsOf))]
  if (kinds.some((known) => known === kind)) return undefined
  return { code: 'fault_kind_unknown', message: `"${target}" meets no "${kind}", only: ${kinds.join(', ')}.`, kinds }
}
