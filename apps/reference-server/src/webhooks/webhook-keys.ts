import type { OtherSecret } from '@cloudgreet/telephony'

/** Where keys come from, and how many of them there are. Never their values. */
export interface KeyKind {
  /** The variable's name, or `sandbox`. */
  readonly kind: string
  readonly count: number
}

/** Keys that may sign the webhooks of one vendor. */
export interface WebhookKeys {
  readonly values: readonly string[]
  readonly kinds: readonly KeyKind[]
  /** Secrets of other purposes, by which somebody may sign in error. */
  readonly others: readonly OtherSecret[]
}

/** Secrets by the variable that holds them. */
export type SecretsByKind = Readonly<Record<string, readonly string[]>>

export function toWebhookKeys(keys: SecretsByKind, others: SecretsByKind = {}): WebhookKeys {
  const kinds = Object.entries(keys).filter(([, values]) => values.length > 0)
  return {
    values: kinds.flatMap(([, values]) => values),
    kinds: kinds.map(([kind, values]) => ({ kind, count: values.length })),
    others: Object.entries(others).flatMap(([kind, values]) => values.map((secret) => ({ kind, secret }))),
  }
}
