import canonicalize from 'canonicalize'

import type { CanonicalForm } from '../../ports/canonical-form.ts'

const encoder = new TextEncoder()

function bytes(value: unknown): Uint8Array {
  return encoder.encode(canonicalize(value) ?? 'null')
}

/** {@link CanonicalForm} by RFC 8785: sorted keys, shortest numbers, UTF-8. */
export const rfc8785CanonicalForm: CanonicalForm = {
  bytes,
  eventBytes: ({ id, channel, eventType, subjectRef, terms, metadataDigest, occurredAt, createdAt, synthetic }) =>
    bytes({
      id,
      channel,
      eventType,
      subjectRef,
      terms,
      metadataDigest,
      synthetic,
      occurredAt: occurredAt.toISOString(),
      createdAt: createdAt.toISOString(),
    }),
}
