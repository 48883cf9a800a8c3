import { spawn } from 'node:child_process'

import { run } from './run.ts'

run('turbo', ['run', 'build', '--filter=@cloudgreet/reference-server', '--output-logs=errors-only'], {
  TURBO_TELEMETRY_DISABLED: '1',
})

// In a group of its own: Ctrl-C reaches this process only, which passes it on once. The server drains on the first.
const server = spawn(process.execPath, ['--enable-source-maps', 'apps/reference-server/dist/main.js'], {
  stdio: 'inherit',
  detached: true,
})
let isStopping = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!isStopping) server.kill(signal)
    isStopping = true
  })
}
server.on('exit', (code) => {
  process.exitCode = code ?? 1
})
