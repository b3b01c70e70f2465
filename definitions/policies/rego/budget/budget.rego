# METADATA
# title: How much a run may do
package aleff.guardrails.budget

import rego.v1

deny contains msg if {
	input.usage.counts.actions >= input.usage.budgets.actionsPerRun
	msg := sprintf("the run has used its %d actions", [input.usage.budgets.actionsPerRun])
}

deny contains msg if {
	input.action.connector == "mail"
	input.usage.counts.messagesLastHour >= input.usage.budgets.messagesPerHour
	msg := sprintf("the tenant has sent its %d messages of this hour", [input.usage.budgets.messagesPerHour])
}

deny contains msg if {
	input.plan.repair.number > input.usage.budgets.repairsPerStep
	msg := sprintf("the step has used its %d repairs", [input.usage.budgets.repairsPerStep])
}
