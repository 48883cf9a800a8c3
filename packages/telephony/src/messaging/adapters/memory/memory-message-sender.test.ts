import { openPermit } from '@cloudgreet/core/permit'
import { FakeClock } from '@cloudgreet/core/testkit'

import { messageSenderContract } from '../../testkit/message-sender-contract.ts'
import { createMemoryMessageSender } from './memory-message-sender.ts'

messageSenderContract({
  name: 'memory',
  openPermit,
  makeSubject: () => {
    const clock = new FakeClock()
    const sender = createMemoryMessageSender({ clock })
    return {
      sender,
      failNext: (fault) => sender.failNext(fault),
      block: (recipient) => sender.block(recipient),
      countSent: () => sender.sent.length,
      now: () => clock.now(),
    }
  },
})
