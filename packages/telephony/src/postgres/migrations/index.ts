import type { MigrationSet } from '@cloudgreet/core/postgres'

import { callsAndTexts } from './0001_calls_and_texts.ts'
import { callControl } from './0002_call_control.ts'
import { callDetails } from './0003_call_details.ts'
import { threads } from './0004_threads.ts'

/** Telephony's tables: `calls`, `controlled_calls`, `number_routes` and `sms_logs`. Run after core's. */
export const telephonyMigrations: MigrationSet = {
  name: 'telephony',
  migrations: {
    '0001_calls_and_texts': callsAndTexts,
    '0002_call_control': callControl,
    '0003_call_details': callDetails,
    '0004_threads': threads,
  },
}
