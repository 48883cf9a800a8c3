/** Why a person is contacted; what they agreed to decides whether it may happen. */
export type Purpose =
  | 'marketing'
  | 'transactional'
  | 'conversational_reply'
  | 'appointment_reminder'
  | 'help_reply'
  | 'optout_confirmation'

export type Channel = 'sms' | 'voice' | 'email'
