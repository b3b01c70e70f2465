-- The recent decisions that policies ask for are those of a connector or with a verdict.
CREATE INDEX decision_recent_connector ON decision (tenant, connector, at);
CREATE INDEX decision_recent_verdict ON decision (tenant, verdict, at);
