import type { BusinessId } from '../kernel/domain/ids.ts'
import type { NewBusinessEvent } from '../realtime/domain/business-event.ts'
import type { RegistrationAttempt } from './domain/registration.ts'
import { RegistrationError } from './domain/registration-error.ts'
import type { RegistrationDependencies } from './registration-dependencies.ts'
import type { SagaStep } from './saga-step.ts'

type Dependencies = Pick<RegistrationDependencies, 'store' | 'identity' | 'clock' | 'ids'>

/** The person and the business, in our own tables. */
export function accountSteps(dependencies: Dependencies): readonly SagaStep[] {
  return [authUserStep(dependencies), profilesStep(dependencies), businessStep(dependencies)]
}

function authUserStep({ store, identity }: Dependencies): SagaStep {
  return {
    name: 'auth_user',
    run: async ({ attempt }) => {
      const { id, userId, profile } = attempt
      const passwordHash = await store.findPasswordHash(id)
      if (passwordHash === undefined) await requireUser(identity, attempt)
      else await identity.createUser({ id: userId, email: profile.email, name: profile.businessName, passwordHash })
      await store.forgetPassword(id)
      return {}
    },
    undo: ({ userId }) => identity.removeUser(userId),
  }
}

/** The hash is forgotten only after the user was made, so then the user must be there. */
async function requireUser(
  identity: Dependencies['identity'],
  { profile, userId }: RegistrationAttempt,
): Promise<void> {
  if ((await identity.findUserByEmail(profile.email))?.id !== userId)
    throw new RegistrationError('password_gone', 'The password hash is gone and the user was not made.')
}

function profilesStep({ store }: Dependencies): SagaStep {
  return {
    name: 'profiles',
    run: async ({ attempt }) => {
      await store.createProfiles(attempt)
      return {}
    },
    undo: (attempt) => store.removeProfiles(attempt),
  }
}

function businessStep({ store, ids, clock }: Dependencies): SagaStep {
  return {
    name: 'business',
    run: async ({ attempt }) => {
      const { businessId, profile } = attempt
      const data = { businessName: profile.businessName }
      await store.createBusiness(attempt, newEvent({ ids, clock, businessId, type: 'business_registered', data }))
      return {}
    },
    undo: (attempt) => store.removeBusiness(attempt),
  }
}

interface EventParts extends Pick<Dependencies, 'ids' | 'clock'> {
  readonly businessId: BusinessId
  readonly type: string
  readonly data: NewBusinessEvent['data']
}

export function newEvent({ ids, clock, businessId, type, data }: EventParts): NewBusinessEvent {
  return { id: ids.next<'Event'>(), businessId, type, occurredAt: clock.now(), data }
}
