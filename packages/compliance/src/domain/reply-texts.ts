/** The answer to HELP: who we are and how to reach a person (CTIA Principles 2023, 5.1). */
export function helpReply({
  businessName,
  contact,
}: {
  readonly businessName: string
  readonly contact: string
}): string {
  return `${businessName}: for help, reach us at ${contact}. Msg & data rates may apply. Reply STOP to opt out.`
}

/** The one confirmation of an opt-out: no marketing, no question (47 CFR 64.1200(a)(12)). */
export function optOutConfirmation({ businessName }: { readonly businessName: string }): string {
  return `${businessName}: you are opted out and will get no more messages from us. Reply START to opt back in.`
}
