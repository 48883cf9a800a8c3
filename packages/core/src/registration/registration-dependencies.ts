import type { AgentProvisioner } from '../agents/ports/agent-provisioner.ts'
import type { DescribeAgent } from '../agents/ports/agent-settings.ts'
import type { ConsentRecorder } from '../contact/ports/consent-recorder.ts'
import type { ContactGate } from '../contact/ports/contact-gate.ts'
import type { Mailer } from '../contact/ports/mailer.ts'
import type { Identity } from '../identity/ports/identity.ts'
import type { Clock } from '../kernel/ports/clock.ts'
import type { IdSource } from '../kernel/ports/id-source.ts'
import type { Logger } from '../kernel/ports/logger.ts'
import type { NumberAllocator } from '../numbers/ports/number-allocator.ts'
import type { Workflows } from '../workflows/ports/workflows.ts'
import type { RegistrationStore } from './ports/registration-store.ts'

/** Everything a registration touches. */
export interface RegistrationDependencies {
  readonly workflows: Workflows
  readonly store: RegistrationStore
  readonly identity: Identity
  readonly numbers: NumberAllocator
  readonly agents: AgentProvisioner
  readonly describeAgent: DescribeAgent
  readonly consents: ConsentRecorder
  readonly gate: ContactGate
  readonly mailer: Mailer
  readonly clock: Clock
  readonly ids: IdSource
  readonly logger: Logger
}
