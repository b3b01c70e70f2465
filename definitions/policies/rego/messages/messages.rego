# METADATA
# title: What leaves in a message
# description: Results may be sent, the raw input may not.
package aleff.guardrails.messages

import rego.v1

deny contains msg if {
	input.action.connector == "mail"
	some path in input.action.arguments.attachments
	startswith(path, "input/")
	msg := sprintf("the raw input %q may not be sent", [path])
}

obligations contains {"kind": "limit", "name": "attachmentMb", "value": 20} if input.action.connector == "mail"
