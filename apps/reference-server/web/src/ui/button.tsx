import type { ComponentProps } from 'react'

import styles from './button.module.css'

type ButtonKind = 'primary' | 'plain' | 'quiet'

export function Button({
  kind = 'plain',
  className,
  ...rest
}: ComponentProps<'button'> & { readonly kind?: ButtonKind }) {
  return <button type="button" {...rest} className={buttonClass(kind, className)} />
}

/** For a link that looks like a button. */
export function buttonClass(kind: ButtonKind, className?: string): string {
  return [styles['button'], styles[kind], className].filter(Boolean).join(' ')
}
