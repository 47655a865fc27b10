# What is wrong with a lesson's file, and what to do about it; said by `concertmaster lessons check` and at start.

at = { $file }:{ $line }: { $what }
clean = { $count ->
    [0] There is no lesson in { $folder }: no file there ends in .md.
    [one] One lesson in { $folder } can be taken.
   *[other] All { SPELL($count) } lessons in { $folder } can be taken.
}
refused = { $refused ->
    [0] No file was refused
    [one] One file was refused
   *[other] { FIRST(SPELL($refused)) } files were refused
}; { $count ->
    [0] nothing else is there
    [one] one lesson can be taken
   *[other] { SPELL($count) } lessons can be taken
}.
no-folder = { $folder } cannot be read: { $why }. The lessons that come with Concertmaster are there.
too-big = The file is larger than { $longest } KiB. A lesson has a few cards; please shorten it.
not-utf8 = This is not UTF-8. Save the file as UTF-8 and check it again.
unprintable = A character here cannot be printed. Please type the line again.
no-front = The file begins without front matter: a line `---`, its keys, and a line `---` again.
front-unreadable = The front matter cannot be read as YAML here. A text with a colon wants quotation marks around it.
unknown-key = There is no key `{ $key }` here. There are { $known }.
twice-key = `{ $key }` stands here a second time. Please keep one.
missing-key = `{ $key }` is missing. Please add it to the front matter.
not-a-text = `{ $key }` wants one text or number after its colon.
number = `{ $key }` wants a whole number from { $lowest } to { $highest }.
id = `{ $found }` does not fit. The id is the file’s name without .md, here `{ $wanted }`: small letters, digits and hyphens.
about = `about` wants two keys: sphere and statement.
one-of = `{ $key }` cannot be `{ $found }`. It is one of { $known }.
inputs = `inputs` wants the name of each input, and after its colon the text for when there is none.
undeclared = The text uses `{ $name }` in curly brackets, and `inputs` does not have it. Add it there, or write the words out.
unused = `{ $name }` is declared, and no text uses it. Use it in curly brackets, or take it out of `inputs`.
brace = A curly bracket here does not belong to an input such as `line`. Please take it out.
brace-here = A title, a heading, a source and the text for when there is no input have no curly brackets.
heading = A heading has two # and some words: `## Question`, `## Recall`, or the heading of a card.
before-heading = This stands before the first heading, so no card has it. Put `## ` and a heading above it.
cards = A lesson has one to { SPELL($most) } cards; this one has { SPELL($count) }.
questions = A lesson has exactly one `## Question`; this one has { SPELL($count) }.
no-recall = There is no `## Recall`. Add at least one: the same thing asked in other words, for when it comes back.
empty = Nothing stands under “{ $what }”. Please write it, or take the heading out.
stray-option = An option stands where none is asked for. Options follow the text of a Question or Recall.
stray-line = After the first option come only options, and under each its feedback, indented by two spaces.
options = A question has two to { SPELL($most) } options; this one has { SPELL($count) }.
right = Exactly one option is marked `- [x]`; here it is { SPELL($count) }.
same-option = Two options read the same. Please tell them apart, or take one out.
no-feedback = An option wants words, and under them its feedback, indented by two spaces: what happens then, and why.
same-question = This asks in the same words as before. What comes back is asked otherwise.
too-long = “{ $what }” has { $length } characters, and { $longest } fit. Please shorten it.
too-many-words = The lesson has { $words } words; { $minutes ->
    [one] one minute has
   *[other] { SPELL($minutes) } minutes have
} room for { $room }. Shorten it, or give it more minutes.
taken = There is a lesson `{ $id }` already among those that come with Concertmaster. Give this one another id and file name.
