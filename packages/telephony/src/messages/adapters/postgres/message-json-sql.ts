import { instantSql } from '../../../postgres/instant-sql.ts'

/** A row of `sms_logs` as the contract's message. */
export const messageJsonSql = `jsonb_build_object(
    'id', sms_logs.id, 'direction', sms_logs.direction, 'from', sms_logs.from_number, 'to', sms_logs.to_number,
    'text', sms_logs.body, 'status', sms_logs.status, 'errorCode', sms_logs.error_code, 'failure', sms_logs.failure,
    'segments', sms_logs.segments, 'encoding', sms_logs.encoding,
    'cost', CASE WHEN sms_logs.cost_amount IS NOT NULL THEN
      jsonb_build_object('amount', sms_logs.cost_amount::text, 'currency', sms_logs.cost_currency) END,
    'finalAt', ${instantSql('sms_logs.final_at')}, 'intent', sms_logs.intent,
    'createdAt', ${instantSql('sms_logs.created_at')}
  )`
