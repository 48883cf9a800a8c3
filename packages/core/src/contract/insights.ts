import { z } from 'zod'

import { instantSchema } from './fields.ts'

export const insightSchema = z.object({
  /** The rule that found it, or `model`. */
  rule: z.string(),
  title: z.string(),
  detail: z.string(),
  /** Words of calls, each verbatim in its call; an empty quote stands for a call in which nobody spoke. */
  evidence: z.array(z.object({ callId: z.string(), quote: z.string() })),
  /** Names in `metrics`: every number in the text is the value of one of them. */
  metrics: z.array(z.string()),
})
export type Insight = z.infer<typeof insightSchema>

export const weekTrendSchema = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  calls: z.number().int(),
  answered: z.number().int(),
  missed: z.number().int(),
  /** Of the calls that were answered or missed, in whole percent; null when there were none. */
  answeredPercent: z.number().int().nullable(),
  booked: z.number().int(),
})
export type WeekTrend = z.infer<typeof weekTrendSchema>

export const insightsSchema = z.object({
  /** `empty`: `reason` says why. `ready` with a `reason`: the rules speak, and it says why the model does not. */
  status: z.enum(['ready', 'empty']),
  /** One of `disabled`, `no_calls`, `too_few_calls`, `no_transcripts`, `quota_exceeded`, `budget_spent`, `in_progress`, `failed`. */
  reason: z.string().optional(),
  /** The reason in words, with its numbers. */
  reasonText: z.string().optional(),
  source: z.enum(['model', 'rules']),
  generatedAt: instantSchema,
  /** True while a newer result is being made. */
  isRefreshing: z.boolean(),
  insights: z.array(insightSchema),
  /** Numbers of the last 30 days by name; those that end with `_percent` are whole percent. */
  metrics: z.record(z.string(), z.number()),
  /** Oldest first; the last one ends today. */
  weeks: z.array(weekTrendSchema),
  /** What the result is a result of; absent from an empty answer. */
  origin: z
    .object({
      /** The model that was heard, as its vendor names it; null when the rules spoke alone. */
      model: z.string().nullable(),
      promptVersion: z.string(),
      /** The same inputs, prompt and model have the same digest. */
      inputDigest: z.string(),
      /** True when an earlier result of the same inputs was taken over: the model was not asked again. */
      isRepeat: z.boolean(),
    })
    .optional(),
  /** Claims of the model that were not shown, counted by reason. */
  droppedClaims: z.record(z.string(), z.number()),
})
export type Insights = z.infer<typeof insightsSchema>

export const insightRefreshSchema = z.object({ runId: z.string() })
export type InsightRefresh = z.infer<typeof insightRefreshSchema>
