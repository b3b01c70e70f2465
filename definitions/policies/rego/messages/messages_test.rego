package aleff.guardrails.messages_test

import data.aleff.guardrails.messages
import rego.v1

test_the_raw_input_stays if {
	count(messages.deny) == 1 with input.action as {"connector": "mail", "arguments": {"attachments": ["input/sales.csv"]}}
}

test_a_report_may_go if {
	count(messages.deny) == 0 with input.action as {"connector": "mail", "arguments": {"attachments": ["report/report.html"]}}
}
