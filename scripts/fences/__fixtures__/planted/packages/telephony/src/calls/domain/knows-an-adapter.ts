import type { telnyxCall } from '../adapters/telnyx/telnyx-call.ts'
export type Planted = typeof telnyxCall
