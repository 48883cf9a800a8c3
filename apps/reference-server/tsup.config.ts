import { defineConfig } from 'tsup'

/** The programs that npm scripts start. Packages stay outside the bundle. */
export default defineConfig({
  entry: {
    main: 'src/main.ts',
    'simulator-process': 'src/simulator-process.ts',
    'cli/diagnose': 'src/cli/diagnose.ts',
    'cli/doctor': 'src/cli/doctor.ts',
    'cli/replay': 'src/cli/replay.ts',
    'cli/repair-agent': 'src/cli/repair-agent.ts',
    'cli/sign': 'src/cli/sign.ts',
    'cli/simulate': 'src/cli/simulate.ts',
    'cli/sql': 'src/cli/sql.ts',
  },
  format: ['esm'],
  target: 'node22',
  sourcemap: true,
  splitting: true,
  // The console, which vite builds, stays.
  clean: ['!web/**'],
})
