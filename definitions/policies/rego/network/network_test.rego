package aleff.guardrails.network_test

import data.aleff.guardrails.network
import rego.v1

fetch(url) := {"connector": "http", "operation": "fetch", "arguments": {"url": url}, "egress": ["api.github.com"]}

test_a_listed_host_passes if {
	count(network.deny) == 0 with input.action as fetch("https://api.github.com/meta")
}

test_other_hosts_are_denied if {
	every url in [
		"https://styles.example.org/a.json",
		"https://api.github.com.evil.example/a",
		"https://api.github.com@evil.example/a",
		"https://evil.example\\@api.github.com/a",
		"https://evil.example/?https://api.github.com/",
		"file:///etc/passwd",
		"https://",
	] {
		count(network.deny) > 0 with input.action as fetch(url)
	}
}

test_plain_http_is_denied if {
	network.deny == {"only HTTPS leaves this machine"} with input.action as fetch("http://api.github.com/meta")
}
