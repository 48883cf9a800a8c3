import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

import { CloudGreetError } from '../../errors/cloudgreet-error.ts'

const roleSql = `CREATE ROLE cloudgreet_app NOLOGIN; GRANT cloudgreet_app TO CURRENT_USER; GRANT USAGE ON SCHEMA public TO cloudgreet_app;`

/** The database user may not make roles. Run {@link sql} as one who may, then start again. */
export class TenantRoleError extends CloudGreetError {
  static override readonly brand: string = 'cloudgreet.error.tenant-role'
  override readonly name = 'TenantRoleError'
  readonly code = 'tenant_role_missing'

  constructor(options: ErrorOptions) {
    super(`The role that tenants act under cannot be made by this user. Run as one who may: ${roleSql}`, options)
  }
}

async function makeTenantRole(schema: Kysely<unknown>): Promise<void> {
  try {
    await sql`
      DO $role$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'cloudgreet_app') THEN
          CREATE ROLE cloudgreet_app NOLOGIN;
        END IF;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END $role$`.execute(schema)
    await sql`GRANT cloudgreet_app TO CURRENT_USER`.execute(schema)
    await sql`GRANT USAGE ON SCHEMA public TO cloudgreet_app`.execute(schema)
  } catch (error) {
    throw new TenantRoleError({ cause: error })
  }
}

/** `auth.*` as better-auth keeps it, and the two profiles of a person. */
export const identityTables: Migration = {
  async up(schema: Kysely<unknown>) {
    await makeTenantRole(schema)
    await sql`CREATE SCHEMA IF NOT EXISTS auth`.execute(schema)
    for (const statement of authTables) await sql.raw(statement).execute(schema)
    await sql`
      CREATE TABLE users (
        id uuid PRIMARY KEY REFERENCES auth.users (id),
        email text NOT NULL,
        full_name text,
        created_at timestamptz NOT NULL DEFAULT now()
      )`.execute(schema)
    await sql`
      CREATE TABLE custom_users (
        id uuid PRIMARY KEY REFERENCES auth.users (id),
        email text NOT NULL UNIQUE CHECK (email = lower(email)),
        role text NOT NULL CHECK (role IN ('owner', 'sales', 'admin')),
        business_id uuid,
        synthetic boolean NOT NULL DEFAULT false,
        created_at timestamptz NOT NULL DEFAULT now()
      )`.execute(schema)
  },
}

const authTables = [
  `CREATE TABLE auth.users (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL UNIQUE,
    email_verified boolean NOT NULL DEFAULT false,
    image text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE TABLE auth.sessions (
    id uuid PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    token text NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL,
    ip_address text,
    user_agent text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX sessions_user ON auth.sessions (user_id)`,
  `CREATE TABLE auth.accounts (
    id uuid PRIMARY KEY,
    account_id text NOT NULL,
    provider_id text NOT NULL,
    user_id uuid NOT NULL REFERENCES auth.users (id) ON DELETE CASCADE,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamptz,
    refresh_token_expires_at timestamptz,
    scope text,
    password text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (user_id, provider_id)
  )`,
  `CREATE TABLE auth.verifications (
    id uuid PRIMARY KEY,
    identifier text NOT NULL,
    value text NOT NULL,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
  )`,
  `CREATE INDEX verifications_identifier ON auth.verifications (identifier)`,
]
