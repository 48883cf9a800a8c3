import { createCloudGreetClient, type CallListOptions } from '@cloudgreet/client-sdk'

/** The console's one client. The access token lives in memory, the refresh token in a cookie. */
export const client = createCloudGreetClient({ baseUrl: window.location.origin, clientKind: 'browser' })

export { CloudGreetApiError, createIdempotencyKey } from '@cloudgreet/client-sdk'
/** Which calls are listed. */
export type CallChoice = Pick<CallListOptions, 'outcome' | 'direction' | 'from' | 'to' | 'connected'>

export type {
  Appointment,
  Business,
  BusinessChange,
  BusinessHours,
  Call,
  CallDetail,
  CallerMessage,
  CallExplanation,
  Dashboard,
  DashboardStats,
  EventFrame,
  Insight,
  Insights,
  Message,
  MessageThread,
  RegisterRequest,
  ThreadConsent,
  TranscriptTurn,
  WeekTrend,
} from '@cloudgreet/client-sdk'
export { connectRealtime, type RealtimeConnection } from '@cloudgreet/client-sdk/realtime'
