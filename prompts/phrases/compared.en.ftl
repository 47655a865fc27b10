# Two lines of the score beside each other, and why this and not that.

both-serve = { $one } and { $other } are both there for { $served }.
one-serves-other = { $one } is there for { $other }.
beside = { $one }, beside { $other }.
serves = Serves
measure = Measure
measures = { $measures }
of-both = { $value }, of both
of-each = { $one }; { $other }
of-one = { $value }; the other has none
against = We chose against it: { $line }.
instead = Instead we do this: { $line }.
rests = That rests on this being true: { $condition }.
