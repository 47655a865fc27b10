# What is wrong with a score file, and what to do about it. Each kind of problem (score/problems.py) has a message
# of its name and a remedy; both may use $file, $line, $column, $field, $found, $wanted, $suggestion, and $near,
# which is 1 when there is a suggestion and 0 when there is none.

too-big = the file is larger than { $wanted } MiB
too-big-remedy = Take out what people do not play from, such as pasted documents.

not-utf8 = from here on the file is not UTF-8: the next byte is { $found }
not-utf8-remedy = Open the file in your editor and save it with the encoding UTF-8.

forbidden-character = here stands { $found }, a character that cannot be seen or makes words read as others
forbidden-character-remedy = Delete it, and type the words around it again rather than paste them.

directive = this line begins with %, as if it spoke to the computer
directive-remedy = Delete the line. If it is the middle of a sentence, put the % at the end of the line before.

unreadable = this cannot be read as YAML: { $found }
unreadable-remedy = Look at colons, quotes and indentation, here and one line above. Words with a colon in them go in "quotes".

empty-file = the file says nothing
empty-file-remedy = Begin with `score:` and `part:`; docs/write-a-score.md has a small one to copy.

second-document = a second document begins here
second-document-remedy = Keep one score in one file: delete this `---`, or move what follows to a file of its own.

too-deep = this stands inside more than { $wanted } others
too-deep-remedy = Move it up: a part can stand beside another rather than in it.

too-many = from here on there are more than { $wanted } entries
too-many-remedy = Keep the lines that people play from, and leave the rest to other papers.

tag = the tag { $found } is not read here
tag-remedy = Delete it: all that a score holds is words. Words that begin with ! go in "quotes".

anchor = { $found } gives this a name for repeating it, and that is not read here
anchor-remedy = Delete it. Words that begin with & go in "quotes".

alias = { $found } repeats something from elsewhere, and that is not read here
alias-remedy = Write here what it stands for. Words that begin with * go in "quotes".

merge-key = `<<` copies keys from elsewhere, and that is not read here
merge-key-remedy = Write the keys here that it stands for.

duplicate-key = `{ $found }` stands here a second time; the first is in line { $wanted }
duplicate-key-remedy = Keep one of the two, or give one of them another id.

not-a-key = here stands a list or a mapping where a key should be
not-a-key-remedy = Write a word, then a colon, then what belongs under it.

not-a-mapping = `{ $field }` wants keys of its own
not-a-mapping-remedy = Under it, indented, write one key a line, each with a colon, as in `words: Sell where a van can reach`.

not-a-list = `{ $field }` wants a list
not-a-list-remedy = Under it, begin each entry with a hyphen and a space.

not-a-text = `{ $field }` wants words, and has a list or keys
not-a-text-remedy = Write the words after the colon, in "quotes" if they hold a colon or a bracket.

unknown-key = `{ $field }` is not a key that we know
unknown-key-remedy = { $near ->
    [0] Delete it, or use one of these: { $wanted }.
   *[other] Did you mean `{ $suggestion }`? The keys that can stand here are { $wanted }.
}

missing = `{ $field }` is missing
missing-remedy = Add `{ $wanted }:` here, in line with the keys beside it.

empty = `{ $field }` says nothing
empty-remedy = Write something after the colon, or delete the key.

too-long = `{ $field }` has { $found } characters, and { $wanted } is the most
too-long-remedy = Say it shorter. People can play from what they can keep in mind.

bad-part-id = `{ $found }` cannot be the id of a part
bad-part-id-remedy = Use the letters a to z, digits and hyphens, a letter first, as in `service-north`.

same-part-id = the part in line { $wanted } is called `{ $found }` already
same-part-id-remedy = Give one of the two another id.

bad-line-id = `{ $found }` cannot be the id of a line
bad-line-id-remedy = Use letters, digits and hyphens, a letter first, at most 32 of them, as in `P-2`.

same-line-id = the line in line { $wanted } of the file has the id `{ $found }` already
same-line-id-remedy = Give one of the two another id: all lines of one part share them.

bad-kind = `{ $found }` is not a kind of part
bad-kind-remedy = { $near ->
    [0] The kinds are { $wanted }.
   *[other] Did you mean `{ $suggestion }`? The kinds are { $wanted }.
}

bad-date = `{ $found }` is not a day
bad-date-remedy = Write year, month and day with hyphens, as in 2027-06-30, and look whether the month has that day.

bad-address = `{ $found }` is not the address of a line
bad-address-remedy = Write the part's id, a slash and the line's id, as in `service/P-2`.

no-such-line = no line of this file stands at `{ $found }`
no-such-line-remedy = { $near ->
    [0] Write the address of a choice or priority of this part or of one above it, or delete `serves:`.
   *[other] Did you mean `{ $suggestion }`? Otherwise write a choice or priority of this part or of one above it.
}

