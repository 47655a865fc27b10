# Conditions: what speaks for them and against them, whether they hold, and who is told when both speak.

stands = { $state ->
    [holds] { $known ->
        [named] It holds, { $name } said on { SHORTDAY($day) }.
       *[unnamed] It holds, it was said on { SHORTDAY($day) }.
     }
    [broken] { $known ->
        [named] It no longer holds, { $name } said on { SHORTDAY($day) }.
       *[unnamed] It no longer holds, it was said on { SHORTDAY($day) }.
     }
   *[looked_into] { $known ->
        [named] { $name } looks into it since { SHORTDAY($day) }.
       *[unnamed] It is looked into since { SHORTDAY($day) }.
     }
 }
reason = why
side = { $side ->
    [for] Speaks for it
   *[against] Speaks against it
 }
count = { $count ->
    [0] nothing yet
    [one] one thing
   *[other] { SPELL($count) } things
 }
by = { $side ->
    [for] speaks for it
   *[against] speaks against it
 }, { $known ->
    [named] { $name }
   *[unnamed] somebody
 }{ $source ->
    [task] , of a task
    [blocker] , of what was in the way
    [win] , of a win
    [remark] , of what was asked of a line
   *[said] { "" }
 }, { SHORTDAY($day) }
speaks-for = This speaks for it
speaks-against = This speaks against it
it-holds = It holds
it-broke = It no longer holds
all = All that was said
under = { $state ->
    [holds] It stands on { $line }, which holds since { SHORTDAY($day) }.
    [broken] It stands on { $line }, which no longer holds since { SHORTDAY($day) }.
   *[looked_into] It stands on { $line }, which is looked into since { SHORTDAY($day) }.
 }

## Saying something

everybody = Everybody who sees { $line } reads this; your name only those who see your check-ins.
all-see = Everybody who sees the line reads this. Who said something is named only to those who see their check-ins.
sentence = { $side ->
    [for] What speaks for { $line }?
   *[against] What speaks against { $line }?
 }
title = { $side ->
    [for] It speaks for it
   *[against] It speaks against it
 }
keep = Keep it
from-title = What it says of a condition
what-it-says = What it says of a condition
thing = What of yours says something?
which = Of which condition?
way = Which way does it speak?
in-a-sentence = In a sentence, for everybody
only-this = Only the sentence that you write is kept with the condition; what you chose stays where it is.
missing = Write one sentence, or close the form. Nothing was kept.
choose = Choose one of these. Nothing was kept.
kept = It is kept with the condition.
refused = { $why ->
    [nothing] Nothing of it belongs to a line that stands on a condition. Nothing was kept.
    [before] That was said of { $line } before, and it stands there. Nothing was changed.
    [many] That is ten today on { $line }, and more would not be read. Nothing was kept; go on tomorrow.
   *[not-yours] Whether { $line } holds is for those who answer for it to say. Nothing was kept; say what speaks for it or against it.
 }

## Whether it holds

contradicted = { $both ->
    [yes] Something speaks for a condition of yours, and something against it.
   *[no] Something speaks against a condition of yours.
 }
must-be-true-for = It must be true for { $line }
look-into = I look into it
judge-title = { $state ->
    [holds] It holds
   *[broken] It no longer holds
 }
why = { $state ->
    [holds] Why does { $line } hold all the same?
   *[broken] Why does { $line } no longer hold?
 }
judged = That stands with the condition now, and with the line above it.
broken = What a line of yours stands on no longer holds.
stood-on = It stands on { $line }.
newer = Later ones
older = Earlier ones
of-line = { $count ->
    [0] Nothing was said of it yet.
    [one] What was said of it.
   *[other] What was said of it, the last first.
 }
