import type { Context } from 'hono'

import { type ApiApp, createRouteApp } from '../http/api-app.ts'
import type { AppEnv } from '../http/app-env.ts'
import type { ConsoleFile, ConsoleFiles } from './console-files.ts'

/** Pages of the console, which finds its way by itself from `index.html`. */
const pages =
  /^\/(register-simple|login|dashboard|calls|messages|appointments|insights|settings|employee|admin)?(\/.*)?$/
const immutableYear = 'public, max-age=31536000, immutable'

/** Serves the built console. Before it is built: a page that says so. */
export function createConsoleRoutes(files: ConsoleFiles): ApiApp {
  const app = createRouteApp()
  app.get('*', async (context, next) => {
    const { path } = context.req
    const file = files.get(path)
    if (file !== undefined && path !== '/index.html')
      return serve(context, file, path.startsWith('/assets/') ? immutableYear : 'no-cache')
    if (path.startsWith('/api/') || !acceptsPage(context)) return next()
    const index = files.get('/index.html')
    if (index === undefined) return context.html(notBuiltPage, 200)
    return serve(context, index, 'no-cache', pages.test(path) ? 200 : 404)
  })
  return app
}

function acceptsPage(context: Context<AppEnv>): boolean {
  return pages.test(context.req.path) || (context.req.header('accept') ?? '').includes('text/html')
}

function serve(
  context: Context<AppEnv>,
  { bytes, type, etag }: ConsoleFile,
  cacheControl: string,
  status: 200 | 404 = 200,
): Response {
  const headers = { 'Content-Type': type, ETag: etag, 'Cache-Control': cacheControl }
  if (status === 200 && context.req.header('if-none-match') === etag) return context.body(null, 304, headers)
  return context.body(bytes, status, headers)
}

const notBuiltPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>CloudGreet</title>
<h1>CloudGreet</h1>
<p>The server runs. The console is not built: run <code>npm run build</code>.</p>
</html>
`
