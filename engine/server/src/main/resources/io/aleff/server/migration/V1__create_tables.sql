-- Every table has a tenant and row-level security; V1 ends with a loop that switches it on for all.
CREATE SCHEMA IF NOT EXISTS camunda;

CREATE TABLE tenant (
  tenant     text PRIMARY KEY,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE account (
  tenant        text NOT NULL,
  username      text NOT NULL,
  display_name  text NOT NULL,
  password_hash text NOT NULL,
  roles         text[] NOT NULL,
  language      text NOT NULL,
  disabled      boolean NOT NULL DEFAULT false,
  created_at    timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant, username)
);

CREATE TABLE access_token (
  tenant     text NOT NULL,
  digest     text NOT NULL,
  username   text NOT NULL,
  label      text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  PRIMARY KEY (tenant, digest),
  FOREIGN KEY (tenant, username) REFERENCES account ON DELETE CASCADE
);

CREATE TABLE browser_session (
  tenant     text NOT NULL,
  digest     text NOT NULL,
  username   text NOT NULL,
  created_at timestamptz NOT NULL,
  used_at    timestamptz NOT NULL,
  PRIMARY KEY (tenant, digest),
  FOREIGN KEY (tenant, username) REFERENCES account ON DELETE CASCADE
);

CREATE TABLE release (
  tenant     text NOT NULL,
  digest     text NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  message    text,
  files      integer NOT NULL,
  archive    bytea NOT NULL,
  PRIMARY KEY (tenant, digest)
);

-- A stack of what was active: rolling back goes to the parent.
CREATE TABLE activation (
  tenant       text NOT NULL,
  id           bigint GENERATED ALWAYS AS IDENTITY,
  digest       text NOT NULL,
  parent       bigint,
  activated_by text NOT NULL,
  activated_at timestamptz NOT NULL,
  PRIMARY KEY (tenant, id),
  FOREIGN KEY (tenant, digest) REFERENCES release
);

CREATE TABLE active_release (
  tenant     text PRIMARY KEY,
  activation bigint NOT NULL,
  FOREIGN KEY (tenant, activation) REFERENCES activation
);

CREATE TABLE run (
  tenant          text NOT NULL,
  id              text NOT NULL,
  state           text NOT NULL,
  goal            text NOT NULL,
  requester       text NOT NULL,
  idempotency_key text,
  created_at      timestamptz NOT NULL,
  body            json NOT NULL,
  PRIMARY KEY (tenant, id)
);
CREATE UNIQUE INDEX run_idempotency ON run (tenant, requester, idempotency_key);
CREATE INDEX run_newest ON run (tenant, created_at DESC, id DESC);

CREATE TABLE plan (
  tenant   text NOT NULL,
  run      text NOT NULL,
  revision integer NOT NULL,
  shape    text NOT NULL,
  plan     json NOT NULL,
  bpmn     text NOT NULL,
  PRIMARY KEY (tenant, run, revision),
  FOREIGN KEY (tenant, run) REFERENCES run
);

CREATE TABLE step (
  tenant        text NOT NULL,
  run           text NOT NULL,
  id            text NOT NULL,
  plan_revision integer NOT NULL,
  position      integer NOT NULL,
  undoing       boolean NOT NULL,
  state         text NOT NULL,
  body          json NOT NULL,
  PRIMARY KEY (tenant, run, id),
  FOREIGN KEY (tenant, run) REFERENCES run
);

CREATE TABLE decision (
  tenant        text NOT NULL,
  id            text NOT NULL,
  seq           bigint GENERATED ALWAYS AS IDENTITY,
  run           text NOT NULL,
  step          text NOT NULL,
  attempt       integer NOT NULL,
  action_digest text NOT NULL,
  release       text NOT NULL,
  policy_digest text NOT NULL,
  requester     text NOT NULL,
  connector     text NOT NULL,
  operation     text NOT NULL,
  verdict       text NOT NULL,
  took_micros   bigint NOT NULL,
  at            timestamptz NOT NULL,
  body          json NOT NULL,
  PRIMARY KEY (tenant, id)
);
CREATE INDEX decision_run ON decision (tenant, run, seq);
CREATE INDEX decision_recent ON decision (tenant, at);

CREATE TABLE approval (
  tenant     text NOT NULL,
  id         text NOT NULL,
  run        text NOT NULL,
  state      text NOT NULL,
  groups     text[] NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  body       json NOT NULL,
  PRIMARY KEY (tenant, id)
);
CREATE INDEX approval_inbox ON approval (tenant, created_at, id);
CREATE INDEX approval_run ON approval (tenant, run);