outside-cascade = `{ $found }` is a line of a part that this one does not stand in
outside-cascade-remedy = Serve a line of this part or of one above it.

circle = these lines serve each other in a circle: { $found }
circle-remedy = Delete the `serves:` of the one that the others are there for.

unknown-owner = nobody in the roster has the handle `{ $found }`
unknown-owner-remedy = { $near ->
    [0] Write the handle of somebody in the roster, or add this person to it first.
   *[other] Did you mean `{ $suggestion }`? Otherwise add this person to the roster first.
}

not-before = no line stood at `{ $found }` in the edition before
not-before-remedy = { $near ->
    [0] Delete `was:` if the line is new, or write where it stood.
   *[other] Did you mean `{ $suggestion }`? Delete `was:` if the line is new.
}

claimed-twice = this line and `{ $wanted }` both say that they are what stood at `{ $found }`
claimed-twice-remedy = Let one of the two keep it: delete this `was:`, or give the other line an id of its own.

bad-word = `{ $field }` cannot be `{ $found }`
bad-word-remedy = { $near ->
    [0] Write one of these: { $wanted }.
   *[other] Did you mean `{ $suggestion }`? It can be { $wanted }.
}

bad-number = `{ $found }` is not a number that we can read
bad-number-remedy = Write figures, with a point before decimals and nothing behind them, as in 62 or 2.5. What is counted goes under `unit:`.

bad-share = `{ $found }` is not a share
bad-share-remedy = Write a percentage from 0 % to 100 %, as in `40 %`, or a number from 0 to 1, as in 0.4.

bad-months = `{ $found }` is not a length of time that we can read
bad-months-remedy = Write months or years, as in `18 months` or `3 years`; fifty years is the most.

bad-days = `{ $found }` does not say how often
bad-days-remedy = Write `day`, `week`, `month`, `quarter` or `year`, or a number of them, as in `2 weeks`.

bad-range = `{ $found }` is not a range
bad-range-remedy = Write the lowest and the highest that can be, as in `0 to 100`.

no-way-to-go = start and target are both { $found }
no-way-to-go-remedy = Write where the measure stands now under `start:`, and where it is to be under `target:`.

against-direction = from its start to its target this measure goes { $wanted }, not { $found }
against-direction-remedy = Delete `direction:`, or look whether start and target have changed places.

outside-range = { $found } cannot be: the range is { $wanted }
outside-range-remedy = Mend the number, or the range.

ends-first = { $found } comes before { $wanted }, when the line begins
ends-first-remedy = Look at `begins:` and `until:`; one of the two is wrong.

standing-until = a standing line has no last day, and this one ends on { $found }
standing-until-remedy = Keep one of the two: delete `standing:` or `until:`.

not-served = `{ $found }` is neither a choice nor a priority, and nothing can serve it
not-served-remedy = Name the choice or the priority that it belongs to.

no-such-part = no part of this file has the id `{ $found }`
no-such-part-remedy = { $near ->
    [0] Write the id of the part to which this is promised.
   *[other] Did you mean `{ $suggestion }`? Otherwise write the id of the part to which this is promised.
}

own-part = this promise is made to `{ $found }`, the part that makes it
own-part-remedy = Write the part that is to rely on it, or make a priority of it.

nowhere = nothing in this file stands at `{ $found }`
nowhere-remedy = { $near ->
    [0] Write the address of a line of this file, as in `service/P-2`, or the id of a part where a part is meant.
   *[other] Did you mean `{ $suggestion }`? Lines go by their addresses, parts by their ids.
}

not-two = `{ $field }` wants two that differ, and has `{ $found }`
not-two-remedy = Write exactly two, each with a hyphen before it, or as in `[sales/M-1, service/M-2]`.

alone = `{ $field }` wants words that mean the same, and has `{ $found }`
alone-remedy = Write two or more with a comma between them, as in `renewal, extension`.

bad-rule = `{ $found }` is not the id of a rule
bad-rule-remedy = Write the id that stands in the finding, as in `C20`; docs/rules.md has them all.

bad-hours = `{ $found }` is not a number of hours
bad-hours-remedy = Write the hours of a week in figures, as in 40 or 7.5.

no-top = every entry has a parent, so none of them is the top
no-top-remedy = Delete `parent:` of the one that the others stand under.

second-top = `{ $found }` has no parent, and nor has `{ $wanted }`
second-top-remedy = Keep one top: give one of the two a `parent:`.

same-flat-id = the id `{ $found }` stands here a second time
same-flat-id-remedy = Give one of the two another id.

no-such-parent = there is no entry with the id `{ $found }`, or it stands below this one
no-such-parent-remedy = { $near ->
    [0] Write the id of the entry that this one stands under.
   *[other] Did you mean `{ $suggestion }`? Otherwise write the id of the entry that this one stands under.
}

more = from here on, { $found ->
    [one] one problem more
   *[other] { $found } problems more
}
more-remedy = Mend these first, and load the file again.
