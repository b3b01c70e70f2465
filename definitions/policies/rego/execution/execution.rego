# METADATA
# title: What may run at all
# description: Code runs only in a sandbox, and only what can be undone runs without a person.
package aleff.guardrails.execution

import rego.v1

known := {"code", "http", "mail", "model"}

allow if input.action.connector in known

deny contains msg if {
	not input.action.connector in known
	msg := sprintf("no policy covers the connector %q", [input.action.connector])
}

deny contains "code runs only in a sandbox, and there is none" if {
	input.action.connector == "code"
	not sandboxed
}

sandboxed if input.environment.sandbox.available == true

deny contains msg if {
	some path in paths
	escapes(path)
	msg := sprintf("the path %q leaves the workspace", [path])
}

paths contains input.action.arguments.saveAs
paths contains input.action.arguments.bodyFile
paths contains path if some path in input.action.arguments.attachments

escapes(path) if startswith(path, "/")
escapes(path) if ".." in split(path, "/")

approve contains {
	"group": "approver",
	"count": 1,
	"within": "PT24H",
	"reason": sprintf("%s.%s cannot be undone", [input.action.connector, input.action.operation]),
} if {
	input.action.reversibility == "irreversible"
}

approve contains {
	"group": "security",
	"count": 1,
	"within": "PT4H",
	"reason": sprintf("the risk is %d of 100", [input.signals.risk]),
} if {
	input.signals.risk >= 80
}
