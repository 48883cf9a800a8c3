// Generated from the contract schemas by scripts/generate-contract-types.ts.

export type AgentInspectionEntry = {
  readonly businessId: string
  readonly state: 'active' | 'drifted' | 'inactive' | 'missing' | 'paused'
  /** The vendor's id; null when there is no agent. */
  readonly agentId: string | null
  /** What is not as it should be. */
  readonly drift: readonly {
    readonly field: 'agent_not_recorded' | 'answers_while_paused' | 'duplicate_agent' | 'functions' | 'greeting' | 'inbound_webhook_url' | 'missing' | 'name' | 'no_number' | 'not_published' | 'number_not_connected' | 'number_not_owned' | 'number_version_pinned' | 'prompt' | 'texts_not_connected' | 'time_zone' | 'voice' | 'webhook_events' | 'webhook_timeout' | 'webhook_url' | 'wrong_agent_on_number'
    readonly repair: 'by_hand' | 'connect_number' | 'create' | 'detach_agent' | 'record' | 'remove_duplicate' | 'update'
  }[]
  /** What callers do not hear from the agent as it answers now. */
  readonly missingPhrases: readonly ('ai_disclosure_missing' | 'escalation_phrase_missing' | 'greeting_missing' | 'recording_disclosure_missing')[]
  /** For an operator's terminal. */
  readonly repairCommand: string
}

export type AgentRepair = {
  /** What was not as it should be and was repaired; empty when nothing was to do. */
  readonly repaired: readonly ('agent_not_recorded' | 'answers_while_paused' | 'duplicate_agent' | 'functions' | 'greeting' | 'inbound_webhook_url' | 'missing' | 'name' | 'no_number' | 'not_published' | 'number_not_connected' | 'number_not_owned' | 'number_version_pinned' | 'prompt' | 'texts_not_connected' | 'time_zone' | 'voice' | 'webhook_events' | 'webhook_timeout' | 'webhook_url' | 'wrong_agent_on_number')[]
  readonly agent: AgentInspectionEntry
}

export type AgentReport = {
  readonly businessId: string
  readonly state: 'active' | 'drifted' | 'inactive' | 'missing' | 'paused'
  /** The vendor's id; null when there is no agent. */
  readonly agentId: string | null
  /** What is not as it should be. */
  readonly drift: readonly {
    readonly field: 'agent_not_recorded' | 'answers_while_paused' | 'duplicate_agent' | 'functions' | 'greeting' | 'inbound_webhook_url' | 'missing' | 'name' | 'no_number' | 'not_published' | 'number_not_connected' | 'number_not_owned' | 'number_version_pinned' | 'prompt' | 'texts_not_connected' | 'time_zone' | 'voice' | 'webhook_events' | 'webhook_timeout' | 'webhook_url' | 'wrong_agent_on_number'
    readonly repair: 'by_hand' | 'connect_number' | 'create' | 'detach_agent' | 'record' | 'remove_duplicate' | 'update'
  }[]
  /** What callers do not hear from the agent as it answers now. */
  readonly missingPhrases: readonly ('ai_disclosure_missing' | 'escalation_phrase_missing' | 'greeting_missing' | 'recording_disclosure_missing')[]
  /** For an operator's terminal. */
  readonly repairCommand: string
  /** The latest call with words, by the same rules: a caller who asks for a person hears all phrases. */
  readonly lastCall: {
    readonly callId: string
    readonly missingPhrases: readonly ('ai_disclosure_missing' | 'escalation_phrase_missing' | 'greeting_missing' | 'recording_disclosure_missing')[]
  } | null
}

export type Appointment = {
  readonly id: string
  readonly customerName: string
  readonly customerPhone: string | null
  readonly service: string | null
  readonly startsAt: string
  readonly endsAt: string
  readonly status: 'booked' | 'cancelled' | 'completed'
}

