import type { RegistrationId } from '../kernel/domain/ids.ts'
import { StepError } from '../workflows/domain/step-error.ts'
import type { WorkflowContext } from '../workflows/ports/workflows.ts'
import type { RegistrationEnd } from './domain/registration.ts'
import type { RegistrationDependencies } from './registration-dependencies.ts'
import { requireAttempt } from './require-attempt.ts'
import { bookkeepingRetry, undoRetry } from './retry-policies.ts'
import type { SagaStep } from './saga-step.ts'

type Dependencies = Pick<RegistrationDependencies, 'store' | 'clock' | 'logger'>

export interface Compensation {
  readonly registrationId: RegistrationId
  readonly steps: readonly SagaStep[]
  /** Why the registration failed. */
  readonly code: string
}

/**
 * Undoes what was planned, last first, and ends the attempt: `failed` with its code when nothing is left, else `stuck`.
 * It stops at the first step that cannot be undone, because earlier ones may be what the rest is found by.
 */
export async function compensate(
  dependencies: Dependencies,
  context: WorkflowContext,
  { registrationId, steps, code }: Compensation,
): Promise<void> {
  const names = await context.step('undo_plan', () => listPlanned(dependencies, registrationId), bookkeepingRetry)
  for (const name of names) {
    const step = steps.find((candidate) => candidate.name === name)
    if (step === undefined || (await undo(dependencies, context, { registrationId, step }))) continue
    dependencies.logger.error('Registration is stuck', { registrationId, step: name, code })
    return finish(dependencies, context, { registrationId, end: { status: 'stuck', code } })
  }
  await finish(dependencies, context, { registrationId, end: { status: 'failed', code } })
}

async function listPlanned({ store }: Dependencies, id: RegistrationId): Promise<string[]> {
  const left = (await store.listSteps(id)).filter(({ status }) => status !== 'compensated')
  return left.map(({ step }) => step).toReversed()
}

interface Undoing {
  readonly registrationId: RegistrationId
  readonly step: SagaStep
}

/** @returns whether nothing of the step is left */
async function undo(
  { store, clock, logger }: Dependencies,
  context: WorkflowContext,
  { registrationId, step }: Undoing,
): Promise<boolean> {
  try {
    const work = async () => {
      await step.undo(await requireAttempt(store, registrationId))
      await store.settleStep(registrationId, step.name, { status: 'compensated', settledAt: clock.now() })
    }
    const logFailure = (error: unknown): never => {
      logger.warn('Registration step cannot be undone yet', { registrationId, step: step.name, error })
      throw error
    }
    await context.step(`undo_${step.name}`, () => work().catch(logFailure), undoRetry)
    return true
  } catch (error) {
    if (!StepError.isInstance(error)) throw error
    const settle = () =>
      store.settleStep(registrationId, step.name, {
        status: 'compensation_failed',
        settledAt: clock.now(),
        errorCode: error.code,
      })
    await context.step(`undo_${step.name}_failed`, settle, bookkeepingRetry)
    return false
  }
}

function finish(
  { store, clock }: Dependencies,
  context: WorkflowContext,
  { registrationId, end }: { readonly registrationId: RegistrationId; readonly end: RegistrationEnd },
): Promise<void> {
  return context.step('finish', () => store.finish(registrationId, end, clock.now()), bookkeepingRetry)
}
