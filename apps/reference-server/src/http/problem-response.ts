import type { ServerResponse } from 'node:http'

import type { Logger } from '@cloudgreet/core'

import { type ProblemAnswer, toProblem } from './to-problem.ts'

/** What a refusal is logged with. */
export interface RefusedRequest {
  readonly method: string
  readonly path: string
  readonly traceId: string
}

/** Turns an error into its answer and writes the one log line of it. */
export function answerProblem(error: unknown, request: RefusedRequest, logger: Logger): Response {
  const answer = toProblem(error, request.traceId)
  logProblem(logger, { ...request, answer, error })
  return toProblemResponse(answer)
}

/** As {@link answerProblem}, on Node's own response. */
export function writeProblem(
  outgoing: ServerResponse,
  error: unknown,
  { request, logger }: { readonly request: RefusedRequest; readonly logger: Logger },
): void {
  const answer = toProblem(error, request.traceId)
  logProblem(logger, { ...request, answer, error })
  const { problem, headers } = answer
  outgoing.writeHead(problem.status, { ...problemHeaders, ...headers }).end(JSON.stringify(problem))
}

const problemHeaders = { 'Content-Type': 'application/problem+json', 'Cache-Control': 'no-store' }

export function toProblemResponse({ problem, headers }: ProblemAnswer): Response {
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: { ...problemHeaders, ...headers },
  })
}

interface LoggedProblem extends RefusedRequest {
  readonly answer: ProblemAnswer
  readonly error: unknown
}

/** Every 4xx and 5xx leaves one line with `errorMessage`, `errorCode`, `errorDetails` and `traceId`. */
export function logProblem(logger: Logger, { answer: { problem }, error, ...request }: LoggedProblem): void {
  const fields = {
    ...request,
    status: problem.status,
    errorMessage: problem.detail,
    errorCode: problem.code,
    errorDetails: problem.errors ?? null,
  }
  if (problem.status < 500) logger.warn('Request refused', fields)
  else logger.error('Request failed', { error, ...fields, errorDetails: describeCause(error) })
}

function describeCause(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error)
  const { name, message, stack, cause } = error
  return { name, message, stack, cause: cause instanceof Error ? `${cause.name}: ${cause.message}` : cause }
}
