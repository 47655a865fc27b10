# Why nobody works on a line: what a team answers, and what whoever owns the line reads.

paused = Paused
no-capacity = No capacity
unclear = Unclear
not-ours = Not ours
said = { $reason }, { $name } said on { SHORTDAY($day) }.{ $added ->
    [yes] {" "}“{ $words }”
   *[no] {""}
}
say-why = Say why
form-title = Why does nobody work on { $line }?
why = Which of these is it?
choose = Choose one of the four; everything else is optional.
add = Anything to add?
add-hint = One sentence. May stay empty.
keep = Keep it
who-sees = Your team sees it. With “Unclear” and “Not ours” the owner of the line does too.
kept = { $team } has answered, and is not asked again for two weeks or until somebody works on it.
add-sentence = Add a sentence
change = Change it
nobody-owns = Nobody owns that line yet, so nobody was asked.
own = That line is yours, so nobody else was asked.
owner-told = { $name }, who owns the line, reads it.
owner-not-told = { $name } owns the line and cannot be reached through me now.
asked = { $how ->
    [unclear] A line that you own is unclear to { $team }, { $name } says.
   *[not_ours] { $team } does not take a line that you own for theirs, { $name } says.
}
asked-no-more = { $team } no longer says so of your line.
by = { $name }
none = { $team } has not answered for a line yet.
log = What { $team } answered for lines that nobody worked on
earlier = { $count ->
    [one] One earlier
   *[other] { $count } earlier
}
all = Decisions
touched = Somebody works on that line by now, or it is closed; there is nothing to answer.
may-not = Those who share the team's work say why a line waits. You read it here once they have.
