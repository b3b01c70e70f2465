package aleff.guardrails.budget_test

import data.aleff.guardrails.budget
import rego.v1

budgets := {"actionsPerRun": 3, "messagesPerHour": 2}

test_a_run_stops_at_its_budget if {
	count(budget.deny) == 1 with input.usage as {"counts": {"actions": 3, "messagesLastHour": 0}, "budgets": budgets}
	count(budget.deny) == 0 with input.usage as {"counts": {"actions": 2, "messagesLastHour": 0}, "budgets": budgets}
}

test_messages_stop_at_their_budget if {
	count(budget.deny) == 1 with input as {"action": {"connector": "mail"}, "usage": {"counts": {"actions": 0, "messagesLastHour": 2}, "budgets": budgets}}
}

test_repairs_stop_at_their_budget if {
	count(budget.deny) == 1 with input as {"plan": {"repair": {"number": 4}}, "usage": {"budgets": {"repairsPerStep": 3}}}
	count(budget.deny) == 0 with input as {"plan": {"repair": {"number": 3}}, "usage": {"budgets": {"repairsPerStep": 3}}}
	count(budget.deny) == 0 with input as {"plan": {}, "usage": {"budgets": {"repairsPerStep": 3}}}
}
