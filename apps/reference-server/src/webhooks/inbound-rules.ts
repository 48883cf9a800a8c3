import { isTollFree, type PhoneNumber } from '@cloudgreet/core'
import { decideInboundText, type LedgerTools, type NewLedgerEvent, prepareLedgerEntry } from '@cloudgreet/compliance'
import type { CallEvent, MessageDecision, MessageReceived, MessageUpdated } from '@cloudgreet/telephony'

import { answerTextName, type TextAnswer } from '../workflows/answer-text.ts'

type LedgerValues = Readonly<Record<string, unknown>>

/** What inbound events mean for consent: the one place where telephony and compliance meet. */
export interface InboundRules {
  readonly decideText: (received: MessageReceived) => MessageDecision
  /** The vendor holds a block that we may not know of. */
  readonly ledgerForText: (update: MessageUpdated) => LedgerValues | undefined
  readonly ledgerForCall: (event: CallEvent) => LedgerValues | undefined
}

const answers: Readonly<Record<string, TextAnswer | undefined>> = {
  send_help_reply: 'help_reply',
  send_optout_confirmation: 'optout_confirmation',
}

/** Calls leave evidence when they begin and when they end. */
const recordedCallEvents: ReadonlySet<string> = new Set(['call_started', 'call_ended'])

export function createInboundRules(tools: LedgerTools): InboundRules {
  const prepare = (event: NewLedgerEvent): LedgerValues => {
    const { canonical, parameters } = prepareLedgerEntry(event, tools)
    return { ...parameters, ledger_canonical: canonical }
  }
  const prepareAny = (event: NewLedgerEvent | undefined) => event && prepare(event)
  return {
    decideText({ message, autoresponse, occurredAt }) {
      const decision = decideInboundText({
        text: message.text,
        isTollFree: isTollFree(message.to as PhoneNumber),
        autoresponseType: autoresponse ?? undefined,
      })
      const { intent, rule, scope } = decision.classification
      const answer = answers[decision.followUp]
      return {
        intent,
        ledger: prepare({
          channel: 'sms',
          eventType: decision.ledgerEventType,
          address: message.from,
          occurredAt,
          metadata: {
            request: { from: message.from, to: message.to, text: message.text },
            provider: message.provider,
            providerMessageId: message.providerMessageId,
            rule,
            ...(scope === undefined ? {} : { scope }),
          },
        }),
        ...(answer === undefined ? {} : { workflow: answerTextName, data: { answer } }),
      }
    },

    ledgerForText: (update) => prepareAny(toBlockEvent(update)),
    ledgerForCall: (event) => prepareAny(toCallEvidence(event)),
  }
}

function toCallEvidence({ type, call, occurredAt }: CallEvent): NewLedgerEvent | undefined {
  const person = call.direction === 'inbound' ? call.from : call.to
  if (!recordedCallEvents.has(type) || person === null || person === undefined) return undefined
  return {
    channel: 'voice',
    eventType: type,
    address: person,
    occurredAt,
    metadata: {
      request: { from: call.from, to: call.to },
      provider: call.provider,
      providerCallId: call.providerCallId,
    },
  }
}

function toBlockEvent({ message, occurredAt }: MessageUpdated): NewLedgerEvent | undefined {
  if (message.failure?.class !== 'terminal_opt_out') return undefined
  const { provider, providerMessageId, errorCode: code } = message
  const metadata = { provider, providerMessageId, code }
  return { channel: 'sms', eventType: 'provider_blocked', address: message.to, occurredAt, metadata }
}
