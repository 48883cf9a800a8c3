export { FakeClock } from './kernel/testkit/fake-clock.ts'
export { RecordingLogger, type LogLine } from './kernel/testkit/recording-logger.ts'
export { SequentialIdSource } from './kernel/testkit/sequential-id-source.ts'
export { forEachDatabase, openFreshPostgres } from './postgres/testkit/for-each-database.ts'
