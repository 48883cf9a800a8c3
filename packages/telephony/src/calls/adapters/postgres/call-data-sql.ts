import { callJsonSql } from './call-sql.ts'

/**
 * What the business's stream tells of a row of `calls`: the call as the contract shows it, or only the id of one whose
 * place another call has taken.
 */
export const callDataSql = `CASE WHEN calls.superseded_by IS NULL THEN jsonb_build_object('call', ${callJsonSql})
    ELSE jsonb_build_object('supersededCallId', calls.id) END`
