import { expect, it } from 'vitest'

import { toLoggedPath } from './to-logged-path.ts'

it.each([
  ['/api/messages/threads/+13125550142', '/api/messages/threads/+•••••0142'],
  ['/api/internal/numbers/13125550142/route', '/api/internal/numbers/•••••0142/route'],
  ['/api/calls/00000000-0000-4000-8000-000000000000', '/api/calls/00000000-0000-4000-8000-000000000000'],
])('logs %s as %s', (path, logged) => {
  expect(toLoggedPath(path)).toBe(logged)
})
