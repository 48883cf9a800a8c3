/** What the model may cost one business. */
export interface ModelBudget {
  /** Runs that ask the model, on one UTC day. */
  readonly runsPerDay: number
  /** Tokens, prompts and answers together, in one UTC month. */
  readonly tokensPerMonth: number
}

/** Where the day and the month began that a budget counts in. */
export function toBudgetPeriods(now: Date): { readonly day: Date; readonly month: Date } {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()]
  return { day: new Date(Date.UTC(year, month, day)), month: new Date(Date.UTC(year, month, 1)) }
}
