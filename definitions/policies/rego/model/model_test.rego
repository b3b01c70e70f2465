package aleff.guardrails.model_test

import data.aleff.guardrails.model
import rego.v1

question := {"action": {"connector": "model", "operation": "complete", "arguments": {"model": "coder"}}}

test_a_configured_model_may_be_asked if {
	count(model.deny) == 0 with input as object.union(question, {"environment": {"model": {"name": "coder"}}})
}

test_a_model_that_is_not_configured_is_not_asked if {
	some reason in model.deny with input as object.union(question, {"environment": {}})
	contains(reason, "coder")
}

test_a_person_sees_what_a_model_wrote if {
	some need in model.approve with input.action as {"connector": "code", "origin": {"kind": "model", "model": "coder", "argument": "code"}}
	need.reason == "the model coder has written its code"
}

test_other_code_needs_nobody if {
	count(model.approve) == 0 with input.action as {"connector": "code"}
}
