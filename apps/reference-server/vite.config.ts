import { fileURLToPath } from 'node:url'

import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = { target: 'http://127.0.0.1:3000', ws: true }

/** Builds the console into `dist/web`. No script, style or asset is inlined: the pages run under a strict CSP. */
export default defineConfig({
  root: fileURLToPath(new URL('web', import.meta.url)),
  plugins: [react()],
  resolve: { conditions: ['cloudgreet-source', 'module', 'browser', 'development|production'] },
  css: { modules: { generateScopedName: '[name]_[local]_[hash:base64:4]' } },
  build: {
    outDir: fileURLToPath(new URL('dist/web', import.meta.url)),
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: ['chrome125', 'firefox128', 'safari18'],
    chunkSizeWarningLimit: 300,
  },
  server: { port: 5173, proxy: { '/api': server } },
})
