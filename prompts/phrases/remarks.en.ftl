# What people ask of a line, and what they see otherwise: it goes to who owns the line, and the answer comes back.

ask-owner = Ask its owner
see-otherwise = I see it otherwise
nobody = { $why ->
    [yours] { $line } is yours, so there is nobody else to ask. Nothing was sent.
    [many] That is ten today on { $line }, and more would not be read. Nothing was sent; talk to who owns it, or go on tomorrow.
    [known] So few people share the work around { $line } that your words would tell who you are. Nothing was sent; say it with your name, or to who owns it.
   *[nobody] Nobody can be reached through me now who could answer for { $line }. Nothing was sent; ask who writes the score.
 }
title = { $kind ->
    [objection] What { $name } should hear
   *[question] A question to { $name }
 }
question = What do you want to know of { $line }?
objection = How do you see { $line }?
sees = { $named ->
    [named] { $name } reads this with your name, or who answers instead. Once it is answered, both stand with the line for everybody who sees it, without your name.
   *[either] { $name } reads this, or who answers instead. Once it is answered, both stand with the line for everybody who sees it, without your name.
 }
name = Your name
with-name = It stands with it
without-name = Leave it out
unnamed-hint = Without it nobody is told who wrote this, and { $name } gets it with a later morning’s messages. Your words may tell all the same.
only-named = Your name stands with it: so few people share this work that your words would tell who you are.
send = Send
yours = your words
both-see = { $named ->
    [unnamed] { $name } reads this, and is not told that it is from you.
   *[named] { $name } and you see this, until it is answered.
 }
has-it = { $came ->
    [passed] { $by } passed { $kind ->
        [objection] your objection
        [finding] what you asked
       *[question] your question
     } on to { $name }, who has until { SHORTDAY($day) }.
    [decision] { $by } says that it needs a decision. It is with { $name } now, until { SHORTDAY($day) }.
    [late] No answer came in time. It is with { $name } now, until { SHORTDAY($day) }.
    [left] Whoever had it is no longer here. It is with { $name } now, until { SHORTDAY($day) }.
   *[asked] { $kind ->
        [objection] Your objection
        [finding] What you asked
       *[question] Your question
     } goes to { $name }, who has until { SHORTDAY($day) }. The answer comes here.
 }
answered = { $kind ->
    [objection] { $name } answers your objection.
    [finding] { $name } answers what you asked.
   *[question] { $name } answers your question.
 }
by-on = { $name }, { SHORTDAY($day) }
changes = { $reads ->
    [otherwise] The line is changed. It reads now: { $line }
   *[as-before] The line is to change; it reads as before until another edition is loaded.
 }
missing = Write it down, or close the form. Nothing was sent.
choose = Choose one of these. Nothing was sent.

## To who owns the line

asked = { $count ->
    [0] What was asked of you is answered, or with somebody else.
    [one] One thing is asked of a line of yours.
   *[other] { FIRST(SPELL($count)) } things are asked of lines of yours.
 }
by = { $known ->
    [named] { $kind ->
        [objection] { $name } sees it otherwise
        [finding] { $name }, about a finding
       *[question] { $name } asks
     }
   *[unnamed] { $kind ->
        [objection] somebody sees it otherwise, and left their name out
        [finding] somebody, about a finding
       *[question] somebody asks
     }
 }
came = { $came ->
    [passed] { $by } passed it on to you. An answer by { SHORTDAY($day) } would be good.
    [decision] { $by } says that it needs a decision of yours, by { SHORTDAY($day) }.
    [late] It had no answer in time, so it comes to you. An answer by { SHORTDAY($day) } would be good.
    [left] Whoever had it is no longer here, so it comes to you. An answer by { SHORTDAY($day) } would be good.
   *[asked] An answer by { SHORTDAY($day) } would be good; after that somebody else is asked.
 }
theirs-now = It is with { $name } now.
answer = Answer
pass-on = Pass it on
needs-decision = It needs a decision
you-see = You see this. With your answer it stands with the line for everybody who sees that.
reminder = { $count ->
    [0] Nothing waits for your answer any more.
    [one] One thing still waits for your answer; after that day somebody else is asked.
   *[other] { FIRST(SPELL($count)) } things still wait for your answer; after that day somebody else is asked.
 }
waiting = { $count ->
    [0] Nothing is asked of you.
    [one] One thing is asked of you.
   *[other] { FIRST(SPELL($count)) } things are asked of you.
 }
more-wait = { $count ->
    [0] { "" }No more.
    [one] And one more, once these are answered.
   *[other] And { $count } more, once these are answered.
 }
answer-title = Your answer
all-see = { $known ->
    [named] { $name } reads it at once, and with the line everybody who sees that.
   *[unnamed] Whoever asked reads it at once, and with the line everybody who sees that.
 }
your-answer = Your answer
what-of-line = And the line
stays = It stays as it is
is-changed = I change it, in an edition to come
was-asked = On { $line }: “{ $words }”
pass-title = Who answers instead?
pass-to = Who knows?
they-see = They read what was asked, and that you passed it on.
nobody-else = There is nobody else who could be asked. It stays with you.

## With the line

put = { $kind ->
    [objection] somebody saw it otherwise
    [finding] somebody asked
   *[question] somebody asked
 }
all-answered = { $count ->
    [0] No answers
    [one] One answer
   *[other] All { $count } answers
 }
of-line = { $count ->
    [0] Nothing that was asked of it was answered in the last ninety days.
    [one] What was asked of it and answered.
   *[other] What was asked of it and answered, the last first.
 }
everybody = Everybody who sees the line reads this. Who asked is named to nobody.
newer = Later ones
older = Earlier ones
mine = { $count ->
    [0] You have asked nothing of any line, and objected to none.
    [one] One thing that you asked of a line, or said against it.
   *[other] { FIRST(SPELL($count)) } things that you asked of lines, or said against them.
 }
more-mine = { $count ->
    [0] { "" }No more.
    [one] And one more before these.
   *[other] And { $count } more before these.
 }
