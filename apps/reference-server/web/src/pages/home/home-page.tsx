import { Link } from 'wouter'

import { Badge } from '../../ui/badge.tsx'
import { buttonClass } from '../../ui/button.tsx'
import { PageHeading } from '../../ui/page-heading.tsx'
import { Wordmark } from '../../ui/wordmark.tsx'
import styles from './home-page.module.css'

const sample = [
  { time: '0:00', speaker: 'Assistant', words: 'Hello, this is Harbor Plumbing. How can I help?' },
  {
    time: '0:04',
    speaker: 'Caller',
    words: 'My water heater is leaking. Can someone come ',
    quote: 'tomorrow at ten',
    end: '?',
  },
  { time: '0:11', speaker: 'Assistant', words: 'Yes. I have booked 10:00 AM tomorrow. May I text you the details?' },
  { time: '0:16', speaker: 'Caller', words: '', quote: 'Yes, text this number', end: '.' },
] as const

/** One promise, one call to read, one button. */
export function HomePage() {
  return (
    <div className={styles['page']}>
      <header className={styles['top']}>
        <Wordmark href="/" />
        <Link href="/login" className={styles['sign-in'] ?? ''}>
          Sign in
        </Link>
      </header>
      <main className={styles['main']}>
        <div>
          <PageHeading title="CloudGreet" className={styles['promise']}>
            Every call answered, every word in front of you.
          </PageHeading>
          <p className={styles['lead']}>
            CloudGreet picks up when you cannot, books the job, texts only those who said yes, and shows each call while
            it is spoken.
          </p>
          <Link href="/register-simple" className={buttonClass('primary', styles['start'])}>
            Get a number
          </Link>
        </div>
        <SampleCall />
      </main>
    </div>
  )
}

function SampleCall() {
  return (
    <figure className={styles['sample']} aria-label="A sample call">
      <ol className={styles['turns']}>
        {sample.map((turn) => (
          <li key={turn.time} className={styles['turn']}>
            <span className={styles['time']}>{turn.time}</span>
            <p>
              <b>{turn.speaker}</b> {turn.words}
              {'quote' in turn && <mark className={styles['quote']}>{turn.quote}</mark>}
              {'end' in turn && turn.end}
            </p>
          </li>
        ))}
      </ol>
      <figcaption className={styles['facts']}>
        <Badge tone="ok" sign="✓">
          Booked: tomorrow, 10:00 AM
        </Badge>
        <Badge tone="ok" sign="✓">
          Texts: yes · said at 0:16
        </Badge>
      </figcaption>
    </figure>
  )
}
