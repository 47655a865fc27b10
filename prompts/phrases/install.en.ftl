# What whoever connects a Slack workspace reads in their browser.

done = { $name } is connected. Close this page; in Slack, write to Concertmaster.
cancelled = Nothing was connected: it was called off at Slack. The link still works until it is a day old.
no-ticket = Nothing was connected: this link was used, is older than a day, or never was one. Whoever runs Concertmaster makes a new one with `concertmaster connect`.
stale = Nothing was connected: this page was opened twice, after more than ten minutes, or in another browser than the one that began. Open the link once more.
refused = Nothing was connected: Slack does not take what it gave us a moment ago. Open the link once more.
no-answer = Nothing was connected: Slack gave no answer that can be read. Open the link once more in a minute.
not-yours = Nothing was connected: { $name } is connected with another organisation here already.
busy = Nothing was connected: it could not be kept just now. Open the link once more in a minute.
