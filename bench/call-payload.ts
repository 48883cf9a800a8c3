/** A visit being booked, turn by turn; repeated until the payload has its size. */
const turns = [
  ['agent', 'Thanks for calling Example Plumbing, this is the AI assistant. How can I help?'],
  ['user', 'Hi, the tap in my kitchen drips and I would like somebody to look at it.'],
  ['agent', 'I am sorry to hear that. May I have your name and the address of the visit?'],
  ['user', 'It is Dana Fictional, 12 Example Street, second floor.'],
  ['agent', 'Thank you. There is time tomorrow between nine and eleven; does that suit you?'],
] as const

/** A `call_analyzed` webhook in Retell's shape, of about `bytes` bytes. Above 2,500 bytes with timed words. */
export function callPayload(bytes: number): string {
  const turnsSoFar: unknown[] = []
  let transcript = ''
  let seconds = 0
  const payload = () =>
    JSON.stringify({
      event: 'call_analyzed',
      call: { ...callFields, transcript, transcript_object: turnsSoFar },
    })
  for (let index = 0; Buffer.byteLength(payload()) < bytes; index += 1) {
    const [role, content] = turns[index % turns.length] as (typeof turns)[number]
    transcript += `${role === 'agent' ? 'Agent' : 'User'}: ${content}\n`
    if (bytes > 2_500) {
      const words = content.split(' ').map((word) => {
        seconds += 0.31
        return { word, start: Number(seconds.toFixed(3)), end: Number((seconds + 0.25).toFixed(3)) }
      })
      turnsSoFar.push({ role, content, words })
    }
  }
  return payload()
}

const callFields = {
  call_type: 'phone_call',
  call_id: 'call_6f1c1a3f4f3f4a7cbf7b0f4a6f5d',
  agent_id: 'agent_0123456789abcdef0123456789abcdef',
  agent_version: 3,
  call_status: 'ended',
  direction: 'inbound',
  from_number: '+13125550142',
  to_number: '+18335550100',
  metadata: { origin: 'example' },
  retell_llm_dynamic_variables: { customer_name: 'Dana' },
  start_timestamp: 1_768_489_200_000,
  end_timestamp: 1_768_489_221_000,
  duration_ms: 21_000,
  disconnection_reason: 'user_hangup',
  call_analysis: {
    call_summary: 'The caller asked for a visit and booked tomorrow morning.',
    in_voicemail: false,
    user_sentiment: 'Positive',
    call_successful: true,
    custom_analysis_data: { booked: true },
  },
  call_cost: {
    product_costs: [{ product: 'voice', unit_price: 1, cost: 60 }],
    total_duration_seconds: 21,
    combined_cost: 60,
  },
  latency: { e2e: { p50: 800, p90: 1_200, p95: 1_500, p99: 2_500, max: 2_700, min: 500, num: 10 } },
}
