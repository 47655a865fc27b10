# A new edition of the score: before it is in force, and to those for whom it changes something.

only-you = Only you see this, until you put it in force.
for-you = Only you see this. Your teams see your tasks and their lines.

## The file

may-not = A new edition is handed in by who answers for the strategy{ $count ->
    [0] . Nobody is named for that yet: those who run this say who it is.
   *[other] : { $owners }.
 }
title = A new edition
file = The score file
file-hint = A file as “concertmaster score export” writes it, of 1 MB at most. It is only read; nothing changes before you say so.
show = Show what it changes
wrong = { $why ->
    [missing] There is no file. Choose one, or come back later.
    [too-big] It is larger than 1 MB, more than a score is. Nothing was changed.
    [unreachable] It could not be fetched in time. Nothing was changed; please hand it in once more.
   *[no-text] That is no text in UTF-8, so no score. Export it as a text file (YAML) and hand in that one. Nothing was changed.
 }

## What it would change

unreadable = { $count ->
    [0] “{ $file }” cannot be read.
    [one] One thing in “{ $file }” is to be mended. Nothing was changed.
   *[other] { FIRST(SPELL($count)) } things in “{ $file }” are to be mended. Nothing was changed.
 }
problem = Line { $line }, column { $column }: { $wrong }. { $remedy }
another = Hand in another file
leave = Leave it
put = Put it in force
same = “{ $file }” says what the edition in force says.
anew = Another edition came into force since you were shown this. Nothing was changed; this is what the file would change now.
nothing-yet = Nothing is changed yet. The file waits two weeks for a word, for you alone.
would-change = “{ $file }”: { $new ->
    [0] no new line
    [one] one new line
   *[other] { SPELL($new) } new lines
 }, { $changed ->
    [0] none reads otherwise
    [one] one reads otherwise
   *[other] { SPELL($changed) } read otherwise
 }, { $moved ->
    [0] none moves
    [one] one moves
   *[other] { SPELL($moved) } move
 }, { $gone ->
    [0] none goes
    [one] one goes
   *[other] { SPELL($gone) } go
 }.
part = { $name }
heading = { $becomes ->
    [new] New ({ $count })
    [changed] Otherwise ({ $count })
    [moved] Elsewhere ({ $count })
   *[gone] Gone ({ $count })
 }
note = { $becomes ->
    [new] New.
    [gone] It is not in the score any more.
    [moved] It stood at { $at }.
   *[changed] Changed.
 }{ $reworded ->
    [yes] { " " }It read: “{ $old }”
   *[no] { "" }
 }{ $count ->
    [0] { "" }
   *[other] { " " }Otherwise now: { $fields }.
 }
field = { $field ->
    [owner] who owns it
    [deputy] who stands in
    [until] until when
    [begins] from when
    [standing] whether it stands
    [horizon] how far it looks
    [serves] what it serves
    [state] whether it is open
    [about] what it means
    [because] why
    [plan] how
    [test] how it is tested
    [to] to whom
    [hours] the hours
    [needs] what it needs
    [accepted] whether it is agreed
    [kind] what it is
    [target] the target
    [start] where it starts
    [unit] the unit
    [every] how often it is read
   *[other] something else that it says
 }

## What became of it

in-force = “{ $file }” is in force, as edition { $number }.
who-hears = Whoever owns a line that changed, stands in for it, plays from its part or has a task on it hears of theirs, once, in their hours.
left = “{ $file }” was left. Nothing was changed.

## To those for whom it changes something

news = The score has a new edition since { SHORTDAY($day) }. { $count ->
    [0] Nothing of it is yours.
    [one] One line that you play from is not what it was.
   *[other] { FIRST(SPELL($count)) } lines that you play from are not what they were.
 }
counted = { $becomes ->
    [new] { $count } new
    [changed] { $count } otherwise
    [moved] { $count } elsewhere
   *[gone] { $count } gone
 }
more = And { SPELL($count) } more: { $sorts }. “my part” shows them as they are.
tasks = { $count ->
    [0] Your tasks have their lines.
    [one] One task of yours was tied to a line that is not there any more. What does it serve now?
   *[other] { FIRST(SPELL($count)) } tasks of yours were tied to lines that are not there any more. What do they serve now?
 }
tie-to = Tie it to { $line }
none = It serves no line now
all = All as suggested
serves = { $what ->
    [none] It serves no line.
   *[line] Tied.
 }
was-tied = { $known ->
    [yes] It was tied to: { $line }
   *[no] It was tied to a line of an earlier edition.
 }
is-over = That day is over. What was done on it keeps the line that it had; carried on, it is tied anew.
