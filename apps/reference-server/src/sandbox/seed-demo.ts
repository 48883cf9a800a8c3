import { type BusinessId, parseEmailAddress, type PhoneNumber, UnavailableError, type UserId } from '@cloudgreet/core'
import type { BusinessSummary } from '@cloudgreet/core/contract'
import { type CoreTables, executorOf } from '@cloudgreet/core/postgres'

import type { Services } from '../composition/compose-services.ts'
import { type DemoCredentials, loadDemoCredentials, writeDemoCredentials } from './demo-credentials.ts'
import { ensureAccount, ensurePassword } from './ensure-account.ts'
import { seedHistory } from './seed-history.ts'
import { seedLeads } from './seed-leads.ts'
import type { SimulatorEntry } from './simulator-file.ts'

const spareNumberCount = 25
/** Longest wait for the demo business's registration, in milliseconds. */
const registrationWaitMs = 60_000

export interface Demo {
  readonly credentials: DemoCredentials
  readonly business: BusinessSummary
}

/** Fills the sandbox: spare numbers, logins, a demo business with two weeks behind it. A second run changes nothing. */
export async function seedDemo(services: Services, simulator: SimulatorEntry): Promise<Demo> {
  const { settings } = services
  const credentials = await loadDemoCredentials(settings)
  // Written first, so that a crash in the middle keeps the passwords.
  await writeDemoCredentials(settings.dataFolder, credentials)
  await seedNumbers(services, simulator)
  const owner = await ensureOwner(services, credentials)
  const business = await requireBusiness(services, owner)
  await writeDemoCredentials(settings.dataFolder, { ...credentials, businessId: business.id })
  const operator = await findOperator(services)
  await ensureStaff(services, credentials, operator)
  await seedLeads(services, operator)
  await seedHistory(services, business)
  // The demo's hours and services came after its agent.
  await services.agentUpkeep?.repairAgent(business.id)
  return { credentials: { ...credentials, businessId: business.id }, business }
}

/** +1 833 555 0100 onwards: fictional, and known to the simulated carrier. */
async function seedNumbers({ inventory }: Services, { controlUrl }: SimulatorEntry): Promise<void> {
  const numbers = Array.from(
    { length: spareNumberCount },
    (_, index) => `+1833555${String(100 + index).padStart(4, '0')}`,
  )
  const answer = await fetch(`${controlUrl}/numbers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ numbers }),
  })
  if (!answer.ok)
    throw new UnavailableError('simulator_refused', `The simulator answered ${answer.status} to the spare numbers.`)
  await inventory.addNumbers(numbers, { verificationStatus: 'verified', provider: 'telnyx' })
}

async function ensureOwner(services: Services, { owner }: DemoCredentials): Promise<UserId> {
  const { identity, registration } = services
  const email = parseEmailAddress(owner.email)
  const found = await identity.findUserByEmail(email)
  if (found !== undefined) {
    await ensurePassword(services, { id: found.id, email, password: owner.password })
    return found.id
  }
  const form = {
    businessName: 'Riverside Plumbing (demo)',
    email,
    password: owner.password,
    phone: '+13125550142' as PhoneNumber,
    website: 'https://riverside.example.com',
    industry: 'plumbing',
    timeZone: 'America/Chicago',
    acceptTerms: true,
    smsConsent: true,
    synthetic: true,
  } as const
  const end = await registration?.register(form, { route: 'seed', formVersion: 'seed' }, { waitMs: registrationWaitMs })
  if (end?.status === 'active') return end.userId
  throw new UnavailableError(
    end?.status === 'failed' ? end.code : 'demo_not_registered',
    'The demo business could not be registered.',
  )
}

async function requireBusiness({ accounts }: Services, owner: UserId) {
  const business = (await accounts.find(owner))?.business
  if (business != null) return business
  throw new UnavailableError('demo_without_business', 'The demo owner has no business; use a fresh data folder.')
}

async function ensureStaff(
  services: Services,
  { employee, admin }: DemoCredentials,
  businessId: BusinessId,
): Promise<void> {
  const toWanted = ({ email, password }: DemoCredentials['owner']) => ({
    email: parseEmailAddress(email),
    password,
    synthetic: true,
  })
  await ensureAccount(services, { ...toWanted(employee), name: 'Demo employee', role: 'sales', businessId })
  await ensureAccount(services, { ...toWanted(admin), name: 'Demo admin', role: 'admin' })
}

/** Made by the first migration. */
function findOperator({ transactions }: Services): Promise<BusinessId> {
  return transactions.asOwner('find_operator', async (transaction) => {
    const operator = await executorOf<CoreTables>(transaction)
      .selectFrom('businesses')
      .select('id')
      .where('kind', '=', 'operator')
      .executeTakeFirstOrThrow()
    return operator.id
  })
}
