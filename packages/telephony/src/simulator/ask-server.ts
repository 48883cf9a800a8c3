import type { CallStage } from './call-stage.ts'
import type { SimulatedCall } from './domain/call-record.ts'
import type { WireObject } from './domain/ledger-entry.ts'
import { isObject, objectIn, textIn } from './operation.ts'

/** What our server says about a call before the agent takes it; empty when it is not asked or does not answer. */
export async function askBeforeCall(
  { world, courier, inboundUrl }: CallStage,
  call: SimulatedCall,
): Promise<WireObject> {
  const url = textIn(world.state.trunkNumbers.get(call.to) ?? {}, 'inbound_webhook_url') ?? inboundUrl
  if (url === undefined) return {}
  const { from, to, agentId, agentVersion, callId } = call
  const asked = {
    from_number: from,
    to_number: to,
    agent_id: agentId,
    agent_version: agentVersion,
    call_id: callId,
  }
  const body = { event: 'call_inbound', call_inbound: asked }
  const eventType = 'call_inbound'
  const answer = await courier.ask({
    vendor: 'retell',
    kind: 'inbound',
    url,
    eventType,
    subjectId: callId,
    toBody: () => body,
  })
  return isObject(answer) ? objectIn(answer, 'call_inbound') : {}
}

/** Where the agent calls a function: at the URL of its language model's tool, else at the simulator's. */
export function findFunctionUrl(
  { world, functionsUrl }: CallStage,
  agent: WireObject,
  name: string,
): string | undefined {
  const llm = world.state.llms.get(textIn(objectIn(agent, 'response_engine'), 'llm_id') ?? '') ?? {}
  const tools: readonly unknown[] = Array.isArray(llm['general_tools']) ? llm['general_tools'] : []
  const tool = tools.filter(isObject).find((one) => one['type'] === 'custom' && one['name'] === name)
  const url = tool === undefined ? undefined : textIn(tool, 'url')
  return url ?? (functionsUrl === undefined ? undefined : `${functionsUrl}/${name}`)
}

/** Calls a function as Retell does, once: `max_retry` is 0 unless the tool says otherwise. */
export function callFunction(
  { courier }: CallStage,
  call: WireObject,
  asked: { readonly url: string; readonly name: string; readonly arguments: WireObject },
): Promise<unknown> {
  const { url, name } = asked
  const body = { name, call, args: asked.arguments }
  const subjectId = textIn(call, 'call_id') ?? ''
  return courier.ask({
    vendor: 'retell',
    kind: 'functions',
    url,
    eventType: name,
    subjectId,
    attempts: 1,
    toBody: () => body,
  })
}
