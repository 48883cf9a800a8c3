import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** `npm start` and the two simulations of README.md, in a data folder of their own, then a clean end. */
const folder = mkdtempSync(join(tmpdir(), 'cloudgreet-readme-'))
const environment = { ...process.env, CLOUDGREET_DATA_DIR: folder, PORT: '3000' }
const server = spawn('npm', ['start'], { env: environment, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
const exited = new Promise<number | null>((resolve) => server.once('exit', resolve))

const started = new Promise<void>((resolve, reject) => {
  let output = ''
  server.stdout.on('data', (chunk: Buffer) => {
    process.stdout.write(chunk)
    output += chunk.toString()
    if (output.includes('http://127.0.0.1:3000')) resolve()
  })
  server.once('exit', (code) => reject(new Error(`npm start ended with ${code}`)))
})

function simulate(...args: string[]): void {
  const { status } = spawnSync('npm', ['run', 'simulate', '--', ...args], { env: environment, stdio: 'inherit' })
  if (status !== 0) throw new Error(`npm run simulate -- ${args.join(' ')} ended with ${status}`)
}

try {
  await started
  simulate('call')
  simulate('text', 'STOP')
} finally {
  if (server.pid !== undefined) process.kill(-server.pid, 'SIGTERM')
  const code = await exited
  rmSync(folder, { recursive: true, force: true })
  console.log(`npm start ended with ${code} after SIGTERM`)
}
