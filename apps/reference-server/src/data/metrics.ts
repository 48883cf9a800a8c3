import type { Database } from '@cloudgreet/core/postgres'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'

import type { LiveSockets } from '../realtime/live-sockets.ts'
import type { WebhookTraffic } from '../webhooks/webhook-traffic.ts'

/** The process's figures as Prometheus text. */
export function createMetrics(sources: {
  readonly traffic: WebhookTraffic
  readonly sockets: LiveSockets
  readonly database: Database
}): () => Promise<string> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  registry.registerMetric(
    new Gauge({
      name: 'cloudgreet_webhooks_total',
      help: 'Webhooks since the start, by provider and what became of them.',
      labelNames: ['provider', 'result'],
      registers: [],
      collect() {
        for (const [provider, { accepted, refused, rateLimited }] of Object.entries(sources.traffic.snapshot())) {
          this.set({ provider, result: 'accepted' }, accepted)
          this.set({ provider, result: 'refused' }, refused)
          this.set({ provider, result: 'rate_limited' }, rateLimited)
        }
      },
    }),
  )
  registry.registerMetric(
    new Gauge({
      name: 'cloudgreet_webhook_refusals_total',
      help: 'Refused webhooks since the start, by provider and reason.',
      labelNames: ['provider', 'reason'],
      registers: [],
      collect() {
        for (const [provider, { refusedByReason }] of Object.entries(sources.traffic.snapshot()))
          for (const [reason, count] of Object.entries(refusedByReason)) this.set({ provider, reason }, count)
      },
    }),
  )
  registry.registerMetric(
    new Gauge({
      name: 'cloudgreet_sockets',
      help: 'Open live connections.',
      registers: [],
      collect() {
        this.set(sources.sockets.size)
      },
    }),
  )
  registry.registerMetric(statementGauge(sources.database))
  return () => registry.metrics()
}

function statementGauge(database: Database): Gauge {
  return new Gauge({
    name: 'cloudgreet_database_statements_total',
    help: 'Statements sent to the database since the start, BEGIN and COMMIT included.',
    registers: [],
    collect() {
      this.set(database.statementCount())
    },
  })
}
