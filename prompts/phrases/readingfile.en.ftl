# What is wrong with readings that come in beside what can be wrong with any file (language.*), and what to do about it.
# Each kind (score/readings_in.py, score/readings.py) has a message of its name and a remedy.

not-utf8-remedy = Save it once more as UTF-8: in a spreadsheet that is “CSV UTF-8”. Windows-1252, Latin-1 and UTF-16 are not read, since nobody could tell which of them it is.

unreadable = this cannot be read as CSV: { $found }
unreadable-remedy = Look at the quotation marks, here and one line above: a cell that holds the delimiter or a line end stands in "quotes".

empty-file-remedy = Begin with the columns `address,day,value`, and a line for each reading; docs/measures.md has one to copy.

too-many = from here on there are more than { $wanted } readings
too-many-remedy = Hand it in in several pieces.

unknown-key = there is no column `{ $field }` here
unknown-key-remedy = { $near ->
    [0] Leave it out, or use one of these: { $wanted }.
   *[other] Did you mean `{ $suggestion }`? The columns are { $wanted }.
 }

duplicate-key = the column `{ $found }` stands here a second time
duplicate-key-remedy = Keep one of the two.

missing-remedy = Add `{ $wanted }`.

empty-remedy = Write it, or leave the whole line out.

too-long-remedy = Say it shorter, or leave it out.

bad-date-remedy = Write year, month and day with hyphens, as in 2027-06-30, and look whether the month has that day.

not-a-text = `{ $field }` is no text
not-a-text-remedy = Put it in "quotes".

no-such-measure = no measure stands at `{ $found }`
no-such-measure-remedy = { $near ->
    [0] `concertmaster measures show` lists the addresses of all of them.
   *[other] Did you mean `{ $suggestion }`? `concertmaster measures show` lists all of them.
 }

said-twice = the same measure has another reading of the same day at { $wanted }
said-twice-remedy = Keep one of the two.

formula = `{ $found }` is a formula, and none is calculated here
formula-remedy = Write the number itself.

no-reading = this is no reading
no-reading-remedy = Write an object with `address`, `day` and `value`.

not-readings = this is no list of readings
not-readings-remedy = Send an object with `readings`, and nothing else: a list of objects with `address`, `day` and `value`.

no-number = `{ $found }` is no number
no-number-remedy = Write one number, as in 82 or 82.5.

grouped = `{ $found }` may be thousands or a fraction
grouped-remedy = Write it without a sign between thousands. Beside semicolons a comma parts decimals; beside commas a point does.

percent = `{ $found }` is in percent, and the measure is not
percent-remedy = Write it in the measure’s own unit.

beyond = `{ $found }` is more than anything that is counted here
beyond-remedy = Look whether it is this measure’s number; its unit may be chosen larger in the score.

too-low = { $found } is less than { $wanted }, and the score says that it cannot be
too-low-remedy = Look at the number, or at the measure’s `range` in the score.

too-high = { $found } is more than { $wanted }, and the score says that it cannot be
too-high-remedy = Look at the number, or at the measure’s `range` in the score.

to-come = { $found } is still to come
to-come-remedy = Read it when the day is there.

long-ago = { $found } is before 1970
long-ago-remedy = Look at the year.