export type AppointmentQuery = {
  readonly cursor?: string | undefined
  readonly limit?: unknown | undefined
  readonly from?: string | undefined
}

export type BookAppointmentRequest = {
  /** ISO 8601; without an offset, a time of the business's wall clock. */
  readonly startsAt: string
  readonly customerName: string
  readonly customerPhone?: string | null | undefined
  readonly service?: string | undefined
  readonly notes?: string | undefined
}

export type BookingRules = {
  /** Length of one appointment. */
  readonly durationMinutes?: number | undefined
  /** Nothing is booked sooner than this. */
  readonly noticeMinutes?: number | undefined
  /** Nothing is booked later than this. */
  readonly horizonDays?: number | undefined
  /** Pause between two appointments. */
  readonly bufferMinutes?: number | undefined
  /** Days on which the business is closed whatever its hours say. */
  readonly closedDates?: readonly string[] | undefined
  /** Length of appointments for these services, where it is another. */
  readonly serviceMinutes?: {
    readonly [name: string]: number
  } | undefined
}

export type Business = {
  readonly id: string
  readonly businessName: string
  readonly phoneNumber: string | null
  readonly retellAgentId: string | null
  readonly status: 'active' | 'closed' | 'provisioning'
  readonly forwardNumber: string | null
  readonly website: string | null
  readonly industry: string | null
  readonly timeZone: string
  readonly greeting: string | null
  readonly services: readonly string[]
  readonly hours: BusinessHours | null
  readonly bookingRules: BookingRules | null
  readonly agentPaused: boolean
  /** Whether the calls are read for insights. */
  readonly insightsEnabled: boolean
  /** How the agent was last found. */
  readonly agentStatus: 'active' | 'drifted' | 'inactive' | 'missing' | 'paused'
  readonly createdAt: string
}

export type BusinessHours = {
  readonly monday?: readonly {
    readonly opens: string
    readonly closes: string
  }[] | undefined
  readonly tuesday?: readonly {
    readonly opens: string
    readonly closes: string
  }[] | undefined
  readonly wednesday?: readonly {
    readonly opens: string
    readonly closes: string
  }[] | undefined
  readonly thursday?: readonly {
    readonly opens: string
    readonly closes: string
  }[] | undefined
  readonly friday?: readonly {
    readonly opens: string
    readonly closes: string
  }[] | undefined
  readonly saturday?: readonly {
    readonly opens: string
    readonly closes: string
  }[] | undefined
  readonly sunday?: readonly {
    readonly opens: string
    readonly closes: string
  }[] | undefined
}

export type BusinessSummary = {
  readonly id: string
  readonly businessName: string
  readonly phoneNumber: string | null
  readonly retellAgentId: string | null
  readonly status: 'active' | 'closed' | 'provisioning'
}

export type Call = {
  readonly id: string
  readonly direction: 'inbound' | 'outbound'
  readonly from: string | null
  readonly to: string | null
  readonly status: 'ended' | 'error' | 'not_connected' | 'ongoing' | 'registered'
  readonly outcome: 'answered' | 'busy' | 'failed' | 'no_answer' | 'other' | 'transferred' | 'voicemail' | null
  /** What the outcome counts for in the success rate; null: for neither side, or not ended yet. */
  readonly success: boolean | null
  /** The vendor's reason in its own word: `user_hangup`. */
  readonly disconnectionReason: string | null
  /** Over without ever having connected. */
  readonly neverConnected: boolean
  readonly startedAt: string
  readonly endedAt: string | null
  readonly durationMs: number | null
  readonly transfer: CallTransfer | null
  readonly recording: CallRecording
  readonly summary: string | null
  readonly sentiment: string | null
  readonly hasTranscript: boolean
}

