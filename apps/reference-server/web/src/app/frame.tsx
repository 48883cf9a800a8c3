import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'

import { client } from '../lib/client.ts'
import { dashboardQuery } from '../lib/queries.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { Wordmark } from '../ui/wordmark.tsx'
import styles from './frame.module.css'
import { OfflineBanner } from './offline-banner.tsx'

const places = [
  { href: '/dashboard', title: 'Overview', icon: 'M4 11l8-7 8 7v9h-5v-6H9v6H4z' },
  {
    href: '/dashboard/calls',
    title: 'Calls',
    icon: 'M5 4h4l2 5-3 2a12 12 0 0 0 5 5l2-3 5 2v4c0 1-1 2-2 2A17 17 0 0 1 3 6c0-1 1-2 2-2z',
  },
  { href: '/dashboard/texts', title: 'Texts', icon: 'M4 5h16v11H9l-5 4z' },
  { href: '/dashboard/calendar', title: 'Calendar', icon: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4' },
  { href: '/dashboard/insights', title: 'Insights', icon: 'M5 20v-7M12 20V4M19 20v-10' },
] as const

const settingsPlace = '/dashboard/settings'

type FrameProps = {
  readonly onSignedOut: () => void
  readonly children: ReactNode
}

/** What surrounds each page of the workspace: places at the side, or at the bottom of a phone. */
export function Frame({ onSignedOut, children }: FrameProps) {
  const [location] = useLocation()
  const signOut = async () => {
    await client.auth.logout().catch(() => undefined)
    onSignedOut()
  }
  return (
    <div className={styles['frame']}>
      <a className={styles['skip']} href="#content">
        Skip to content
      </a>
      <header className={styles['top']}>
        <Wordmark href="/dashboard" />
        <BusinessName />
      </header>
      <nav className={styles['places']} aria-label="Places">
        <ul>
          {places.map(({ href, title, icon }) => (
            <li key={href}>
              <Link
                href={href}
                className={styles['place'] ?? ''}
                aria-current={isHere(location, href) ? 'page' : undefined}
              >
                <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
                  <path d={icon} />
                </svg>
                {title}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <Account isAtSettings={location === settingsPlace} onSignOut={() => void signOut()} />
      <main id="content" tabIndex={-1} className={styles['content']}>
        <OfflineBanner />
        {children}
      </main>
    </div>
  )
}

type AccountProps = {
  readonly isAtSettings: boolean
  readonly onSignOut: () => void
}

function Account({ isAtSettings, onSignOut }: AccountProps) {
  return (
    <nav className={styles['account']} aria-label="Account">
      <div className={styles['tools']}>
        <Link
          href={settingsPlace}
          className={buttonClass('quiet', styles['settings'])}
          aria-current={isAtSettings ? 'page' : undefined}
        >
          Settings
        </Link>
        <Button kind="quiet" onClick={onSignOut}>
          Sign out
        </Button>
      </div>
    </nav>
  )
}

function BusinessName() {
  const { data } = useQuery(dashboardQuery)
  return <p className={styles['business']}>{data?.business.businessName}</p>
}

/** A call's page belongs to Calls, a person's texts to Texts. */
function isHere(location: string, href: string): boolean {
  return location === href || (href !== '/dashboard' && location.startsWith(`${href}/`))
}
