import { useState, type ReactNode } from 'react'

import type { ShownProblem } from '../lib/problem.ts'
import { Button } from './button.tsx'
import styles from './problem-notice.module.css'

type ProblemNoticeProps = {
  readonly title: string
  readonly problem: ShownProblem
  readonly onRetry?: (() => void) | undefined
  /** A way on of its own, such as a link. */
  readonly children?: ReactNode
}

/** What failed, its code and trace id to hand on, and the next step. */
export function ProblemNotice({ title, problem, onRetry, children }: ProblemNoticeProps) {
  return (
    <div className={styles['notice']} role="alert">
      <p className={styles['title']}>{title}</p>
      <p>{problem.detail}</p>
      {children}
      <p className={styles['reference']}>
        Code <code>{problem.code}</code>
        {problem.traceId !== undefined && (
          <>
            {' '}
            · Trace <code>{problem.traceId}</code>
          </>
        )}
      </p>
      <div className={styles['actions']}>
        {onRetry !== undefined && <Button onClick={onRetry}>Retry</Button>}
        <CopyReference problem={problem} />
      </div>
    </div>
  )
}

function CopyReference({ problem }: { readonly problem: ShownProblem }) {
  const [isCopied, setIsCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText([problem.code, problem.traceId].filter(Boolean).join(' '))
    setIsCopied(true)
  }
  return <Button onClick={() => void copy()}>{isCopied ? 'Copied' : 'Copy code'}</Button>
}
