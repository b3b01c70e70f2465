# METADATA
# title: Which hosts may be reached
# description: An address is fetched only from a host that the connector's manifest lists.
package aleff.guardrails.network

import rego.v1

host := regex.find_all_string_submatch_n(`^https?://([^/:?#@\\]+)(?::\d+)?(?:[/?#]|$)`, lower(input.action.arguments.url), 1)[0][1]

deny contains msg if {
	input.action.connector == "http"
	not host
	msg := sprintf("the address %v has no plain host name", [object.get(input.action.arguments, "url", null)])
}

deny contains msg if {
	input.action.connector == "http"
	not host in input.action.egress
	msg := sprintf("the host %s is not on the allow-list (%s)", [host, concat(", ", input.action.egress)])
}

deny contains "only HTTPS leaves this machine" if {
	input.action.connector == "http"
	not startswith(lower(input.action.arguments.url), "https://")
}
