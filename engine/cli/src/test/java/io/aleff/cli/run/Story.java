package io.aleff.cli.run;

/** The demo's run as the service tells it at several moments. */
final class Story {

  private Story() {}

  private static final String TREE =
      """
      {"kind":"task","id":"t1","label":"deliver-report","task":"deliver-report",
       "arguments":{"source":"sales.csv","to":"ana@example.com"},"method":"tabular",
       "reasons":["format(sales.csv, csv) holds","it costs 12"],"rejected":[],
       "children":[
         {"kind":"task","id":"t2","label":"style","task":"get-style","arguments":{"source":"sales.csv"},"method":"METHOD",
          "reasons":["no precondition"],"rejected":[{"method":"OTHER","cause":"CAUSE","detail":"DETAIL"}],
          "children":[{"kind":"step","stepId":"s2"}]},
         {"kind":"step","stepId":"s3"},
         {"kind":"step","stepId":"s4"}]}
      """;

  private static String run(
      String state, int progress, int revision, String tree, String steps, String more) {
    return """
        {"id":"r1","goal":"analyse sales.csv and send the report to ana@example.com","state":"%s","progress":%d,
         "requester":"demo-requester","planRevision":%d,"tree":%s,"steps":[%s]%s}
        """
        .formatted(state, progress, revision, tree, steps, more);
  }

  private static String step(String id, String action, String state, String more) {
    return """
        {"id":"%s","action":"%s","label":"%s","arguments":{"source":"sales.csv"},"connector":"code","operation":"python",
         "state":"%s","attempt":1%s}
        """
        .formatted(id, action, action, state, more);
  }

  private static String first() {
    return TREE.replace("METHOD", "house-style")
        .replace("OTHER", "built-in-style")
        .replace("CAUSE", "cost")
        .replace("DETAIL", "it costs 5, more than 1");
  }

  private static String second() {
    return TREE.replace("METHOD", "built-in-style")
        .replace("OTHER", "house-style")
        .replace("CAUSE", "excluded")
        .replace("DETAIL", "fetch-style was denied");
  }

  private static final String DENIED =
      step(
          "s2",
          "fetch-style",
          "denied",
          ",\"verdict\":\"deny\",\"risk\":40,\"reasons\":[{\"source\":\"aleff.guardrails.network\",\"message\":\"host styles.example.org is not on the allow-list\"}]");
  private static final String FAILED =
      step(
          "s3",
          "clean-strict",
          "failed",
          ",\"verdict\":\"allow\",\"durationMs\":812,\"error\":{\"code\":\"exit\",\"message\":\"line 4: number: x\\nline 9: date: y\\nnot clean: 17 problems\\u001b[2J\"}");
  private static final String CHART =
      step(
          "s3",
          "draw-charts",
          "success",
          ",\"verdict\":\"allow\",\"risk\":10,\"durationMs\":2140,\"sandbox\":\"bubblewrap uid 100017\",\"checkpoint\":\"0123456789abcdef\"");

  static String running() {
    return run(
        "running",
        20,
        1,
        first(),
        step("s2", "fetch-style", "running", "")
            + ","
            + step("s3", "clean-strict", "running", "")
            + ","
            + step("s4", "send-report", "pending", ""),
        "");
  }

  static String replanned() {
    return run(
        "running",
        40,
        2,
        second(),
        DENIED + "," + FAILED + "," + step("s4", "send-report", "pending", ""),
        "");
  }

  static String waiting() {
    return run(
        "waiting",
        80,
        2,
        second(),
        DENIED + "," + CHART + "," + step("s4", "send-report", "waiting", ",\"approvalId\":\"a1\""),
        "");
  }

  static String done() {
    return run(
        "success",
        100,
        2,
        second(),
        DENIED
            + ","
            + CHART
            + ","
            + step(
                "s4",
                "send-report",
                "success",
                ",\"verdict\":\"approve\",\"risk\":60,\"durationMs\":95,\"sandbox\":\"mail outbox\""),
        ",\"outcome\":\"verified\",\"result\":[{\"path\":\"report/report.html\",\"size\":19},{\"path\":\"../../evil\",\"size\":4}]");
  }

  static String failed() {
    return run("failed", 80, 2, second(), DENIED, ",\"failure\":\"rejected: not today\"");
  }

  static String approval(String state) {
    return """
        {"id":"a1","runId":"r1","stepId":"s4","state":"%s","action":"send-report","connector":"mail","operation":"send",
         "requester":"demo-requester","groups":["approver"],"required":1,"approvals":0,"risk":60,"reversibility":"irreversible",
         "expiresAt":"2026-11-22T10:00:00Z","digest":"%s","arguments":{},
         "preview":"To: ana@example.com\\nSubject: Report\\u202e on sales.csv\\n\\nHello\\n",
         "files":[{"path":"report/report.html","size":19,"sha256":"abc"}],
         "reasons":[{"source":"aleff.guardrails.messages","message":"mail to people needs approval"}],
         "requirements":[{"group":"approver","count":1,"within":"PT24H","reason":"mail to people needs approval"}],
         "signals":[{"name":"external-recipient","weight":30,"evidence":"example.com"}],"decisions":[]}
        """
        .formatted(state, "d".repeat(64));
  }
}
