import type { MigrationSet } from '../migrate.ts'
import { identityTables } from './0001_identity.ts'
import { businessTables } from './0002_businesses.ts'
import { eventTables } from './0003_events.ts'
import { sessionTables } from './0004_sessions.ts'
import { ingestTables } from './0005_ingest.ts'
import { insightTables } from './0008_insights.ts'
import { agentTables } from './0006_agents.ts'
import { appointmentTables } from './0007_appointments.ts'
import { holdTables } from './0009_holds.ts'

/** Core's tables: identity, businesses, appointments, function calls, inbox, outbox, registrations, sessions, replays, insights, holds. */
export const coreMigrations: MigrationSet = {
  name: 'core',
  migrations: {
    '0001_identity': identityTables,
    '0002_businesses': businessTables,
    '0003_events': eventTables,
    '0004_sessions': sessionTables,
    '0005_ingest': ingestTables,
    '0006_agents': agentTables,
    '0007_appointments': appointmentTables,
    '0008_insights': insightTables,
    '0009_holds': holdTables,
  },
}