export type CallDetail = {
  readonly id: string
  readonly direction: 'inbound' | 'outbound'
  readonly from: string | null
  readonly to: string | null
  readonly status: 'ended' | 'error' | 'not_connected' | 'ongoing' | 'registered'
  readonly outcome: 'answered' | 'busy' | 'failed' | 'no_answer' | 'other' | 'transferred' | 'voicemail' | null
  /** What the outcome counts for in the success rate; null: for neither side, or not ended yet. */
  readonly success: boolean | null
  /** The vendor's reason in its own word: `user_hangup`. */
  readonly disconnectionReason: string | null
  /** Over without ever having connected. */
  readonly neverConnected: boolean
  readonly startedAt: string
  readonly endedAt: string | null
  readonly durationMs: number | null
  readonly transfer: CallTransfer | null
  readonly recording: CallRecording
  readonly summary: string | null
  readonly sentiment: string | null
  readonly hasTranscript: boolean
  readonly transcript: readonly TranscriptTurn[]
  /** Null while the call goes on. */
  readonly explanation: CallExplanation | null
  /** Other forms of the recording; they expire with it. */
  readonly recordingVariants: readonly RecordingVariant[]
  /** Why the agent did not take it: `agent_timeout`, `agent_paused`, …; null when it did, or never had to. */
  readonly failoverReason: string | null
}

export type CallerMessage = {
  readonly id: string
  readonly callerName: string | null
  readonly callbackNumber: string | null
  readonly message: string
  readonly urgent: boolean
  readonly createdAt: string
}

export type CallExplanation = {
  readonly text: string
  readonly advice: string | null
}

export type CallFilter = {
  /** Calls that began at this instant or later. */
  readonly from?: string | undefined
  /** Calls that began before this instant. */
  readonly to?: string | undefined
  readonly outcome?: 'answered' | 'busy' | 'failed' | 'no_answer' | 'other' | 'transferred' | 'voicemail' | undefined
  readonly direction?: 'inbound' | 'outbound' | undefined
  /** `false`: only calls that ended without ever having connected; `true`: all others. */
  readonly connected?: string | undefined
}

export type CallRecording = {
  readonly state: 'available' | 'expired' | 'not_stored' | 'pending'
  readonly url: string | null
  /** Null: never. */
  readonly expiresAt: string | null
}

export type CallSummary = {
  readonly calls: number
  /** Calls of each outcome; outcomes without a call are 0, calls that go on are in none. */
  readonly outcomes: {
    readonly failed: number
    readonly answered: number
    readonly voicemail: number
    readonly no_answer: number
    readonly busy: number
    readonly transferred: number
    readonly other: number
  }
  /** Answered or transferred. */
  readonly successes: number
  /** No answer, busy or failed. */
  readonly failures: number
  /** `successes / (successes + failures)`, 0 to 1; null when there were neither. */
  readonly successRate: number | null
  readonly neverConnected: number
  /** Calls with a recording, also one whose address expired. */
  readonly recorded: number
  readonly transcribed: number
  /** The vendors' own words for the end of calls, the commonest first. */
  readonly reasons: readonly {
    readonly reason: string
    readonly outcome: 'answered' | 'busy' | 'failed' | 'no_answer' | 'other' | 'transferred' | 'voicemail'
    readonly calls: number
  }[]
}

export type CallTransfer = {
  /** Warm: the agent stays until both are connected. Null: the vendor did not say. */
  readonly kind: 'cold' | 'warm' | null
  readonly state: 'bridged' | 'cancelled' | 'ended' | 'requested' | 'started'
  /** A number or a SIP URI. */
  readonly destination: string | null
  readonly startedAt: string | null
  readonly bridgedAt: string | null
  readonly endedAt: string | null
}

export type ChangeAppointmentRequest = {
  readonly startsAt: string
} | {
  readonly status: 'cancelled'
}

export type CredentialReport = {
  readonly vendor: 'retell' | 'telnyx'
  /** `no_response`: nobody answered in 10 s, or nothing listens; `failed`: another answer, see `status`. */
  readonly state: 'failed' | 'forbidden' | 'invalid_key' | 'no_response' | 'off' | 'ok' | 'rate_limited'
  /** HTTP status of the vendor's answer. */
  readonly status: number | null
  readonly latencyMs: number | null
  /** What to do about it; never the key. */
  readonly detail: string
}

