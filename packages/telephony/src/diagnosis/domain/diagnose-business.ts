import type { AgentDriftField } from '@cloudgreet/core'
import type { CredentialReport, Diagnosis, Finding } from '@cloudgreet/core/contract'

import { successOfOutcome } from '../../calls/domain/call-outcome.ts'
import { findDisconnectionReason } from '../../calls/domain/disconnection-reasons.ts'
import type { DiagnosisFacts } from './diagnosis-facts.ts'

/** A success rate below this is a finding; the runbook's own target. */
const leastSuccessRate = 0.95

const doctorCommand = 'npm run doctor'

type Rule = (facts: DiagnosisFacts) => readonly Finding[]

/** Says why calls of the business may not connect, the likeliest cause first. */
export function diagnoseBusiness(facts: DiagnosisFacts): Diagnosis {
  const findings = rules.flatMap((rule) => rule(facts))
  const healthy = findings.length === 0
  return { businessId: facts.business.id, healthy, findings: healthy ? [toHealthy(facts)] : findings }
}

const findMissingAgent: Rule = ({ business, inspection }) => {
  if (business.agentId !== null && inspection?.state !== 'missing') return []
  const text =
    business.agentId === null
      ? 'The business has no voice agent, so nobody answers its calls.'
      : 'Our tables name a voice agent that the vendor does not have, so nobody answers the calls.'
  return [
    {
      code: 'no_agent',
      text,
      evidence: { retellAgentId: business.agentId },
      command: repairCommandOf({ business, inspection }),
    },
  ]
}

const findMissingNumber: Rule = ({ business }) => {
  if (business.number !== null) return []
  return [
    {
      code: 'number_missing',
      text: 'The business has no telephone number. Assign one that is available.',
      evidence: { phoneNumber: null },
      command: 'npm run sql -- "SELECT status, count(*) FROM toll_free_numbers GROUP BY status"',
    },
  ]
}

const findPause: Rule = ({ business }) => {
  if (!business.agentPaused) return []
  return [
    {
      code: 'agent_paused',
      text: 'The owner has paused the agent.',
      evidence: { agentPaused: true },
      command: 'PATCH /api/business {"agentPaused": false}, as the owner',
    },
  ]
}

/** States of a key that the vendor answered about, and those where it did not get so far. */
const badKeys: ReadonlySet<CredentialReport['state']> = new Set(['invalid_key', 'forbidden', 'off'])
const badLines: ReadonlySet<CredentialReport['state']> = new Set(['no_response', 'rate_limited', 'failed'])

const findBadKeys: Rule = ({ credentials }) => toCredentialFindings('provider_key_invalid', credentials, badKeys)
const findBadLines: Rule = ({ credentials }) => toCredentialFindings('provider_unreachable', credentials, badLines)

function toCredentialFindings(
  code: Finding['code'],
  credentials: readonly CredentialReport[],
  states: ReadonlySet<CredentialReport['state']>,
): readonly Finding[] {
  return credentials
    .filter(({ state }) => states.has(state))
    .map(({ vendor, state, status, latencyMs, detail }) => ({
      code,
      text: detail,
      evidence: { provider: vendor, state, status, latencyMs },
      command: doctorCommand,
    }))
}

const numberDrift: ReadonlySet<AgentDriftField> = new Set([
  'number_not_owned',
  'number_not_connected',
  'wrong_agent_on_number',
])
/** Told by findings of their own. */
const toldElsewhere: ReadonlySet<AgentDriftField> = new Set([...numberDrift, 'missing', 'no_number'])

const findNumberTrouble: Rule = (facts) => {
  const fields = driftOf(facts).filter((field) => numberDrift.has(field))
  if (fields.length === 0) return []
  return [
    {
      code: 'number_not_connected',
      text: 'Calls to the number do not reach the agent.',
      evidence: { phoneNumber: facts.business.number, drift: fields.join(', ') },
      command: repairCommandOf(facts),
    },
  ]
}

