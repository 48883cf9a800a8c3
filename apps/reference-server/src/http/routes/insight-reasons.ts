type Metrics = Readonly<Record<string, number>>

const texts: Readonly<Record<string, (metrics: Metrics) => string>> = {
  disabled: () => 'Insights are switched off.',
  no_calls: () => 'There were no calls in the last 30 days.',
  too_few_calls: ({ calls = 0, needed = 0 }) =>
    `There ${calls === 1 ? 'was 1 call' : `were ${calls} calls`} in the last 30 days; it takes ${needed} to tell a pattern from chance.`,
  no_transcripts: ({ calls = 0 }) => `None of the ${calls} calls of the last 30 days has a transcript.`,
  quota_exceeded: () =>
    'The model that reads the calls is over its quota. It is asked again later; rules work meanwhile.',
  budget_spent: () => 'What the model may cost this business is spent for now; rules work meanwhile.',
  in_progress: () => 'The calls are being read. Ask again in a moment.',
  failed: () => 'The model gave no usable answer. It is asked again later; rules work meanwhile.',
}

/** The reason in words, for the owner. */
export function describeReason(reason: string, metrics: Metrics): string {
  return texts[reason]?.(metrics) ?? reason
}
