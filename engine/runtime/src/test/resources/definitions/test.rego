package aleff.guardrails.test

import rego.v1

allow if input.action.connector