const findAgentTrouble: Rule = (facts) => {
  const fields = driftOf(facts).filter((field) => !toldElsewhere.has(field))
  const isInactive = facts.inspection?.state === 'inactive' && !driftOf(facts).some((field) => numberDrift.has(field))
  if (!isInactive && fields.length === 0) return []
  return [
    {
      code: isInactive ? 'agent_inactive' : 'agent_drifted',
      text: isInactive
        ? 'The agent exists, and no call reaches it.'
        : 'The agent answers otherwise than the business wishes.',
      evidence: { drift: fields.join(', '), missingPhrases: facts.inspection?.missingPhrases.join(', ') ?? '' },
      command: repairCommandOf(facts),
    },
  ]
}

const findRefusedWebhooks: Rule = ({ webhooks }) =>
  webhooks
    .filter(({ lastAcceptedAt, lastRefusedAt }) => lastRefusedAt !== null && lastRefusedAt > (lastAcceptedAt ?? ''))
    .map(({ provider, lastAcceptedAt, lastRefusedAt, lastRefusedReason, refused }) => ({
      code: 'webhooks_refused',
      text: `The newest webhook of ${provider} was refused: ${lastRefusedReason ?? 'no reason'}. Compare the secrets.`,
      evidence: { provider, lastRefusedReason, refused, lastRefusedAt, lastAcceptedAt },
      command: doctorCommand,
    }))

const findSilence: Rule = ({ business, lastCallAt, webhooks }) => {
  if (lastCallAt !== null || business.agentId === null || business.number === null) return []
  const retell = webhooks.find(({ provider }) => provider === 'retell')
  return [
    {
      code: 'no_webhooks_received',
      text: 'No call of this business was ever reported: nobody called, or the vendor does not reach this server.',
      evidence: { lastCallAt: null, lastAcceptedFromRetellAt: retell?.lastAcceptedAt ?? null },
      command: `Call ${business.number}, then run: npm run diagnose -- ${business.id}`,
    },
  ]
}

const findFailingCalls: Rule = ({ business, calls }) => {
  if (calls.successRate === null || calls.successRate >= leastSuccessRate) return []
  const commonest = calls.reasons.find(({ outcome }) => successOfOutcome[outcome] === false)
  const known = findDisconnectionReason(commonest?.reason ?? '')
  const cause = known === undefined ? 'Its reasons are not known here.' : [known.text, known.advice].join(' ').trim()
  return [
    {
      code: 'calls_failing',
      text: `${calls.failures} of ${calls.successes + calls.failures} calls of the last seven days reached nobody. ${cause}`,
      evidence: {
        successRate: calls.successRate,
        failures: calls.failures,
        commonestReason: commonest?.reason ?? null,
        callsWithThatReason: commonest?.calls ?? 0,
        neverConnected: calls.neverConnected,
      },
      command: `npm run sql -- "SELECT disconnection_reason, count(*) FROM calls WHERE business_id = '${business.id}' AND superseded_by IS NULL GROUP BY 1 ORDER BY 2 DESC"`,
    },
  ]
}

/** The likeliest cause first. */
const rules: readonly Rule[] = [
  findMissingAgent,
  findMissingNumber,
  findPause,
  findBadKeys,
  findBadLines,
  findNumberTrouble,
  findAgentTrouble,
  findRefusedWebhooks,
  findSilence,
  findFailingCalls,
]

function toHealthy({ calls, lastCallAt }: DiagnosisFacts): Finding {
  return {
    code: 'healthy',
    text: 'Nothing stands in the way of calls.',
    evidence: { lastCallAt, callsLast7Days: calls.calls, successRate: calls.successRate },
    command: 'Nothing to do.',
  }
}

function driftOf({ inspection }: Pick<DiagnosisFacts, 'inspection'>): readonly AgentDriftField[] {
  return inspection?.drift.map(({ field }) => field) ?? []
}

function repairCommandOf({ business, inspection }: Pick<DiagnosisFacts, 'business' | 'inspection'>): string {
  return inspection?.repairCommand ?? `npm run repair-agent -- ${business.id}`
}