CREATE TABLE execution_grant (
  tenant    text NOT NULL,
  nonce     text NOT NULL,
  seq       bigint GENERATED ALWAYS AS IDENTITY,
  run       text NOT NULL,
  step      text NOT NULL,
  attempt   integer NOT NULL,
  body      text NOT NULL,
  signature text NOT NULL,
  expires   timestamptz NOT NULL,
  used_at   timestamptz,
  PRIMARY KEY (tenant, nonce)
);
CREATE INDEX execution_grant_step ON execution_grant (tenant, run, step, seq DESC);

CREATE TABLE side_effect (
  tenant          text NOT NULL,
  idempotency_key text NOT NULL,
  run             text NOT NULL,
  step            text NOT NULL,
  connector       text NOT NULL,
  operation       text NOT NULL,
  action_digest   text NOT NULL,
  state           text NOT NULL,
  starts          integer NOT NULL,
  completions     integer NOT NULL CHECK (completions <= 1),
  node            text NOT NULL,
  started_at      timestamptz NOT NULL,
  finished_at     timestamptz,
  PRIMARY KEY (tenant, idempotency_key)
);
CREATE INDEX side_effect_run ON side_effect (tenant, run);
CREATE INDEX side_effect_open ON side_effect (tenant, node) WHERE state = 'started';
CREATE INDEX side_effect_recent ON side_effect (tenant, started_at);

CREATE TABLE dead_letter (
  tenant      text NOT NULL,
  id          text NOT NULL,
  run         text NOT NULL,
  step        text NOT NULL,
  created_at  timestamptz NOT NULL,
  resolved_at timestamptz,
  body        json NOT NULL,
  PRIMARY KEY (tenant, id)
);

CREATE TABLE output (
  tenant text NOT NULL,
  run    text NOT NULL,
  step   text NOT NULL,
  id     bigint GENERATED ALWAYS AS IDENTITY,
  at     timestamptz NOT NULL,
  stream text NOT NULL,
  text   text NOT NULL,
  PRIMARY KEY (tenant, run, step, id)
);

CREATE TABLE audit_event (
  tenant        text NOT NULL,
  seq           bigint NOT NULL,
  run           text,
  event         text NOT NULL,
  previous_hash text NOT NULL,
  hash          text NOT NULL,
  PRIMARY KEY (tenant, seq)
);
CREATE INDEX audit_event_run ON audit_event (tenant, run, seq);

CREATE TABLE audit_head (
  tenant text PRIMARY KEY,
  seq    bigint NOT NULL,
  hash   text NOT NULL
);

CREATE TABLE audit_seal (
  tenant    text NOT NULL,
  seq       bigint NOT NULL,
  hash      text NOT NULL,
  at        timestamptz NOT NULL,
  key_id    text NOT NULL,
  signature text NOT NULL,
  PRIMARY KEY (tenant, seq)
);

-- Ids come from event_head, whose row lock makes their order the order of the commits.
CREATE TABLE event (
  tenant text NOT NULL,
  id     bigint NOT NULL,
  at     timestamptz NOT NULL,
  type   text NOT NULL,
  data   json NOT NULL,
  PRIMARY KEY (tenant, id)
);
CREATE INDEX event_age ON event (tenant, at);

CREATE TABLE event_head (
  tenant text PRIMARY KEY,
  last   bigint NOT NULL
);

DO $$
DECLARE
  name text;
BEGIN
  FOR name IN
    SELECT tablename FROM pg_tables
    WHERE schemaname = 'aleff' AND tablename <> 'flyway_schema_history'
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY own_tenant ON %I USING (tenant = current_setting(''aleff.tenant'', true))'
      ' WITH CHECK (tenant = current_setting(''aleff.tenant'', true))', name);
  END LOOP;
END
$$;

-- The engine wakes up for all tenants, so it may list their ids; nothing but the ids is in there.
CREATE POLICY list_tenants ON tenant FOR SELECT
  USING (current_setting('aleff.tenant', true) = '*');

GRANT USAGE ON SCHEMA aleff, camunda TO ${app};
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA aleff TO ${app};
GRANT UPDATE ON account, browser_session, active_release, run, step, approval, side_effect,
  dead_letter, audit_head, event_head TO ${app};
GRANT UPDATE (used_at) ON execution_grant TO ${app};
GRANT DELETE ON account, access_token, browser_session, step, output, event TO ${app};
REVOKE ALL ON flyway_schema_history FROM ${app};
ALTER DEFAULT PRIVILEGES IN SCHEMA camunda
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${app};
