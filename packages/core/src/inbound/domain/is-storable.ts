import type { ReadEvent } from './stored-event.ts'

/** Longest name of an event or type, in characters: PostgreSQL refuses index entries over 2,704 bytes. */
const maxNameLength = 500

/**
 * Whether the database can keep the names by which an event is found again.
 *
 * It refuses NUL, lone surrogates and very long keys; a vendor that was told to come again would do so for ever.
 */
export function isStorable({ eventKey, eventType, routing }: ReadEvent): boolean {
  return [eventKey, eventType, routing.agentId, routing.number].every(isStorableName)
}

function isStorableName(name: string | undefined): boolean {
  return name === undefined || (name.length <= maxNameLength && name.isWellFormed() && !name.includes('\0'))
}
