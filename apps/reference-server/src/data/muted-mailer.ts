import type { Logger, Mailer } from '@cloudgreet/core'

/** Stands in where no mail provider is configured: says in the log that a mail was not sent. */
export function createMutedMailer(logger: Logger): Mailer {
  return {
    async send(_permit, { subject }) {
      logger.warn('Mail not sent: the feature is off', { code: 'feature_off', feature: 'mail', subject })
    },
  }
}
