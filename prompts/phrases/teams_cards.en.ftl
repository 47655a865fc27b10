# What Teams' cards say for themselves, beside what they share with Slack's (blocks.en.ftl).

file = { $label }: a file cannot be put into a card. Hand it in on our page in the browser, or in a terminal; what it says will stand here as well.
wanted = Please answer this first.
