import {
  classifyInboundText,
  type InboundTextClassification,
  type InboundTextContext,
} from './inbound-text/classify-inbound-text.ts'
import type { RevokedScope } from './inbound-text/opt-out-phrases.ts'
import type { LedgerEventType } from './ledger/ledger-event.ts'

export type InboundText = InboundTextContext & {
  readonly text: string
  /** The number that the text came to. On toll-free numbers the network itself answers and enforces STOP and START. */
  readonly isTollFree: boolean
  /** What the vendor says it answered already (Telnyx `autoresponse_type`): `STOP`, `HELP`, `START`; absent for nothing. */
  readonly autoresponseType?: string | undefined
}

export type InboundTextDecision = {
  readonly classification: InboundTextClassification
  readonly ledgerEventType: LedgerEventType
  /** Belongs into the ledger event's metadata: the rule is evidence, the scope decides how far a revocation reaches. */
  readonly ledgerMetadata: { readonly rule: string; readonly scope?: RevokedScope }
  readonly followUp: 'none' | 'send_help_reply' | 'send_optout_confirmation'
}

const eventTypes = {
  stop: 'consent_revoked',
  help: 'help_requested',
  start: 'consent_restored',
  review: 'review_opened',
  none: 'message_received',
} as const satisfies Readonly<Record<InboundTextClassification['intent'], LedgerEventType>>

/** What a vendor calls its own answer to a text of this intent. */
const answersOf: Readonly<Record<InboundTextClassification['intent'], ReadonlySet<string>>> = {
  stop: new Set(['STOP', 'OPT_OUT', 'OPTOUT']),
  help: new Set(['HELP', 'INFO']),
  start: new Set(['START', 'OPT_IN', 'OPTIN']),
  review: new Set(),
  none: new Set(),
}

/** Decides what an inbound text changes in the ledger, and what we answer by rule. */
export function decideInboundText({
  text,
  isTollFree,
  autoresponseType,
  ...context
}: InboundText): InboundTextDecision {
  const classification = classifyInboundText(text, context)
  const { intent, rule, scope } = classification
  return {
    classification,
    ledgerEventType: eventTypes[intent],
    ledgerMetadata: { rule, ...(scope && { scope }) },
    followUp: followUpOf(classification, {
      isNetworkAnswered: isTollFree && isNetworkKeyword(text),
      isVendorAnswered: autoresponseType !== undefined && answersOf[intent].has(autoresponseType.toUpperCase()),
    }),
  }
}

/** The toll-free network reacts to the bare word STOP, in any case; only that is sure. */
function isNetworkKeyword(text: string): boolean {
  return text.trim().toLowerCase() === 'stop'
}

function followUpOf(
  { intent }: InboundTextClassification,
  { isNetworkAnswered, isVendorAnswered }: { readonly isNetworkAnswered: boolean; readonly isVendorAnswered: boolean },
): InboundTextDecision['followUp'] {
  if (isVendorAnswered || isNetworkAnswered) return 'none'
  if (intent === 'stop') return 'send_optout_confirmation'
  return intent === 'help' ? 'send_help_reply' : 'none'
}
