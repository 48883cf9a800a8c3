export {
  connectRealtime,
  type RealtimeConnection,
  type RealtimeSettings,
  type RealtimeState,
  type RealtimeTimers,
} from './realtime/connect-realtime.ts'
export type { WebSocketConstructor, WebSocketEventLike, WebSocketLike } from './realtime/web-socket-like.ts'
