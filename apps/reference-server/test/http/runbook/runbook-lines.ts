/**
 * The SQL, curl and socket lines of the operations runbook, word for word and in its order. Placeholders in angle
 * brackets are the runbook's own.
 */
export const runbookLines = {
  callsNotConnecting: {
    business: `SELECT id, business_name, retell_agent_id, phone_number 
FROM businesses 
WHERE phone_number = '+1234567890';`,
  },

  registrationFailing: {
    profile: `SELECT id, email, created_at
FROM custom_users
WHERE email = 'test@example.com'
ORDER BY created_at DESC
LIMIT 5;`,
    authUser: `SELECT id, email
FROM auth.users
WHERE email = 'test@example.com';`,
    business: `SELECT id, business_name, owner_id
FROM businesses
WHERE owner_id = '...';`,
    deleteBusiness: `DELETE FROM businesses WHERE id = '<business_id>';`,
    deleteCustomProfile: `DELETE FROM custom_users WHERE id = '<auth_user_id>';`,
    deleteCoreProfile: `DELETE FROM users WHERE id = '<auth_user_id>';`,
    removeAuthUser: `SELECT auth.admin_remove_user('<auth_user_id>');`,
  },

  syntheticMonitors: {
    latestVoiceAndSms: `SELECT channel, event_type, created_at, metadata
FROM compliance_events
WHERE channel IN ('voice','sms')
ORDER BY created_at DESC
LIMIT 20;`,
  },

  complianceAudit: {
    subscriber: `SELECT *
FROM compliance_events
WHERE metadata->'request'->>'from' LIKE '+1555%'
ORDER BY created_at DESC;`,
  },

  dashboardNotLoading: {
    curl: `curl -H "Authorization: Bearer <token>" \\
  https://app.cloudgreet.com/api/dashboard/data`,
  },

  webhooksFailing: {
    curl: `curl -X POST https://app.cloudgreet.com/api/retell/webhook \\
  -H "Content-Type: application/json" \\
  -H "X-Retell-Signature: <signature>" \\
  -d '{"test": "data"}'`,
  },

  insightsNotGenerating: {
    callCounts: `SELECT COUNT(*) as call_count, 
       COUNT(CASE WHEN transcript IS NOT NULL THEN 1 END) as transcribed_calls
FROM calls 
WHERE business_id = '<business_id>' 
  AND created_at > NOW() - INTERVAL '30 days';`,
  },

  realtime: {
    socket: `const ws = new WebSocket('wss://app.cloudgreet.com/api/websocket/dashboard/<business_id>');
ws.onopen = () => console.log('Connected');
ws.onmessage = (event) => console.log('Message:', event.data);
ws.onerror = (error) => console.error('Error:', error);`,
  },

  performance: {
    slowQueries: `SELECT query, mean_time, calls 
FROM pg_stat_statements 
ORDER BY mean_time DESC 
LIMIT 10;`,
    databaseSize: `SELECT pg_size_pretty(pg_database_size('cloudgreet'));`,
  },

  authentication: {
    curl: `# Test login endpoint
curl -X POST https://app.cloudgreet.com/api/auth/login \\
  -H "Content-Type: application/json" \\
  -d '{"email": "test@example.com", "password": "password"}'`,
  },

  inventoryDepleted: {
    numbers: `SELECT number, status, assigned_to, created_at
FROM toll_free_numbers
ORDER BY created_at DESC;`,
  },

  outreachRunner: {
    curl: `curl -X POST \\
  -H "x-cron-secret: $CRON_SECRET" \\
  https://<app-domain>/api/internal/outreach-runner`,
  },

  salesWorkspace: {
    curl: `curl -X POST https://<app-domain>/api/auth/login-simple \\
  -H "Content-Type: application/json" \\
  -d '{"email":"<monitor-email>","password":"<monitor-password>"}'`,
  },
} as const
