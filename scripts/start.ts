import { spawn } from 'node:child_process'

import { run } from './run.ts'

run('turbo', ['run', 'build', '--filter=@cloudgreet/reference-server', '--output-logs=errors-only'], {
  TURBO_TELEMETRY_DISABLED: '1',
})

const server = spawn(process.execPath, ['--enable-source-maps', 'apps/reference-server/dist/main.js'], {
  stdio: 'inherit',
})
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => server.kill(signal))
server.on('exit', (code) => {
  process.exitCode = code ?? 1
})
