# What the terminal says for itself.

head = { $organisation }{ $example ->
    [yes] {" "}(an invented example)
   *[no] {""}
 }
now = { DAY($at) }, { HOUR($at) }
you-are = you are: { $name }
coach = Concertmaster
help-demo = Type a number to press a button, or write. /me: who there is. /me NAME: be somebody else. /next, /until 16:30, /tomorrow, /week: move the clock on. /quit: leave. ?: this help.
form-help = Empty line: keep what stands there and go on. -: nothing. /later: leave the form.
form-left = Left as it was; nothing was handed in.
default = [{ $value }]
pick-number = Type a number, or other words to search again.
no-lines = No line comes near that. Other words?
more = and { $count } more; other words bring others.
no-button = There is no [{ $n }] just now.
nobody = There is nobody called { $name }. There are:
next = { $what } { $to }
not-back = Time only moves forward.
not-an-hour = Write the hour as 16:30.
sees = [{ $audience }]
unkept = That could not be kept just now. Nothing was changed; please do it again.
staff-signs = o a task tied to the line, x whirlwind, - nothing
yes = y
file = Write where it is on this machine, such as ./score.yml.
no-file = I cannot read a file at { $path }. Write where it is, or “/later”.
tick = y or n
bye = Until tomorrow.
