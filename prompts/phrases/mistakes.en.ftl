# What was wrong with an answer, said by whoever reads it, and read by those who write the score.

may-say = If you like, say what was wrong with it. Nobody has to.
say-why = Say what was wrong
who-sees = Those who write the score see the question as it stands here, what was wrong with the answer, and which lines; not who asked.
title = What was wrong with it
kind = What was wrong?
kinds = { $kind ->
    [another_line] Another line answers
    [out_of_date] It is out of date
    [not_asked] That is not what I asked
    [not_said] The score does not say this
   *[else] Something else
 }
line = Which line answers?
line-hint = If you know. Type a word of the line, or its address.
question = The question
question-hint = As you asked it. Take out what others should not read.
submit = Pass it on
no-kind = Choose one of these.
no-question = Without the question nobody can look into it.
no-such-line = Choose one of the lines that are offered, or leave this empty.
no-line-then = Leave this empty if the score does not say it, or choose another of the reasons above.
names-somebody = This names { $name }, and it is passed on without names: say it without.
kept = Thank you. Those who write the score will look into it.
take-back = Take it back
known = Thank you. They know about this question already.
taken-back = Taken back. Nobody reads it.
section = { $count ->
    [0] No answer that somebody said was wrong.
    [one] One answer that somebody said was wrong:
   *[other] { FIRST(SPELL($count)) } answers that somebody said were wrong:
 }
more = And { SPELL($count) } more, once these are settled.
mended = Mended
no-mistake = No mistake
note = { SHORTDAY($day) }: { $kind ->
    [another_line] another line answers
    [out_of_date] it is out of date
    [not_asked] it was not what was asked
    [not_said] the score does not say this
   *[else] something else was wrong
 }. Edition { $number }, { $count ->
    [0] on lines that are gone
   *[other] on { $cited }
 }{ $worded ->
    [yes] {"."} A model, { $model }, put it into words (brief { $brief }).
   *[no] {"."}
 }