export type Dashboard = {
  readonly business: Business
  readonly stats: DashboardStats
  readonly recentCalls: readonly Call[]
  readonly appointments: readonly Appointment[]
  readonly messages: readonly Message[]
  /** The newest event that this answer includes: connect the live stream with `?after=` it. */
  readonly seq: number
}

export type DashboardStats = {
  readonly callsToday: number
  readonly callsLast7Days: number
  /** Share of the last 7 days' finished calls that were answered, 0 to 1; null when there were none. */
  readonly answeredShare: number | null
  /** Of the last 7 days' calls: answered or transferred, among those and the ones with no answer, busy or failed. */
  readonly successRate: number | null
  readonly bookedLast7Days: number
  readonly liveCalls: number
  readonly messagesToday: number
  /** Calls and bookings of each of the last 14 days in the business's time zone, oldest first. */
  readonly days: readonly {
    readonly date: string
    readonly calls: number
    readonly booked: number
  }[]
}

export type DeadLetterEntry = {
  readonly id: string
  readonly provider: string
  readonly eventKey: string
  readonly eventType: string | null
  readonly businessId: string | null
  readonly status: 'dead' | 'quarantined'
  readonly receivedAt: string
  /** SQLSTATE, error code or name; for a quarantined one, why it is not readable. */
  readonly errorClass: string | null
  readonly attempts: number
  readonly firstFailedAt: string
  readonly lastFailedAt: string
  readonly replay: {
    readonly method: 'POST'
    readonly path: string
    readonly body: {
      readonly ids: readonly string[]
    }
  }
}

export type DeadLetterPage = {
  readonly items: readonly DeadLetterEntry[]
  readonly nextCursor: string | null
  /** All that fit the filters, by cause, the most frequent first. Null on later pages. */
  readonly summary: readonly {
    readonly errorClass: string | null
    readonly status: 'dead' | 'quarantined'
    readonly count: number
    readonly firstFailedAt: string
    readonly lastFailedAt: string
  }[] | null
}

export type DeadLetterQuery = {
  readonly cursor?: string | undefined
  readonly limit?: unknown | undefined
  readonly provider?: string | undefined
  readonly status?: 'dead' | 'quarantined' | undefined
  readonly businessId?: string | undefined
  readonly eventType?: string | undefined
  readonly errorClass?: string | undefined
  readonly from?: string | undefined
  readonly to?: string | undefined
}

export type DeliveryFailure = {
  /** Stable: `recipient_opted_out`, `recipient_unreachable`, `sender_not_verified`, `no_final_event`, … */
  readonly code: string
  /**
   * `terminal_opt_out`: they wished so; `retry_later`: the same text may arrive later; `fix_configuration`: ours to
   * mend first; `never`: the same text will not arrive.
   */
  readonly class: 'fix_configuration' | 'never' | 'retry_later' | 'terminal_opt_out'
  readonly text: string
  readonly nextAction: string
  /** The provider's own code: `40300`. */
  readonly providerCode: string | null
}

export type DetailedHealth = {
  readonly status: 'draining' | 'ok' | 'unavailable'
  readonly time: string
  readonly components: {
    readonly [name: string]: {
      readonly status: 'degraded' | 'disabled' | 'ok' | 'unavailable'
      readonly latencyMs: number | null
      readonly detail?: string | undefined
      /** Of a provider: `open` while it is not called because it failed too often; `half_open` while one call tries. */
      readonly breaker?: 'closed' | 'half_open' | 'open' | undefined
    }
  }
  readonly webhooks: {
    readonly [name: string]: {
      readonly countedSince: string
      readonly lastAcceptedAt: string | null
      readonly lastRefusedAt: string | null
      readonly lastRefusedReason: string | null
      readonly accepted: number
      readonly refused: number
      readonly refusedByReason: {
        readonly [name: string]: number
      }
      /** Unsigned requests turned away by the flood guard. */
      readonly rateLimited: number
    }
  }
  readonly stock: {
    readonly [name: string]: number
  }
  /** The open ones. */
  readonly holds: readonly HoldEntry[]
  readonly maintenance: unknown
  readonly alertLevels: {
    readonly [name: string]: string
  }
  readonly warnings: readonly string[]
}

