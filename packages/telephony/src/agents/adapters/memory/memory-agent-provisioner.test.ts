import { agentProvisionerContract } from '../../testkit/agent-provisioner-contract.ts'
import { createMemoryAgentProvisioner } from './memory-agent-provisioner.ts'

agentProvisionerContract({
  name: 'memory',
  makeSubject: () => {
    const provisioner = createMemoryAgentProvisioner()
    return {
      provisioner,
      failNext: (fault) => provisioner.failNext(fault),
      countMade: () => provisioner.madeCount,
      agentOf: (number) => [...provisioner.connections.values()].find((entry) => entry.number === number)?.agentId,
      answers: (agentId) => provisioner.agents.has(agentId),
    }
  },
})
