import { describe, expect, it } from 'vitest'

import { EmailExistsError } from '../identity/ports/identity.ts'
import { registrationEvidence, registrationForm } from './testkit/registration-form.ts'
import { RegistrationTown } from './testkit/registration-town.ts'
import type { Fault } from './testkit/registration-world.ts'

const whole = { user: 1, profiles: 1, businesses: 1, numbers: 1, agents: 1, routes: 1 }
const nothing = { user: 0, profiles: 0, businesses: 0, numbers: 0, agents: 0, routes: 0 }

const forward = [
  'identity.createUser',
  'store.createProfiles',
  'store.createBusiness',
  'numbers.claim',
  'agents.createAgent',
  'agents.connectNumber',
  'numbers.confirm',
  'store.activateBusiness',
  'consents.record',
]
const bookkeeping = [
  'store.planStep',
  'store.settleStep',
  'store.forgetPassword',
  'store.finish',
  'gate.open',
  'mailer.send',
]
const backward = [
  'store.deactivateBusiness',
  'agents.disconnectNumber',
  'agents.removeAgent',
  'numbers.release',
  'store.removeBusiness',
  'store.removeProfiles',
  'identity.removeUser',
  'agents.findAgent',
  'numbers.find',
]
const passing: readonly Fault[] = ['unknown_but_done', 'crash_before', 'crash_after']

function pairs(operations: readonly string[], faults: readonly Fault[]): [string, Fault][] {
  return operations.flatMap((operation) => faults.map((fault): [string, Fault] => [operation, fault]))
}

describe('a registration', () => {
  it('makes user, profiles, business, number, agent and route, once', async () => {
    const town = await new RegistrationTown().start()
    const status = await town.register()
    expect(status).toMatchObject({
      status: 'active',
      business: { businessName: 'Fictional Plumbing', phoneNumber: '+18005550100', retellAgentId: 'agent_1' },
    })
    expect(await town.everythingMade()).toEqual(whole)
    expect([...town.world.numbers.values()]).toMatchObject([{ isConfirmed: true }])
    expect([...town.world.routes]).toEqual([['+18005550100', 'agent_1']])
  })

  it('records what the owner agreed to, with evidence', async () => {
    const town = await new RegistrationTown().start()
    await town.register()
    expect(town.world.ledger).toMatchObject([
      { type: 'onboarding_submitted', channel: 'email', address: 'owner@example.com' },
      { type: 'consent_granted', channel: 'sms', address: '+13125550142' },
    ])
    expect(town.world.ledger[0]?.metadata).toMatchObject({
      request: { from: 'owner@example.com', ip: '192.0.2.7' },
      formVersion: '2026-01',
      acceptedTerms: true,
    })
  })

  it('records no consent to texts that was not given', async () => {
    const town = await new RegistrationTown().start()
    await town.register(registrationForm({ smsConsent: false }))
    expect(town.world.ledger.map(({ type }) => type)).toEqual(['onboarding_submitted'])
  })

  it('tells the business’s stream', async () => {
    const town = await new RegistrationTown().start()
    const status = await town.register()
    const page = status.status === 'active' ? await town.outbox.read(status.business.id, 0, 10) : undefined
    expect(page).toMatchObject({ events: [{ type: 'business_registered' }, { type: 'number_assigned' }] })
  })

  it('sends one welcome mail', async () => {
    const town = await new RegistrationTown().start()
    await town.register()
    expect(town.world.mails).toMatchObject([
      { to: 'owner@example.com', subject: 'Fictional Plumbing is ready on CloudGreet' },
    ])
  })

  it('stands when the welcome mail is not allowed', async () => {
    const town = await new RegistrationTown().start()
    town.world.isMailAllowed = false
    expect(await town.register()).toMatchObject({ status: 'active' })
    expect(town.logger.lines).toContainEqual(expect.objectContaining({ message: 'Welcome mail not allowed' }))
  })

  it('stands when the mail cannot be sent', async () => {
    const town = await new RegistrationTown().start()
    town.world.faults.set('mailer.send', 'refused')
    expect(await town.register()).toMatchObject({ status: 'active' })
    expect(await town.everythingMade()).toEqual(whole)
  })

  it('is told apart from an unknown one', async () => {
    const town = await new RegistrationTown().start()
    expect(await town.registration.status(town.ids.next())).toBeUndefined()
    expect(await town.registration.inspect(town.ids.next())).toBeUndefined()
  })
})

describe('a registration whose address is taken', () => {
  it('is refused before anything is made when the account exists', async () => {
    const town = await new RegistrationTown().start()
    await town.register()
    await expect(town.register()).rejects.toSatisfy((error) => EmailExistsError.isInstance(error))
    expect(town.attemptIds).toHaveLength(1)
    expect(await town.everythingMade()).toEqual(whole)
  })

  it('is refused for one of two at once', async () => {
    const town = await new RegistrationTown().start()
    const register = () => town.registration.register(registrationForm(), registrationEvidence)
    const both = await Promise.allSettled([register(), register()])
    await town.rest()
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'email_exists' } })
    expect(await town.everythingMade()).toEqual(whole)
  })

  it('may be tried again after a failure', async () => {
    const town = await new RegistrationTown().start()
    town.world.faults.set('agents.createAgent', 'refused')
    expect(await town.register()).toMatchObject({ status: 'failed', code: 'upstream_refused' })
    town.world.faults.clear()
    expect(await town.register()).toMatchObject({ status: 'active' })
  })
})

