# What is wrong with a file of days away beside what can be wrong with any file (language.*), and what to do about it.
# Each kind (score/leave_file.py) has a message of its name and a remedy.

empty-file-remedy = Begin with the columns `handle,first,last`, and a line for each time away; docs/roster.md has one to copy.

too-many-remedy = Hand it in in two files, or leave out what is over.

missing-remedy = Add the column `{ $wanted }`.

not-a-calendar = this is no calendar, or one that ends too early
not-a-calendar-remedy = Export it once more: it begins with BEGIN:VCALENDAR and ends with END:VCALENDAR. A table has a name that ends in .csv.

bad-event = the event that begins here cannot be read: { $found }
bad-event-remedy = Save it again in the calendar, or take it out of the file.

no-start = the event that begins here has no DTSTART
no-start-remedy = Give it a day in the calendar, or take it out of the file.

unknown-zone = the event that begins here is in the time zone `{ $found }`, which we do not know
unknown-zone-remedy = Choose another zone for it in the calendar, such as Europe/Dublin, and export it once more.

rule-not-read = the event that begins here recurs in a way that is not read here: { $found }
rule-not-read-remedy = Let it recur by days, weeks, months or years, or write each of its times as an event of its own.

names-nobody = nobody is named here
names-nobody-remedy = Write whose it is: a handle or an e-mail address in a table, a participant or organiser in a calendar.

away-too-long = this is { $found } days long
away-too-long-remedy = Days away have { $wanted } days at most. Whoever has left stands in the roster with their last day.

away-backwards = this ends, on { $wanted }, before it begins, on { $found }
away-backwards-remedy = Turn the two round, or mend the one that is wrong.

bad-part = `{ $found }` is no part of a day
bad-part-remedy = Write morning, afternoon, or two times with a hyphen between them, as in 13:00-15:00. Empty for all day.
