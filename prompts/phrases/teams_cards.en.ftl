# What Teams' cards say for themselves, beside what they share with Slack's (blocks.en.ftl).

file = { $label }: send me the file here in this chat, as a message with nothing else. I show what it would change before anything does.
wanted = Please answer this first.