export type Diagnosis = {
  readonly businessId: string
  readonly healthy: boolean
  readonly findings: readonly Finding[]
}

export type DoctorReport = {
  readonly healthy: boolean
  readonly credentials: readonly CredentialReport[]
  /** How many secrets or public keys of each kind the server accepts webhooks by. */
  readonly webhookSecrets: readonly {
    readonly vendor: 'retell' | 'telnyx'
    readonly kind: string
    readonly count: number
  }[]
  readonly webhooks: {
    readonly [name: string]: {
      readonly countedSince: string
      readonly lastAcceptedAt: string | null
      readonly lastRefusedAt: string | null
      readonly lastRefusedReason: string | null
      readonly accepted: number
      readonly refused: number
      readonly refusedByReason: {
        readonly [name: string]: number
      }
      /** Unsigned requests turned away by the flood guard. */
      readonly rateLimited: number
    }
  }
}

export type EventFrame = {
  readonly seq: number
  readonly type: string
  readonly businessId: string
  readonly occurredAt: string
  readonly data: {
    readonly [name: string]: unknown
  }
}

export type Finding = {
  readonly code: 'agent_drifted' | 'agent_inactive' | 'agent_paused' | 'calls_failing' | 'healthy' | 'no_agent' | 'no_webhooks_received' | 'number_missing' | 'number_not_connected' | 'provider_key_invalid' | 'provider_unreachable' | 'webhooks_refused'
  readonly text: string
  /** The figures that the finding rests on. */
  readonly evidence: {
    readonly [name: string]: boolean | number | string | null
  }
  /** What to run or to do next. */
  readonly command: string
}

export type Health = {
  readonly status: 'draining' | 'ok' | 'unavailable'
  readonly time: string
}

export type HoldEntry = {
  readonly id: string
  readonly scope: 'cadences' | 'campaigns' | 'marketing' | 'paid_traffic'
  readonly owner: string
  readonly reason: string
  readonly openedBy: string
  readonly openedAt: string
  readonly released: {
    readonly by: string
    readonly reason: string
    readonly at: string
  } | null
}

export type HoldRequest = {
  readonly scope: 'cadences' | 'campaigns' | 'marketing' | 'paid_traffic'
  /** Who holds: `monitor:voice-agent`, `incident:1042`. Only the same owner releases. */
  readonly owner: string
  readonly reason: string
}

export type InboxEntry = {
  readonly id: string
  readonly provider: string
  readonly eventKey: string
  readonly eventType: string | null
  readonly businessId: string | null
  readonly status: 'dead' | 'failed' | 'processed' | 'quarantined' | 'unrouted'
  readonly receivedAt: string
  readonly answeredStatus: number | null
  readonly answeredAt: string | null
  readonly attempts: number
  readonly errorClass: string | null
}

export type InboxEvent = {
  readonly id: string
  readonly provider: string
  readonly eventKey: string
  readonly eventType: string | null
  readonly businessId: string | null
  readonly status: 'dead' | 'failed' | 'processed' | 'quarantined' | 'unrouted'
  readonly receivedAt: string
  readonly answeredStatus: number | null
  readonly answeredAt: string | null
  readonly attempts: number
  readonly errorClass: string | null
  readonly account: string
  readonly occurredAt: string | null
  readonly bodyBytes: number
  /** SHA-256, hexadecimal. */
  readonly bodyDigest: string
  readonly firstFailedAt: string | null
  readonly lastFailedAt: string | null
  readonly nextAttemptAt: string | null
  /** The bytes as received, only with `?body=true`: personal data, whose reading is audited. */
  readonly body?: {
    readonly encoding: 'base64' | 'utf8'
    readonly content: string
  } | undefined
}

