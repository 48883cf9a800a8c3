import type { MessageFacts } from '../domain/message-facts.ts'

/** What the vendor knows of a text of ours, for when its events do not come. */
export interface DeliveryReports {
  /**
   * The text as the vendor holds it now; undefined when it knows none of this id.
   *
   * @throws {UpstreamError} when the vendor refuses or does not answer
   */
  read(providerMessageId: string): Promise<MessageFacts | undefined>
}
