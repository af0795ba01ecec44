// A reporter for node:test that writes {passed, failed, skipped} as JSON. It takes the totals that the runner itself
// gives at the end, because the single results also contain suites and files.
export default async function* countReporter(events) {
  const totals = {};
  for await (const { type, data } of events) {
    if (type !== 'test:diagnostic' || data.nesting > 0) continue;
    const match = /^(pass|fail|cancelled|skipped|todo) (\d+)$/.exec(data.message);
    if (match) totals[match[1]] = Number(match[2]);
  }
  const { pass = 0, fail = 0, cancelled = 0, skipped = 0, todo = 0 } = totals;
  yield JSON.stringify({ passed: pass, failed: fail + cancelled, skipped: skipped + todo });
}
