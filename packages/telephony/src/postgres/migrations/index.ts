import type { MigrationSet } from '@cloudgreet/core/postgres'

import { callsAndTexts } from './0001_calls_and_texts.ts'

/** Telephony's tables: `calls` and `sms_logs`. Run after core's. */
export const telephonyMigrations: MigrationSet = {
  name: 'telephony',
  migrations: { '0001_calls_and_texts': callsAndTexts },
}
