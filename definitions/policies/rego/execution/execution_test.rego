package aleff.guardrails.execution_test

import data.aleff.guardrails.execution
import rego.v1

code := {
	"action": {"connector": "code", "operation": "python", "arguments": {"script": "scripts/table.py"}, "reversibility": "reversible"},
	"environment": {"sandbox": {"available": true}},
	"signals": {"risk": 0, "facts": []},
}

test_code_in_a_sandbox_is_allowed if {
	execution.allow with input as code
	count(execution.deny) == 0 with input as code
}

test_code_without_a_sandbox_is_denied if {
	some reason in execution.deny with input as object.union(code, {"environment": {"sandbox": {"available": false}}})
	contains(reason, "sandbox")
}

test_an_unknown_connector_is_denied if {
	some reason in execution.deny with input.action as {"connector": "ssh", "operation": "run"}
	reason == `no policy covers the connector "ssh"`
}

test_paths_stay_in_the_workspace if {
	every path in ["/etc/passwd", "../x", "a/../../b"] {
		count(execution.deny) > 0 with input.action as {"connector": "http", "arguments": {"saveAs": path}}
	}
	count(execution.deny) == 0 with input.action as {"connector": "http", "arguments": {"saveAs": "work/a..b.json"}}
}

test_what_cannot_be_undone_needs_a_person if {
	some need in execution.approve with input.action as {"connector": "mail", "operation": "send", "reversibility": "irreversible"}
	need.group == "approver"
}

test_high_risk_needs_security if {
	some need in execution.approve with input.signals as {"risk": 80}
	need.group == "security"
}