describe('a registration without a free number', () => {
  it('fails with its code, says why in the log, and leaves nothing', async () => {
    const town = await new RegistrationTown({ stock: [] }).start()
    expect(await town.register()).toMatchObject({ status: 'failed', code: 'no_available_numbers' })
    expect(await town.everythingMade()).toEqual(nothing)
    expect(town.logger.lines).toContainEqual(
      expect.objectContaining({
        message: 'No available phone numbers',
        fields: expect.objectContaining({ countsByStatus: { assigned: 0 } }),
      }),
    )
  })

  it('waits for claims of others', async () => {
    const town = await new RegistrationTown().start()
    town.world.busyClaims = 2
    expect(await town.register()).toMatchObject({ status: 'active' })
  })

  it('gives up when they stay open', async () => {
    const town = await new RegistrationTown().start()
    town.world.busyClaims = 99
    expect(await town.register()).toMatchObject({ status: 'failed', code: 'numbers_busy' })
    expect(await town.everythingMade()).toEqual(nothing)
  })
})

describe('a registration under faults', () => {
  it.each(forward)('leaves nothing when %s is refused', async (operation) => {
    const town = await new RegistrationTown().start()
    town.world.faults.set(operation, 'refused')
    expect(await town.register()).toMatchObject({ status: 'failed', code: 'upstream_refused' })
    expect(await town.everythingMade()).toEqual(nothing)
    expect(town.store.passwordsKept()).toBe(0)
  })

  it.each(pairs([...forward, ...bookkeeping], passing))('is whole when %s meets %s', async (operation, fault) => {
    const town = await new RegistrationTown().start()
    town.world.faults.set(operation, fault)
    expect(await town.register()).toMatchObject({ status: 'active' })
    expect(await town.everythingMade()).toEqual(whole)
    expect(town.world.mails).toHaveLength(1)
    expect(town.world.faults.size).toBe(0)
    expect(town.store.passwordsKept()).toBe(0)
  })

  it.each(pairs(backward, passing))('leaves nothing when, on the way back, %s meets %s', async (operation, fault) => {
    const town = await new RegistrationTown().start()
    town.world.faults.set('consents.record', 'refused')
    town.world.faults.set(operation, fault)
    expect(await town.register()).toMatchObject({ status: 'failed', code: 'upstream_refused' })
    expect(await town.everythingMade()).toEqual(nothing)
    expect(town.world.faults.has(operation)).toBe(false)
  })

  it.each(forward)('is whole or nothing when %s is done, unanswered, and refused from then on', async (operation) => {
    const town = await new RegistrationTown().start()
    town.world.faults.set(operation, 'unknown_then_refused')
    const { status } = await town.register()
    expect(await town.everythingMade()).toEqual(status === 'active' ? whole : nothing)
  })

  it('is taken up by the next process when the first died before it could start it', async () => {
    const town = await new RegistrationTown().start()
    town.world.faults.set('store.open', 'crash_after')
    expect(await town.register()).toMatchObject({ status: 'active' })
    expect(await town.everythingMade()).toEqual(whole)
  })

  it('leaves nothing when the process dies before anything is written', async () => {
    const town = await new RegistrationTown().start()
    town.world.faults.set('store.open', 'crash_before')
    await expect(town.register()).rejects.toThrow('vanished')
    expect(await town.everythingMade()).toEqual(nothing)
  })
})

describe('a registration that cannot be undone', () => {
  it('is stuck, says so, holds the address, and is finished by one command', async () => {
    const town = await new RegistrationTown().start()
    town.world.faults.set('agents.connectNumber', 'refused')
    town.world.faults.set('agents.removeAgent', 'refused')
    const status = await town.register()
    expect(status).toMatchObject({ status: 'failed', code: 'registration_stuck' })
    expect(town.logger.lines).toContainEqual(
      expect.objectContaining({ level: 'error', message: 'Registration is stuck' }),
    )
    const { registrationId } = status
    expect(await town.registration.inspect(registrationId)).toMatchObject({
      status: 'stuck',
      code: 'upstream_refused',
      steps: expect.arrayContaining([
        expect.objectContaining({ step: 'agent', status: 'compensation_failed', errorCode: 'upstream_refused' }),
        expect.objectContaining({ step: 'number', status: 'done' }),
      ]),
    })

    town.world.faults.clear()
    expect(await town.registration.retryCleanUp(registrationId)).toMatchObject({
      status: 'failed',
      code: 'upstream_refused',
    })
    expect(await town.everythingMade()).toEqual(nothing)
    await expect(town.registration.retryCleanUp(registrationId)).rejects.toMatchObject({
      code: 'registration_not_stuck',
    })
  })
})

describe('the password', () => {
  it('is in nothing that the engine records, nor its hash, and is forgotten', async () => {
    const town = await new RegistrationTown().start()
    const { password } = registrationForm()
    const hash = await town.identity.hashPassword(password)
    await town.register()
    const recorded = JSON.stringify([...town.record.values()].map((run) => ({ ...run, steps: [...run.steps] })))
    expect(recorded).toContain('auth_user')
    for (const secret of [password, hash, 'owner@example.com', '+13125550142']) expect(recorded).not.toContain(secret)
    expect(town.store.passwordsKept()).toBe(0)
  })
})
