# METADATA
# title: What models may be asked, and what becomes of their answers
# description: Only a configured model is asked, and a person sees what it wrote before that runs.
package aleff.guardrails.model

import rego.v1

deny contains msg if {
	input.action.connector == "model"
	not input.environment.model
	msg := sprintf("no model is configured under the name %v", [object.get(input.action.arguments, "model", null)])
}

approve contains {
	"group": "approver",
	"count": 1,
	"within": "PT24H",
	"reason": sprintf("the model %s has written its %s", [input.action.origin.model, input.action.origin.argument]),
} if {
	input.action.origin.kind == "model"
}
