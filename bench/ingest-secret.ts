/** Signs and verifies the webhooks of `webhook-ingest`. */
export const secret = 'key_0123456789abcdef0123456789abcdef'
