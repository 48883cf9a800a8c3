import { UnavailableError } from '../errors/unavailable-error.ts'
import type { PhoneNumber } from '../kernel/domain/phone-number.ts'
import { newEvent } from './account-steps.ts'
import { toAgentSettings } from './domain/first-words.ts'
import { RegistrationError } from './domain/registration-error.ts'
import type { RegistrationDependencies } from './registration-dependencies.ts'
import type { SagaResults, SagaStep } from './saga-step.ts'

type Dependencies = Pick<
  RegistrationDependencies,
  'store' | 'numbers' | 'agents' | 'describeAgent' | 'clock' | 'ids' | 'logger'
>

/** Number, agent, the tie between them, and the open business. */
export function serviceSteps(dependencies: Dependencies): readonly SagaStep[] {
  return [numberStep(dependencies), agentStep(dependencies), routingStep(dependencies), activationStep(dependencies)]
}

function numberStep({ numbers, logger }: Dependencies): SagaStep {
  return {
    name: 'number',
    run: async ({ attempt: { businessId, id } }) => {
      const claim = await numbers.claim(businessId)
      if (claim.outcome === 'claimed') return { phoneNumber: claim.number }
      if (claim.outcome === 'busy')
        throw new UnavailableError('numbers_busy', 'All free numbers are being claimed.', claim.retryAfterMs)
      logger.warn('No available phone numbers', { registrationId: id, countsByStatus: claim.counts })
      throw new RegistrationError('no_available_numbers', 'No available phone numbers.')
    },
    undo: ({ businessId }) => numbers.release(businessId, 'unused'),
  }
}

function agentStep({ agents, describeAgent }: Dependencies): SagaStep {
  return {
    name: 'agent',
    run: async ({ attempt, mayBeDone }) => {
      const found = mayBeDone ? await agents.findAgent(attempt.businessId) : undefined
      const { agentId } = found ?? (await agents.createAgent(describeAgent(toAgentSettings(attempt))))
      return { agentId }
    },
    undo: async ({ businessId }) => {
      const found = await agents.findAgent(businessId)
      if (found !== undefined) await agents.removeAgent(found.agentId)
    },
  }
}

function routingStep({ agents, numbers }: Dependencies): SagaStep {
  return {
    name: 'routing',
    run: async ({ attempt: { businessId }, results }) => {
      const { phoneNumber: number, agentId } = requireResults(results)
      await agents.connectNumber({ businessId, number, agentId, route: 'trunk' })
      return {}
    },
    undo: async ({ businessId }) => {
      const number = await numbers.find(businessId)
      if (number !== undefined) await agents.disconnectNumber(number)
    },
  }
}

function activationStep({ store, numbers, ids, clock }: Dependencies): SagaStep {
  return {
    name: 'activation',
    run: async ({ attempt, results }) => {
      const { phoneNumber, agentId } = requireResults(results)
      const { businessId } = attempt
      await numbers.confirm(businessId)
      const event = newEvent({ ids, clock, businessId, type: 'number_assigned', data: { phoneNumber } })
      await store.activateBusiness(attempt, { phoneNumber, retellAgentId: agentId, event })
      return {}
    },
    undo: (attempt) => store.deactivateBusiness(attempt),
  }
}

function requireResults({ phoneNumber, agentId }: SagaResults): { phoneNumber: PhoneNumber; agentId: string } {
  if (phoneNumber === undefined || agentId === undefined)
    throw new RegistrationError('results_missing', 'An earlier step has left no number or no agent.')
  return { phoneNumber, agentId }
}