export type Insight = {
  /** The rule that found it, or `model`. */
  readonly rule: string
  readonly title: string
  readonly detail: string
  /** Words of calls, each verbatim in its call; an empty quote stands for a call in which nobody spoke. */
  readonly evidence: readonly {
    readonly callId: string
    readonly quote: string
  }[]
  /** Names in `metrics`: every number in the text is the value of one of them. */
  readonly metrics: readonly string[]
}

export type InsightRefresh = {
  readonly runId: string
}

export type Insights = {
  /** `empty`: `reason` says why. `ready` with a `reason`: the rules speak, and it says why the model does not. */
  readonly status: 'empty' | 'ready'
  readonly source: 'model' | 'rules'
  readonly generatedAt: string
  /** True while a newer result is being made. */
  readonly isRefreshing: boolean
  readonly insights: readonly Insight[]
  /** Numbers of the last 30 days by name; those that end with `_percent` are whole percent. */
  readonly metrics: {
    readonly [name: string]: number
  }
  /** Oldest first; the last one ends today. */
  readonly weeks: readonly WeekTrend[]
  /** Claims of the model that were not shown, counted by reason. */
  readonly droppedClaims: {
    readonly [name: string]: number
  }
  /** One of `disabled`, `no_calls`, `too_few_calls`, `no_transcripts`, `quota_exceeded`, `budget_spent`, `in_progress`, `failed`. */
  readonly reason?: string | undefined
  /** The reason in words, with its numbers. */
  readonly reasonText?: string | undefined
  /** What the result is a result of; absent from an empty answer. */
  readonly origin?: {
    /** The model that was heard, as its vendor names it; null when the rules spoke alone. */
    readonly model: string | null
    readonly promptVersion: string
    /** The same inputs, prompt and model have the same digest. */
    readonly inputDigest: string
    /** True when an earlier result of the same inputs was taken over: the model was not asked again. */
    readonly isRepeat: boolean
  } | undefined
}

export type Lead = {
  readonly id: string
  readonly firstName: string | null
  readonly lastName: string | null
  readonly company: string | null
  readonly title: string | null
  readonly email: string | null
  readonly phone: string | null
  /** Where it came from: `apollo`, `import`. */
  readonly source: string
  /** `opted_out`: nobody writes to or calls this person. */
  readonly status: 'contacted' | 'lost' | 'new' | 'opted_out' | 'qualified' | 'replied' | 'won'
  /** The sales person who works it; null: free to claim. */
  readonly ownerId: string | null
  readonly createdAt: string
}

export type LeadQuery = {
  readonly cursor?: string | undefined
  readonly limit?: unknown | undefined
  readonly status?: 'contacted' | 'lost' | 'new' | 'opted_out' | 'qualified' | 'replied' | 'won' | undefined
}

export type LoginRequest = {
  readonly email: string
  readonly password: string
}

export type Message = {
  readonly id: string
  readonly direction: 'inbound' | 'outbound'
  readonly from: string
  readonly to: string
  readonly text: string
  readonly status: 'delivered' | 'delivery_failed' | 'delivery_unconfirmed' | 'expired' | 'queued' | 'received' | 'sending' | 'sending_failed' | 'sent'
  /** The vendor's error code when it was not delivered: `40300`. */
  readonly errorCode: string | null
  readonly failure: DeliveryFailure | null
  /** Parts that the carriers count and charge; our own count until the vendor has told its. */
  readonly segments: number | null
  /** `GSM-7` or `UCS-2`. */
  readonly encoding: string | null
  /** What the vendor charges for all parts. */
  readonly cost: {
    readonly amount: string
    readonly currency: string
  } | null
  /** When the status became final; null while a text of ours is on its way, and for a text that came in. */
  readonly finalAt: string | null
  /** What an inbound text was taken for. */
  readonly intent: 'help' | 'none' | 'review' | 'start' | 'stop' | null
  readonly createdAt: string
}

