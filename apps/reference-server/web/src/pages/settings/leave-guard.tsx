import { AlertDialog } from '@base-ui/react/alert-dialog'
import { useEffect, useState } from 'react'

import { guardNavigation, type Leaving } from '../../lib/navigation-guard.ts'
import { buttonClass } from '../../ui/button.tsx'
import styles from './leave-guard.module.css'

/** Nobody leaves the page with unsaved changes without having been asked. */
export function LeaveGuard({ isDirty }: { readonly isDirty: boolean }) {
  const [leaving, setLeaving] = useState<Leaving>()
  useEffect(() => {
    if (!isDirty) return undefined
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    const release = guardNavigation((leave) => setLeaving(() => leave))
    window.addEventListener('beforeunload', warn)
    return () => {
      release()
      window.removeEventListener('beforeunload', warn)
    }
  }, [isDirty])
  return (
    <AlertDialog.Root open={leaving !== undefined} onOpenChange={(isOpen) => isOpen || setLeaving(undefined)}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles['backdrop'] ?? ''} />
        <AlertDialog.Popup className={styles['popup'] ?? ''}>
          <AlertDialog.Title>Leave without saving</AlertDialog.Title>
          <AlertDialog.Description>
            Your changes to the settings are not saved yet, and would be lost.
          </AlertDialog.Description>
          <div className={styles['actions']}>
            <AlertDialog.Close className={buttonClass('primary')}>Stay on the page</AlertDialog.Close>
            <AlertDialog.Close className={buttonClass('plain')} onClick={leaving}>
              Leave without saving
            </AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
