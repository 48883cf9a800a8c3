import { CSPProvider } from '@base-ui/react/csp-provider'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'

import { client, type RegisterRequest } from '../../lib/client.ts'
import { ChoiceField } from '../../ui/choice-field.tsx'
import { Form, typedText } from '../../ui/form.tsx'
import { FormPage } from '../../ui/form-page.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { Provisioning, type PendingRegistration } from './provisioning.tsx'
import styles from './register-page.module.css'
import { guessTimeZone, timeZoneChoices } from './time-zones.ts'

/** Makes a business; when that takes longer, shows how it goes on. */
export function RegisterPage() {
  const [pending, setPending] = useState<PendingRegistration>()
  const [, navigate] = useLocation()

  const register = async (values: FormData) => {
    const request = toRegisterRequest(values)
    const result = await client.auth.register(request)
    if (result.status === 'active') navigate('/dashboard')
    else setPending({ ...result, email: request.email, password: request.password })
  }

  if (pending !== undefined) return <Provisioning registration={pending} onGivenUp={() => setPending(undefined)} />
  return (
    <CSPProvider disableStyleElements>
      <FormPage title="Get a number" lead="You get a toll-free number at once. Forward your line to it when you like.">
        <Form
          submitLabel="Create my line"
          busyLabel="Creating your line…"
          failureTitle="Your line was not created"
          onSubmit={register}
          wayOn={wayOn}
        >
          <RegisterFields />
        </Form>
        <p className={styles['other']}>
          Already with CloudGreet? <Link href="/login">Sign in</Link>
        </p>
      </FormPage>
    </CSPProvider>
  )
}

function RegisterFields() {
  const guess = guessTimeZone()
  return (
    <>
      <TextField name="businessName" label="Business name" autoComplete="organization" required maxLength={120} />
      <TextField name="email" label="Email" type="email" autoComplete="email" required />
      <TextField
        name="password"
        label="Password"
        hint="At least 8 characters."
        type="password"
        autoComplete="new-password"
        minLength={8}
        required
      />
      <TextField
        name="phone"
        label="Your phone (optional)"
        hint="Urgent calls are put through to it."
        type="tel"
        autoComplete="tel"
      />
      <SelectField name="timeZone" label="Time zone" hint="Guessed from this device." defaultValue={guess}>
        {timeZoneChoices(guess).map(({ name, label }) => (
          <option key={name} value={name}>
            {label}
          </option>
        ))}
      </SelectField>
      <ChoiceField name="acceptTerms" isRequired>
        I accept the terms of service.
      </ChoiceField>
      <ChoiceField name="smsConsent">
        Text me about my line (optional). Message rates may apply; reply STOP to end.
      </ChoiceField>
    </>
  )
}

function wayOn(code: string, values: FormData) {
  if (code !== 'email_exists') return null
  return (
    <p>
      <Link href="/login?reason=email_exists" state={{ email: typedText(values, 'email') }}>
        Sign in instead
      </Link>
    </p>
  )
}

function toRegisterRequest(values: FormData): RegisterRequest {
  const phone = typedText(values, 'phone')
  const timeZone = typedText(values, 'timeZone')
  return {
    businessName: typedText(values, 'businessName') ?? '',
    email: typedText(values, 'email') ?? '',
    password: String(values.get('password') ?? ''),
    acceptTerms: true,
    smsConsent: values.has('smsConsent'),
    ...(phone === undefined ? {} : { phone }),
    ...(timeZone === undefined ? {} : { timeZone }),
  }
}
