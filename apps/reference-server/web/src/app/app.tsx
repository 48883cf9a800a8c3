import { lazy, Suspense } from 'react'
import { Redirect, Route, Switch } from 'wouter'

import { HomePage } from '../pages/home/home-page.tsx'
import { NotFoundPage } from '../pages/not-found/not-found-page.tsx'

const RegisterPage = lazy(() =>
  import('../pages/register/register-page.tsx').then(({ RegisterPage: page }) => ({ default: page })),
)
const LoginPage = lazy(() => import('../pages/login/login-page.tsx').then(({ LoginPage: page }) => ({ default: page })))
const Workspace = lazy(() => import('./workspace.tsx').then(({ Workspace: page }) => ({ default: page })))

/** Short addresses that people type, and where their pages are. */
const shortAddresses = [
  ['/calls', '/dashboard/calls'],
  ['/messages', '/dashboard/texts'],
  ['/appointments', '/dashboard/calendar'],
  ['/insights', '/dashboard/insights'],
  ['/settings', '/dashboard/settings'],
] as const

/** Which page stands at which address. The forms and the workspace are fetched when they are asked for. */
export function App() {
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/">
          <HomePage />
        </Route>
        <Route path="/register-simple">
          <RegisterPage />
        </Route>
        <Route path="/login">
          <LoginPage />
        </Route>
        <Route path="/dashboard/*?">
          <Workspace />
        </Route>
        {shortAddresses.map(([address, page]) => (
          <Route key={address} path={address}>
            <Redirect to={page} replace />
          </Route>
        ))}
        <Route>
          <NotFoundPage />
        </Route>
      </Switch>
    </Suspense>
  )
}
