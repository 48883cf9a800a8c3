import type { RegistrationId } from '../kernel/domain/ids.ts'
import { StepError } from '../workflows/domain/step-error.ts'
import type { StepContext, Workflow, WorkflowContext } from '../workflows/ports/workflows.ts'
import { accountSteps } from './account-steps.ts'
import { compensate } from './compensate.ts'
import { consentStep } from './consent-step.ts'
import type { RegistrationDependencies } from './registration-dependencies.ts'
import { requireAttempt } from './require-attempt.ts'
import { bookkeepingRetry, stepRetry } from './retry-policies.ts'
import type { SagaResults, SagaStep } from './saga-step.ts'
import { sendWelcomeMail } from './send-welcome-mail.ts'
import { serviceSteps } from './service-steps.ts'

/** Only the id: whatever a person typed stays in the registration's row, outside the engine's tables. */
export type SagaInput = { readonly registrationId: RegistrationId }

/** The steps in the order of `registrationSteps`. */
export function sagaSteps(dependencies: RegistrationDependencies): readonly SagaStep[] {
  return [...accountSteps(dependencies), ...serviceSteps(dependencies), consentStep(dependencies)]
}

/** Makes everything that an account needs, or leaves nothing. */
export function registrationSaga(dependencies: RegistrationDependencies): Workflow<SagaInput, void> {
  const steps = sagaSteps(dependencies)
  return {
    name: 'registration',
    run: async (context, { registrationId }) => {
      let results: SagaResults = {}
      try {
        for (const [position, step] of steps.entries())
          results = {
            ...results,
            ...(await runStep(dependencies, context, { registrationId, step, position, results })),
          }
      } catch (error) {
        if (!StepError.isInstance(error)) throw error
        await compensate(dependencies, context, { registrationId, steps, code: error.code })
        return
      }
      await finishActive(dependencies, context, registrationId)
      await welcome(dependencies, context, { registrationId, phoneNumber: results.phoneNumber ?? '' })
    },
  }
}

interface SagaMove extends SagaInput {
  readonly step: SagaStep
  readonly position: number
  readonly results: SagaResults
}

/** The way back is written down before the step is tried, and the step's end after it. */
function runStep(
  { store, clock, logger }: RegistrationDependencies,
  context: WorkflowContext,
  { registrationId, step, position, results }: SagaMove,
): Promise<SagaResults> {
  const work = async ({ idempotencyKey }: StepContext) => {
    const attempt = await requireAttempt(store, registrationId)
    const planned = await store.planStep(registrationId, { step: step.name, position, plannedAt: clock.now() })
    const found = await step.run({ attempt, results, mayBeDone: planned === 'planned_before', idempotencyKey })
    await store.settleStep(registrationId, step.name, { status: 'done', settledAt: clock.now() })
    return found
  }
  const logFailure = (error: unknown): never => {
    logger.warn('Registration step failed', { registrationId, step: step.name, error })
    throw error
  }
  return context.step(step.name, (key) => work(key).catch(logFailure), stepRetry)
}

function finishActive(
  { store, clock }: RegistrationDependencies,
  context: WorkflowContext,
  id: RegistrationId,
): Promise<void> {
  return context.step('finish', () => store.finish(id, { status: 'active' }, clock.now()), bookkeepingRetry)
}

/** The account stands without the mail, so a mail that cannot be sent undoes nothing. */
async function welcome(
  dependencies: RegistrationDependencies,
  context: WorkflowContext,
  { registrationId, phoneNumber }: SagaInput & { readonly phoneNumber: string },
): Promise<void> {
  try {
    const work = async ({ idempotencyKey }: StepContext) => {
      const attempt = await requireAttempt(dependencies.store, registrationId)
      await sendWelcomeMail(dependencies, attempt, { phoneNumber, idempotencyKey })
    }
    await context.step('welcome_mail', work, stepRetry)
  } catch (error) {
    if (!StepError.isInstance(error)) throw error
    dependencies.logger.error('Welcome mail failed', { registrationId, code: error.code })
  }
}
