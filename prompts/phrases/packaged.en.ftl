# What Teams shows of the app before anybody has written to it, and what `concertmaster teams package` says.

name = Concertmaster
full-name = Concertmaster: everybody plays from the score
short = Asks for your day’s tasks and shows which line of the strategy they play from.
full = Concertmaster closes the gap between strategy and execution. It asks each person, in the morning of their own time zone, for what they mean to do today, shows which line of the written strategy each task plays from, and carries what is in the way to whoever can help. A team sees in its channel what the day adds up to. Questions are answered from the written strategy, with the lines that say so; what it does not say goes, without a name, to those who write it. Numbers describe work, and never a person. Whoever wants less of it writes “stop”.

# One for each command of a list: what it does.
same-again = Hand in what you carried on yesterday
map = The score as a map
digest = What today adds up to for your team
week = What this week adds up to for your team
lessons = Lessons of a few minutes
away = Say when you are going to be away
hours = Change when you are asked, or pause
help = What can be written here

# One for each sentence with which a conversation can be begun: what it does. The sentences are in openers, but for this one.
behind-say = Which measure is behind?
behind = Answered from the written score, with its lines
check-in = Say what you mean to do today
my-part = Your part of the score
can-do = See what can be asked and written

# What is offered behind the three dots of somebody's message.
as-task = Make it a task
as-task-what = Put this message into your check-in
as-blocker = Make it a blocker
as-blocker-what = Put this message into your check-in as what is in the way
as-win = Make it a win
as-win-what = Count this message as a win of who wrote it, if they say yes

wants = No package was written, and nothing was changed: it cannot be made without { $names }. docs/run-it.md says where each comes from.
no-guid = No package was written, and nothing was changed: CONCERTMASTER_TEAMS__APP_ID is “{ $said }”, and an app id looks like 00000000-0000-0000-0000-000000000000. Copy it from the bot’s page at Azure, where it is called Microsoft App ID.
no-https = No package was written, and nothing was changed: Teams opens addresses that begin with https:// and have a name behind it, and { $name } is “{ $said }”. Give one that does.
too-long = No package was written, and nothing was changed: Teams shows { $most } characters for { $name }, and “{ $said }” has more. Give a shorter one.
no-release = No package was written, and nothing was changed: Teams counts releases as three numbers, such as 1.4.0, and “{ $said }” is none. Say another with --release.
is-there = { $file } is there already, and was left as it is; no package was written. Name another file with --out, or say --force to write over it.
not-written = { $file } cannot be written: { $why }. No package was made; name another file with --out.
written = { $file } is the package for Teams, release { $release }. Upload it in the Teams admin centre, or in Teams under Apps, Manage your apps, Upload an app. An organisation that has one already takes a higher release alone: --release.
