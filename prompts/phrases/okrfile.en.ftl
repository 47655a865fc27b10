# What is wrong with a list of objectives and key results beside what can be wrong with any file (language.*), and what
# to do about it. Each kind (score/okr.py) has a message of its name and a remedy.

unreadable = this cannot be read as a table: { $found }
unreadable-remedy = Look at the quotes here and one row above: a cell with a quote, a comma or a line in it stands in "quotes", with each quote in it doubled.

too-many = from here on there are more than { $wanted } of them
too-many-remedy = Import the list in pieces, or leave out what is over and done.

empty-file = there is nothing in this file
empty-file-remedy = Export the list once more; its first row has the names of the columns.

unknown-key = this row has more cells than there are columns
unknown-key-remedy = A cell with a comma in it stands in "quotes".

no-objectives = there is no objective in this
no-objectives-remedy = The first row names the columns, and one of them is called Objective, or Title beside Type; docs/write-a-score.md has the names that are known.

column-twice = `{ $found }` is a second column for { $wanted }
column-twice-remedy = Keep the one that counts, and take the other out.

no-objective = it does not say of which objective this is
no-objective-remedy = Write the objective in this row, or the parent of this key result.

bad-type = `{ $found }` is neither an objective nor a key result
bad-type-remedy = Write Objective or Key Result. What is done for them, Initiative or Task, is left out.

parent-not-there = nothing in this list is called `{ $found }`
parent-not-there-remedy = Write the title or the id of the parent as it stands in its own row, add that row, or empty the cell.

parent-several = several in this list are called `{ $found }`
parent-several-remedy = Write the id of the one that is meant, and have a column for ids.

below-itself = `{ $found }` stands below itself
below-itself-remedy = Follow the parents from here; one of them has to go.

id-twice = the id `{ $found }` stands here a second time
id-twice-remedy = Give one of the two another id.

cell-too-long = this has more than { $wanted } characters
cell-too-long-remedy = Keep the one sentence that people can keep in mind; the rest goes to the description.

bad-day = `{ $found }` is not a day
bad-day-remedy = Write it as 2027-06-30, or a quarter as Q2 2027.

several-days = `{ $found }` can be several days
several-days-remedy = Write the days of this column as 2027-06-30: whether the month comes first, nobody can tell here.

grouped = `{ $found }` can be a thousand or a fraction
grouped-remedy = Write 1250 or 1.25.

same-numbers = start and target are both { $found }
same-numbers-remedy = Write where it stood, or where it is to be; one of the two is otherwise.