export type MessagePreview = {
  /** One character outside GSM 03.38 makes the whole text UCS-2. */
  readonly encoding: 'GSM-7' | 'UCS-2'
  readonly segments: number
  /** What counts against the limit: with GSM-7 `€` counts twice, with UCS-2 most emoji do. */
  readonly characters: number
  /** How many more go into the last segment. */
  readonly remaining: number
}

export type MessagePreviewRequest = {
  readonly text: string
}

export type MessageThread = {
  /** The person's number. */
  readonly number: string
  readonly lastMessage: Message
  readonly messageCount: number
  readonly consent: ThreadConsent
}

export type MessageThreadPage = {
  readonly number: string
  readonly consent: ThreadConsent
  readonly items: readonly Message[]
  readonly nextCursor: string | null
}

export type NumberRoute = {
  readonly number: string
  readonly route: 'call-control' | 'trunk'
}

export type PageQuery = {
  readonly cursor?: string | undefined
  readonly limit?: unknown | undefined
}

export type Problem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: string
  readonly traceId: string
  readonly errors?: readonly {
    readonly field: string
    readonly message: string
  }[] | undefined
  /** Seconds to wait before the same call may succeed; also in the header Retry-After. */
  readonly retryAfter?: number | undefined
}

export type Provisioning = {
  readonly registrationId: string
  readonly registrationToken: string
  readonly status: 'provisioning'
}

export type RealtimeFrame = EventFrame | {
  readonly type: 'resync'
}

export type RecordingVariant = {
  readonly kind: 'multi_channel' | 'scrubbed' | 'scrubbed_multi_channel'
  readonly url: string
}

export type RefreshRequest = {
  readonly refreshToken?: string | undefined
}

export type RegisterRequest = {
  readonly businessName: string
  readonly email: string
  readonly password: string
  readonly acceptTerms: true
  readonly phone?: string | undefined
  readonly website?: string | undefined
  readonly industry?: string | undefined
  readonly timeZone?: string | undefined
  readonly smsConsent?: boolean | undefined
}

export type RegistrationProgress = {
  readonly status: 'active' | 'failed' | 'provisioning'
  readonly code?: string | undefined
  readonly detail?: string | undefined
  readonly business?: BusinessSummary | undefined
}

export type ReplayAnswer = {
  readonly id: string
  readonly status: 'finished' | 'running'
  readonly actor: string
  /** What was asked for. */
  readonly selection: {
    readonly [name: string]: unknown
  }
  readonly note: string | null
  readonly requestedAt: string
  readonly finishedAt: string | null
  readonly counts: {
    readonly failed: number
    readonly unrouted: number
    readonly applied: number
    readonly already_applied: number
    readonly unreadable: number
    readonly not_found: number
  }
  /** Events that still wait for their turn. */
  readonly remaining: number
  readonly results?: readonly {
    readonly id: string
    readonly result: 'already_applied' | 'applied' | 'failed' | 'not_found' | 'unreadable' | 'unrouted'
    readonly errorClass: string | null
  }[] | undefined
}

export type ReplayRequest = {
  readonly from: string
  readonly to: string
  readonly businessId?: string | undefined
  /** Count what would be tried, and change nothing. */
  readonly dryRun?: boolean | undefined
  /** Why, for the journal. */
  readonly note?: string | undefined
  readonly provider?: string | undefined
  readonly eventType?: string | undefined
  readonly status?: 'dead' | 'failed' | 'quarantined' | 'unrouted' | undefined
} | {
  readonly ids: readonly string[]
  readonly businessId?: string | undefined
  /** Count what would be tried, and change nothing. */
  readonly dryRun?: boolean | undefined
  /** Why, for the journal. */
  readonly note?: string | undefined
}

