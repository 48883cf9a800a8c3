import { CSPProvider } from '@base-ui/react/csp-provider'
import { Link, useLocation, useSearchParams } from 'wouter'
import { useHistoryState } from 'wouter/use-browser-location'

import { client } from '../../lib/client.ts'
import { Form, typedText } from '../../ui/form.tsx'
import { FormPage } from '../../ui/form-page.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './login-page.module.css'

const reasons: Readonly<Record<string, string>> = {
  email_exists: 'You already have an account with this email. Sign in with its password.',
  signed_out: 'Sign in to see your calls.',
}

/** Signs an owner in; says why somebody was sent here. */
export function LoginPage() {
  const [, navigate] = useLocation()
  const [search] = useSearchParams()
  const state = useHistoryState<{ readonly email?: string } | null>()
  const reason = reasons[search.get('reason') ?? '']

  const login = async (values: FormData) => {
    await client.auth.login({
      email: typedText(values, 'email') ?? '',
      password: String(values.get('password') ?? ''),
    })
    navigate('/dashboard')
  }

  return (
    <CSPProvider disableStyleElements>
      <FormPage title="Sign in" lead="Your calls, texts and bookings.">
        {reason !== undefined && <output className={styles['reason']}>{reason}</output>}
        <Form submitLabel="Sign in" busyLabel="Signing in…" failureTitle="You are not signed in" onSubmit={login}>
          <TextField
            name="email"
            label="Email"
            type="email"
            autoComplete="username"
            defaultValue={state?.email}
            required
          />
          <TextField name="password" label="Password" type="password" autoComplete="current-password" required />
        </Form>
        <p className={styles['other']}>
          New here? <Link href="/register-simple">Get a number</Link>
        </p>
      </FormPage>
    </CSPProvider>
  )
}
