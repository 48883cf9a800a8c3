import { createContext, useContext } from 'react'

/** How fresh the data on the page is. */
export type LiveState = 'connecting' | 'live' | 'reconnecting' | 'paused' | 'closed'

export const LiveContext = createContext<LiveState>('connecting')

export function useLiveState(): LiveState {
  return useContext(LiveContext)
}
