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
      editByHand: (agentId, changes) => provisioner.editByHand(agentId, changes),
      agentOf: (number) => [...provisioner.numbers].find(([held]) => held === number)?.[1].agentIds[0],
      answers: (agentId) => provisioner.agents.get(agentId)?.isPublished === true,
    }
  },
})
