import { useEffect, useRef, type ReactNode } from 'react'

import styles from './page-heading.module.css'

let isFirstPage = true

type PageHeadingProps = {
  readonly title: string
  /** Shown instead of the title, when it needs more than words. */
  readonly children?: ReactNode
  readonly className?: string | undefined
}

/** The page's one `h1`. It names the window and takes the focus when the route changes. */
export function PageHeading({ title, children, className }: PageHeadingProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = title === 'CloudGreet' ? title : `${title} · CloudGreet`
  }, [title])
  useEffect(() => {
    if (!isFirstPage) heading.current?.focus()
    isFirstPage = false
  }, [])
  return (
    <h1 ref={heading} tabIndex={-1} className={[styles['heading'], className].filter(Boolean).join(' ')}>
      {children ?? title}
    </h1>
  )
}
