import type { ReplaySelection } from './replay.ts'
import type { StoredEvent } from './stored-event.ts'

/** Whether the selection names the event, whatever its status. */
export function selectsEvent(selection: ReplaySelection, event: StoredEvent): boolean {
  const { businessId } = selection
  if (businessId !== undefined && event.businessId !== businessId) return false
  if ('ids' in selection) return selection.ids.includes(event.id)
  const { from, to, provider, eventType, status } = selection
  const isInside =
    from instanceof Date ? event.receivedAt >= from && event.receivedAt < to : event.id >= from && event.id <= to
  const fits = (wanted: string | undefined, found: string | undefined) => wanted === undefined || wanted === found
  return isInside && fits(provider, event.provider) && fits(eventType, event.eventType) && fits(status, event.status)
}
