import { describe, expect, it } from 'vitest'

import { decideInboundText } from './decide-inbound-text.ts'
import { helpReply, optOutConfirmation } from './reply-texts.ts'
import { classifyInboundText } from './inbound-text/classify-inbound-text.ts'

describe('decideInboundText', () => {
  it.each([
    ['STOP to a toll-free number', 'STOP', true, undefined, 'consent_revoked', 'none'],
    ['STOP to a local number', 'STOP', false, undefined, 'consent_revoked', 'send_optout_confirmation'],
    ['STOP that the vendor answered', 'STOP', false, 'STOP', 'consent_revoked', 'none'],
    [
      'a free-text revocation to a toll-free number',
      'please stop texting me',
      true,
      undefined,
      'consent_revoked',
      'send_optout_confirmation',
    ],
    ['HELP to a toll-free number', 'HELP', true, undefined, 'help_requested', 'send_help_reply'],
    ['HELP that the vendor answered', 'HELP', true, 'HELP', 'help_requested', 'none'],
    ['START', 'START', true, 'START', 'consent_restored', 'none'],
    ['a soft refusal', 'not interested', true, undefined, 'review_opened', 'none'],
    ['talk', 'See you at 5', true, undefined, 'message_received', 'none'],
    ['YES to our question', 'yes', false, undefined, 'message_received', 'none'],
  ])('%s', (_name, text, isTollFree, autoresponseType, ledgerEventType, followUp) => {
    expect(decideInboundText({ text, isTollFree, autoresponseType })).toMatchObject({ ledgerEventType, followUp })
  })

  it('passes the rule and the scope on as evidence', () => {
    const { ledgerMetadata } = decideInboundText({ text: 'do not contact me', isTollFree: false })
    expect(ledgerMetadata).toEqual({ rule: 'stop.do_not_contact', scope: 'all' })
  })
})

describe('our replies', () => {
  const texts = [
    helpReply({ businessName: 'Fictional Plumbing', contact: '+18005550100' }),
    optOutConfirmation({ businessName: 'Fictional Plumbing' }),
  ]

  it('name the business and fit into one SMS', () => {
    for (const text of texts) expect(text).toMatch(/^Fictional Plumbing: .{0,130}$/)
    expect(texts[0]).toContain('+18005550100')
  })

  it('are no opt-out when a phone quotes them back', () => {
    for (const text of texts) expect(classifyInboundText(`Liked “${text}”`).intent).toBe('none')
  })
})
