# What the rules find, gone through in chat by whoever answers for the strategy. Why a rule speaks and what to do about it
# stands in rules.en.ftl.

title = Finding { $place } of { $count }
one = { $severity ->
    [error] Error
    [warning] Warning
   *[information] For information
}: { $name }.
part = About { $name } as a whole.
why = Why: { $reason }.
do = { $remedy }
taste = This is a matter of taste: others could see it otherwise.
whom = Whom to ask
rule = Rule
where = In the file
line = line { $line }
sees = { $who ->
    [strategy] Whoever answers for the strategy sees this.
   *[owner] You see what is found about the lines that you own. Whoever answers for the strategy sees all of it, and can change the file.
}
mend = Mend it
ask-owner = Ask the owner
done-with = Done, or dropped
accept = Accept it until…
next = Next
back = Back
gone = The one that you looked for is there no more: somebody mended it, or it is accepted.
none = { $of ->
    [all] Nothing to mend: the score holds together, and people work on it. Well kept.
   *[own] Nothing to mend about the lines that you own. Well kept.
}
but-accepted = { $count ->
    [one] One finding is accepted for now.
   *[other] { $count } findings are accepted for now.
}
see-accepted = What is accepted
may-not = Findings about the score are for whoever answers for the strategy; who owns a line sees those about it.
alone = Findings are shown to one person alone. Write “findings” to me directly.
go-on = Go on

## Mended

mend-title = Mend edition { $number }
mends = Of { $at }. What you write makes the next edition; the rest of the file stays as it is.
value = { $key ->
    [owner] Who answers for it?
    [deputy] Who stands in for its owner?
    [until] What is its last day?
    [words] How does it read?
    [unit] What is counted?
    [start] Where did it stand at the start?
    [target] Where is it to be?
    [direction] Which way is better?
    [source] Where is the number from?
    [every] How often is it read?
    [test] How is it known to hold?
    [state] Is it still worked on?
    [serves] Which line is it there for?
    [horizon] How far does it look?
    [hours] How many hours a week are there?
    [allowance] How much whirlwind is healthy?
   *[accepted] Is it agreed?
}
value-hint = { $key ->
    [owner] A name, or a handle of the roster.
    [deputy] A name, or a handle of the roster.
    [until] A day such as 2027-06-30.
    [words] One sentence, as people are to play from it.
    [unit] A word or a sign, such as towns or %.
    [start] A number, such as 62 or 2.5.
    [target] A number, such as 80 or 2.5.
    [source] The list, the system or the person that has it.
    [every] day, week, month, quarter or year, or a number of them: 2 weeks.
    [test] What somebody would do to find out.
    [serves] The address of a line of the same part, or of one above it, such as field/P-1.
    [horizon] Months or years, such as 18 months.
    [hours] A number, such as 40.
    [allowance] A share, such as 35 %.
   *[other] One of these.
}
option = { $value ->
    [open] Open
    [done] Done
    [dropped] Dropped
    [up] More is better
    [down] Less is better
    [yes] Yes
   *[no] Not yet
}
everybody-reads = Everybody who plays from the score can read this.
keep = Put it in force
wrong = { $why ->
    [empty] Write what is to stand there. To take it out, change the file.
    [nobody] Nobody here goes by that name or handle, or several do. Nothing was changed; write a handle of the roster.
    [changed] The score has changed since this form was opened, and this is the edition of now. Nothing was changed; look whether yours still holds, and send it again.
   *[more] That cannot be put there without changing more of the file. Nothing was changed; change it in the file and load it.
}
refused = That cannot stand there: { $what }. { $remedy } Nothing was changed.
mended = Edition { $number } is in force. What is other in it: { $key ->
    [owner] who answers for this.
    [deputy] who stands in for the owner of this.
    [until] the last day of this.
    [words] how this reads.
    [unit] what is counted here.
    [start] where this stood at the start.
    [target] where this is to be.
    [direction] which way is better here.
    [source] where this number is from.
    [every] how often this is read.
    [test] how this is known to hold.
    [state] whether this is still worked on.
    [serves] what this is there for.
    [horizon] how far this looks.
    [hours] the hours of this part.
    [allowance] the whirlwind of this part.
   *[accepted] whether this is agreed.
}
hear = The file is kept with it, as you wrote it: take it from the edition in force before you change yours.
same = Edition { $number } says that already. Nothing was changed.

## Accepted

accept-title = Accept a finding
accepts = { $name }. It is not shown to anybody through that day, and then it is found again.
reason = Why is it all right for now?
until = Through which day?
until-hint = Today or later.
owners-read = Whoever answers for the strategy reads this.
accept-it = Accept it
reason-missing = Write why, in a sentence.
until-wrong = Write a day, today or later, such as 2027-06-30.
accepted-now = Accepted through { DAY($day) }: { $name }.
take-back = Take it back
take-back-of = Take { $rule } back
none-accepted = No finding is accepted in chat. What the file accepts stands there.
accepted = { $count ->
    [one] One finding is accepted.
   *[other] { $count } findings are accepted.
}
accepted-until = { $name }, through { DAY($day) }
accepted-by = { $known ->
    [somebody] { $by }, { DAY($day) }
   *[nobody] somebody who is not here any more, { DAY($day) }
}
more-accepted = { $count ->
    [one] And one more, which ends later.
   *[other] And { $count } more, which end later.
}
taken-back = That finding counts again.

## Told

told = New in the score: { $errors ->
    [0] no errors
    [one] 1 error
   *[other] { $errors } errors
}, { $warnings ->
    [0] no warnings
    [one] 1 warning
   *[other] { $warnings } warnings
}, { $informations ->
    [0] nothing for information
   *[other] { $informations } for information
}.
told-gone = { $count ->
    [one] One that you were told of before is gone.
   *[other] { $count } that you were told of before are gone.
}
go-through = Go through them
