import { Component, type ReactNode } from 'react'

import { buttonClass } from '../ui/button.tsx'
import styles from './error-boundary.module.css'

type Failure = { readonly code: string; readonly traceId: string }

/** Instead of a white page: what happened, the code and trace id to hand on, and a way back. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly failure?: Failure }> {
  override state: { readonly failure?: Failure } = {}

  static getDerivedStateFromError(error: unknown): { readonly failure: Failure } {
    return { failure: toFailure(error) }
  }

  override render(): ReactNode {
    const { failure } = this.state
    if (failure === undefined) return this.props.children
    return (
      <main className={styles['page']}>
        <h1>Something went wrong</h1>
        <p role="alert">This page could not be shown. Your calls and texts are answered and kept all the same.</p>
        <p>
          Code <code>{failure.code}</code> · Trace <code>{failure.traceId}</code>
        </p>
        <a href="/dashboard" className={buttonClass('primary')}>
          Load the dashboard again
        </a>
      </main>
    )
  }
}

/** An error of the API brings its own code and trace id; for any other one the page makes an id up. */
function toFailure(error: unknown): Failure {
  const { code, traceId } = (typeof error === 'object' && error !== null ? error : {}) as Partial<
    Record<keyof Failure, unknown>
  >
  return {
    code: typeof code === 'string' ? code : 'render_failed',
    traceId: typeof traceId === 'string' ? traceId : `page-${Date.now().toString(36)}`,
  }
}
