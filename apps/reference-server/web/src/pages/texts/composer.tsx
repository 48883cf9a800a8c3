import { useId, type FormEvent, type KeyboardEvent } from 'react'

import { toShownProblem } from '../../lib/problem.ts'
import { useIsOnline } from '../../lib/use-is-online.ts'
import { Button } from '../../ui/button.tsx'
import { ProblemNotice } from '../../ui/problem-notice.tsx'
import fieldStyles from '../../ui/text-field.module.css'
import styles from './composer.module.css'
import { SegmentCount } from './segment-count.tsx'
import type { Reply } from './use-reply.ts'

const LONGEST = 1_600

type ComposerProps = {
  readonly reply: Reply
  /** Why the person may not be texted now; undefined when they may. */
  readonly refusal: string | undefined
}

/** Where a reply is written. It cannot be while the person may not be texted, and says why. */
export function Composer({ reply, refusal }: ComposerProps) {
  const id = useId()
  const isOnline = useIsOnline()
  const isClosed = refusal !== undefined || !isOnline
  const submit = (event: FormEvent) => {
    event.preventDefault()
    reply.send()
  }
  const sendByKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) reply.send()
  }
  return (
    <form className={styles['composer']} onSubmit={submit}>
      {reply.error !== null && refusal === undefined && (
        <ProblemNotice title="The text was not sent" problem={toShownProblem(reply.error)} />
      )}
      <label htmlFor={id} className={fieldStyles['label']}>
        Your reply
      </label>
      {isClosed && (
        <p id={`${id}-reason`} className={styles['refusal']}>
          {refusal ?? 'You are offline. Texts can be sent again once you are back.'}
        </p>
      )}
      <textarea
        id={id}
        value={reply.draft}
        onChange={({ target }) => reply.write(target.value)}
        onKeyDown={sendByKey}
        disabled={isClosed}
        readOnly={reply.sendingText !== undefined}
        maxLength={LONGEST}
        rows={3}
        className={[fieldStyles['input'], styles['text']].join(' ')}
        aria-describedby={isClosed ? `${id}-reason` : `${id}-count`}
      />
      <div className={styles['foot']}>
        {!isClosed && <SegmentCount id={`${id}-count`} text={reply.draft.trim()} />}
        <Button
          type="submit"
          kind="primary"
          className={styles['send']}
          disabled={isClosed || reply.sendingText !== undefined || reply.draft.trim() === ''}
        >
          {reply.sendingText === undefined ? 'Send text' : 'Sending…'}
        </Button>
      </div>
    </form>
  )
}
