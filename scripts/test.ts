import { run } from './run.ts'

run('turbo', ['run', 'build', '--output-logs=errors-only'], { TURBO_TELEMETRY_DISABLED: '1' })
run('vitest', ['run', ...process.argv.slice(2)], { TZ: 'UTC' })
