const descriptions: Readonly<Record<string, string>> = {
  email_exists: 'An account with this email address exists. Log in, or ask for the onboarding mail again.',
  no_available_numbers: 'No phone number is free at the moment. Nothing was set up; please try again later.',
  numbers_busy: 'Many people are registering at the moment. Nothing was set up; please try again in a minute.',
  registration_stuck:
    'Setting up your account failed and we are cleaning up. We were told and will finish this by hand.',
  business_closed: 'This business was closed. Register again to get a new number.',
  upstream_timeout: 'Our phone provider did not answer. Nothing was set up; please try again in a few minutes.',
  upstream_rate_limited: 'Our phone provider is busy. Nothing was set up; please try again in a few minutes.',
  upstream_failed: 'Our phone provider has a problem. Nothing was set up; please try again in a few minutes.',
}

/** What the person who registered is told for the code of a failure. */
export function describeFailure(code: string): string {
  return descriptions[code] ?? 'Setting up your account failed. Nothing was set up; please try again.'
}
