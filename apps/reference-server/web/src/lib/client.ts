import { createCloudGreetClient } from '@cloudgreet/client-sdk'

/** The console's one client. The access token lives in memory, the refresh token in a cookie. */
export const client = createCloudGreetClient({ baseUrl: window.location.origin, clientKind: 'browser' })

export { CloudGreetApiError } from '@cloudgreet/client-sdk'
export type {
  Appointment,
  Business,
  Call,
  CallDetail,
  Dashboard,
  DashboardStats,
  EventFrame,
  Insight,
  Insights,
  Message,
  RegisterRequest,
  TranscriptTurn,
  WeekTrend,
} from '@cloudgreet/client-sdk'
export { connectRealtime, type RealtimeConnection } from '@cloudgreet/client-sdk/realtime'
