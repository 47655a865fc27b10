# How people write an if-then step: "when I have had lunch, I will ring three bakers", "at 14:00 I will call".
# `when` is left out where it is read and said again where it is shown; `as_said` stays as it was written.

when = when | whenever
as_said = after | right after | as soon as | once | before | if
will = i will | i'll | i’ll | i shall | i am going to | i'm going to | i’m going to
at = at
