declare const brand: unique symbol

/** A UUID, version 7 when we made it: ids sort by the time they were made. */
export type Id<Of extends string> = string & { readonly [brand]: Of }

export type BusinessId = Id<'Business'>
export type UserId = Id<'User'>
export type CallId = Id<'Call'>
export type MessageId = Id<'Message'>
export type EventId = Id<'Event'>
export type HoldId = Id<'Hold'>
export type RegistrationId = Id<'Registration'>
export type ReplayId = Id<'Replay'>

const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** True for a lower-case UUID of any version; ids of Supabase users are version 4. */
export function isId<Of extends string>(text: string): text is Id<Of> {
  return shape.test(text)
}
