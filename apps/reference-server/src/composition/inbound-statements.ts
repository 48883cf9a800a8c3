import { ledgerFragment } from '@cloudgreet/compliance/postgres'
import { composeInboundStatement, type InboundStatements } from '@cloudgreet/core/postgres'
import {
  callLineFragment,
  callTransitionFragment,
  messageReceivedFragment,
  messageStatusFragment,
} from '@cloudgreet/telephony/postgres'

/** The one statement of each kind of event: the frame, the call or text, and its entry in the consent ledger. */
export const inboundStatements: InboundStatements = {
  call: composeInboundStatement('call', { transition: callTransitionFragment, ledger: ledgerFragment }),
  call_line: composeInboundStatement('call_line', { transition: callLineFragment }),
  message_received: composeInboundStatement('message_received', {
    transition: messageReceivedFragment,
    ledger: ledgerFragment,
  }),
  message_status: composeInboundStatement('message_status', {
    transition: messageStatusFragment,
    ledger: ledgerFragment,
  }),
}
