# What is in the way: offers of help, whose decision it is, and what cleared it.

offered = { $names } can help with “{ $words }”.
write-to = { $count ->
    [one] Write to { $name }, and say when it is cleared.
   *[other] Write to one of them, and say when it is cleared.
 }
thanks = I tell { $name } that you can help, within their hours. It stands beside the request now.
thanks-alone = It stands beside the request that you can help. { $name } cannot be told through me now, so write to them yourself.
needs-nobody = Nobody needs a hand there: it is cleared, or it is yours.
clear = It is cleared
reopen = Still in the way
not-mine = Not mine to decide
is-cleared = “{ $words }” is cleared.
next-one = What helped? The next one stuck there will read it.
say-helped = Say what helped
change-helped = Change it
what-helped = What helped
open-again = “{ $words }” is in the way.
helped-title = What helped with “{ $words }”?
helped-label = What helped?
helped-hint = Whom you asked, what you did. May stay empty.
keep = Keep it
team-sees = Your team sees it.
only-you = Only you see it.
both-see = You and { $name } see this.
owner-sees = You and the owner of the line see it.
pass-title = Whose decision is “{ $words }”?
pass-label = Which line does it concern? Its owner is asked.
ask = Ask the owner
nobody-owns = Nobody owns that line yet. Choose another, or ask who writes the score.
you-own = That line is yours, so the decision is yours too.
not-reached = { $name } owns that line and cannot be reached through me now. Nobody was asked; choose another line, or talk to { $name }.
passed = I asked { $name } to decide on “{ $words }”.
stuck-by = { $name }
yours-to-decide = “{ $words }” { $days ->
    [0] waits
    [one] has waited a day
   *[other] has waited { SPELL($days) } days
 }, and the decision is yours. Decide, or talk to who is stuck.
is-decided = It is decided
decided = “{ $words }” is cleared. Thank you.
can-help = I can help
helpers = { $names } can help.
is-cleared-in-channel = { $name } is no longer stuck.
asked-owner = { $name } was asked to decide.
still = In the way since { SHORTDAY($day) }
take = I take it
yours = You have taken on “{ $words }”, and { $name } reads so.
give-back = I cannot after all
given-back = It is free again for somebody else. { $name } reads it where your name stood.
taken = { $name } has taken on “{ $words }”.
nobody-has = “{ $words }” is free again for somebody to take on: { $name } cannot after all.
has-somebody = { $name } has taken it on already. A hand may still be welcome.
taken-by = { $name } has taken it on.
concerns = What is in the way seems to be about this line:
decides = { $name } decides.
ask-name = Ask { $name } to decide
promised = This was promised, and is due:
due = Due { SHORTDAY($day) }.
due-by = { $name }, due { SHORTDAY($day) }.
helped-with = What helped with “{ $words }”
