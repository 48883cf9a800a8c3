import { useSyncExternalStore } from 'react'

const NEAR_TOP_PX = 120

/** Whether the reader has left the top of the page. */
export function useIsScrolled(): boolean {
  return useSyncExternalStore(subscribe, () => window.scrollY > NEAR_TOP_PX)
}

function subscribe(notify: () => void): () => void {
  window.addEventListener('scroll', notify, { passive: true })
  return () => window.removeEventListener('scroll', notify)
}