export type ReplayView = {
  readonly id: string
  readonly status: 'finished' | 'running'
  readonly actor: string
  /** What was asked for. */
  readonly selection: {
    readonly [name: string]: unknown
  }
  readonly note: string | null
  readonly requestedAt: string
  readonly finishedAt: string | null
  readonly counts: {
    readonly failed: number
    readonly unrouted: number
    readonly applied: number
    readonly already_applied: number
    readonly unreadable: number
    readonly not_found: number
  }
  /** Events that still wait for their turn. */
  readonly remaining: number
}

export type SendMessageRequest = {
  readonly to: string
  readonly text: string
}

export type Session = {
  readonly token: string
  readonly expiresAt: string
  readonly user: User
  readonly business: BusinessSummary | null
  readonly refreshToken?: string | undefined
}

export type ThreadConsent = {
  readonly state: 'opted_in' | 'opted_out' | 'provider_block' | 'unknown'
  /** What decided last: `stop`, `start`, `consent_granted`, `provider_blocked`, …; null without a record. */
  readonly decidedBy: string | null
  readonly decidedAt: string | null
  /** What led here, oldest first. */
  readonly reasons: readonly string[]
  /** Why no reply by hand may be sent now; empty when one may. */
  readonly replyRefusals: readonly string[]
}

export type Ticket = {
  readonly ticket: string
  readonly expiresAt: string
}

export type TranscriptTurn = {
  readonly role: 'agent' | 'transfer_target' | 'user'
  readonly content: string
  readonly startSeconds: number | null
}

export type UpdateBusinessRequest = {
  readonly businessName?: string | undefined
  readonly forwardNumber?: string | null | undefined
  readonly website?: string | null | undefined
  readonly industry?: string | null | undefined
  readonly timeZone?: string | undefined
  readonly greeting?: string | null | undefined
  readonly services?: readonly string[] | undefined
  readonly hours?: BusinessHours | undefined
  readonly bookingRules?: BookingRules | undefined
  readonly agentPaused?: boolean | undefined
  readonly insightsEnabled?: boolean | undefined
}

export type User = {
  readonly id: string
  readonly email: string
  readonly role: 'admin' | 'owner' | 'sales'
}

export type WebhookAnswer = {
  readonly received: true
  readonly duplicate: boolean
  readonly ignored?: true | undefined
}

export type WebhookRefusal = {
  readonly id: string
  readonly provider: 'retell' | 'telnyx'
  readonly at: string
  readonly path: string
  readonly reason: string
  readonly detail: string
  /** Where it came from. */
  readonly address: string
  readonly bodyBytes: number
  /** SHA-256, hexadecimal. */
  readonly bodyDigest: string
  /** How many keys of which variable were tried. */
  readonly keysTried: readonly {
    readonly kind: string
    readonly count: number
  }[]
  /** From the signature to our clock; negative for one from the future, null when no time can be read. */
  readonly skewSeconds: number | null
  /** Null for a body over 1 MiB, and beyond 60 diagnoses a minute. */
  readonly diagnosis: {
    /** True when the signature fits a configured secret once the mistakes are undone. */
    readonly isExplained: boolean
    readonly mistakes: readonly {
      /** Stable: `body_reserialized`, `seconds_for_milliseconds`, `clock_skew`, … */
      readonly code: string
      readonly finding: string
      /** What to do next. */
      readonly advice: string
    }[]
  } | null
}

export type WeekTrend = {
  readonly from: string
  readonly to: string
  readonly calls: number
  readonly answered: number
  readonly missed: number
  /** Of the calls that were answered or missed, in whole percent; null when there were none. */
  readonly answeredPercent: number | null
  readonly booked: number
}
