import { beforeEach, describe, expect, it } from 'vitest'

import { EmailExistsError, type PasswordHash } from '../../identity/ports/identity.ts'
import type { IdSource } from '../../kernel/ports/id-source.ts'
import type { PhoneNumber } from '../../kernel/domain/phone-number.ts'
import { parseEmailAddress } from '../../kernel/domain/email-address.ts'
import type { RegistrationAttempt } from '../domain/registration.ts'
import type { RegistrationStore } from '../ports/registration-store.ts'
import { registrationEvidence, registrationForm } from './registration-form.ts'

export interface RegistrationStoreSubject {
  readonly store: RegistrationStore
  readonly ids: IdSource
  /** Makes the row that profiles hang on. */
  addAuthUser(attempt: RegistrationAttempt): Promise<void>
  /** Types of the events of the attempt's business, in their order. */
  eventTypes(attempt: RegistrationAttempt): Promise<readonly string[]>
}

export interface RegistrationStoreContract {
  readonly name: string
  readonly makeSubject: () => RegistrationStoreSubject
}

const hash = '$argon2id$example' as PasswordHash
const at = new Date('2026-01-15T12:00:00.000Z')
const later = new Date('2026-01-15T12:00:05.000Z')

/** What every store of registrations does. */
export function registrationStoreContract({ name, makeSubject }: RegistrationStoreContract): void {
  describe(`${name} registration store`, () => {
    let subject: RegistrationStoreSubject
    let store: RegistrationStore
    beforeEach(() => {
      subject = makeSubject()
      store = subject.store
    })

    function newAttempt(email = `${crypto.randomUUID()}@example.com`): RegistrationAttempt {
      const { password: _, ...profile } = registrationForm({ email: parseEmailAddress(email) })
      const [id, userId, businessId] = [
        subject.ids.next<'Registration'>(),
        subject.ids.next<'User'>(),
        subject.ids.next<'Business'>(),
      ]
      return { id, userId, businessId, profile, evidence: registrationEvidence, createdAt: at }
    }

    async function opened(): Promise<RegistrationAttempt> {
      const attempt = newAttempt()
      await store.open(attempt, hash)
      return attempt
    }

    async function withProfiles(): Promise<RegistrationAttempt> {
      const attempt = await opened()
      await subject.addAuthUser(attempt)
      await store.createProfiles(attempt)
      return attempt
    }

    function event(attempt: RegistrationAttempt, type: string) {
      return { id: subject.ids.next<'Event'>(), businessId: attempt.businessId, type, occurredAt: at, data: {} }
    }

    function activation(attempt: RegistrationAttempt, suffix: string) {
      const phoneNumber = `+1800555${suffix}` as PhoneNumber
      return { phoneNumber, retellAgentId: `agent_${attempt.id}`, event: event(attempt, 'number_assigned') }
    }

    it('finds the attempt as it was opened', async () => {
      const attempt = await opened()
      expect(await store.find(attempt.id)).toEqual({ attempt })
      expect(await store.find(subject.ids.next())).toBeUndefined()
    })

    it('keeps one live attempt an address', async () => {
      const attempt = await opened()
      expect(await store.open(newAttempt(attempt.profile.email), hash)).toBe('email_taken')
      await store.finish(attempt.id, { status: 'stuck', code: 'upstream_failed' }, later)
      expect(await store.open(newAttempt(attempt.profile.email), hash)).toBe('email_taken')
      await store.finish(attempt.id, { status: 'failed', code: 'upstream_failed' }, later)
      expect(await store.open(newAttempt(attempt.profile.email), hash)).toBe('opened')
    })

    it('opens one of many at once', async () => {
      const { email } = newAttempt().profile
      const answers = await Promise.all(Array.from({ length: 4 }, () => store.open(newAttempt(email), hash)))
      expect(answers.filter((answer) => answer === 'opened')).toHaveLength(1)
    })

    it('keeps the hash until it is forgotten', async () => {
      const attempt = await opened()
      expect(await store.findPasswordHash(attempt.id)).toBe(hash)
      await store.forgetPassword(attempt.id)
      expect(await store.findPasswordHash(attempt.id)).toBeUndefined()
    })

    it('forgets the hash at each end', async () => {
      const attempt = await opened()
      await store.finish(attempt.id, { status: 'failed', code: 'upstream_failed' }, later)
      expect(await store.findPasswordHash(attempt.id)).toBeUndefined()
      expect(await store.find(attempt.id)).toEqual({ attempt, end: { status: 'failed', code: 'upstream_failed' } })
    })

    it('lists attempts without an end', async () => {
      const [unfinished, finished] = [await opened(), await opened()]
      await store.finish(finished.id, { status: 'active' }, later)
      const listed = await store.listUnfinished()
      expect(listed).toContain(unfinished.id)
      expect(listed).not.toContain(finished.id)
    })

    it('writes steps down in order and tells a repeated plan', async () => {
      const { id } = await opened()
      expect(await store.planStep(id, { step: 'profiles', position: 1, plannedAt: at })).toBe('planned')
      expect(await store.planStep(id, { step: 'auth_user', position: 0, plannedAt: at })).toBe('planned')
      expect(await store.planStep(id, { step: 'profiles', position: 1, plannedAt: later })).toBe('planned_before')
      await store.settleStep(id, 'profiles', { status: 'compensation_failed', settledAt: later, errorCode: 'broken' })
      expect(await store.listSteps(id)).toEqual([
        { step: 'auth_user', position: 0, status: 'planned', plannedAt: at },
        {
          step: 'profiles',
          position: 1,
          status: 'compensation_failed',
          plannedAt: at,
          settledAt: later,
          errorCode: 'broken',
        },
      ])
    })

    it('makes and removes profiles, as often as asked', async () => {
      const attempt = await withProfiles()
      await store.createProfiles(attempt)
      const double = { ...newAttempt(attempt.profile.email) }
      await subject.addAuthUser({ ...double, profile: newAttempt().profile })
      await expect(store.createProfiles(double)).rejects.toSatisfy((error) => EmailExistsError.isInstance(error))
      await store.removeProfiles(attempt)
      await store.removeProfiles(attempt)
      await store.createProfiles(double)
    })

    it('makes a business once, with one event', async () => {
      const attempt = await withProfiles()
      await store.createBusiness(attempt, event(attempt, 'business_registered'))
      await store.createBusiness(attempt, event(attempt, 'business_registered'))
      expect(await subject.eventTypes(attempt)).toEqual(['business_registered'])
      expect(await store.findBusiness(attempt)).toBeUndefined()
    })

    it('opens the business once, with one event', async () => {
      const attempt = await withProfiles()
      await store.createBusiness(attempt, event(attempt, 'business_registered'))
      await store.activateBusiness(attempt, activation(attempt, '0110'))
      await store.activateBusiness(attempt, activation(attempt, '0110'))
      expect(await subject.eventTypes(attempt)).toEqual(['business_registered', 'number_assigned'])
      expect(await store.findBusiness(attempt)).toEqual({
        id: attempt.businessId,
        businessName: 'Fictional Plumbing',
        phoneNumber: '+18005550110',
        retellAgentId: `agent_${attempt.id}`,
      })
    })

    it('undoes all of it, as often as asked', async () => {
      const attempt = await withProfiles()
      await store.createBusiness(attempt, event(attempt, 'business_registered'))
      await store.activateBusiness(attempt, activation(attempt, '0111'))
      for (let round = 0; round < 2; round += 1) {
        await store.deactivateBusiness(attempt)
        await store.removeBusiness(attempt)
        await store.removeProfiles(attempt)
      }
      expect(await store.findBusiness(attempt)).toBeUndefined()
    })
  })
}
