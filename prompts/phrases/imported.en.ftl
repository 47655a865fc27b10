# What came of another tool's list.

guessed = { $file } is read as { $what ->
    [okr] a list of objectives and key results, by the names of its columns
   *[flat] a flat list of entries
}; --from says otherwise.
unsure = { $file } is neither a table with a column for objectives nor a list with `lines:`, so nothing was made of it. --from okr or --from flat says what it is.
became = { $objectives ->
    [one] One objective
   *[other] { $objectives } objectives
 } and { $results ->
    [0] no key result
    [one] one key result
   *[other] { $results } key results
 } became { $lines ->
    [one] one line
   *[other] { $lines } lines
 } in { $parts ->
    [one] one part
   *[other] { $parts } parts
 }, with { $people ->
    [0] nobody
    [one] one person
   *[other] { $people } people
 } to be in the roster.
left = { $file }:{ $line }:{ $column }: “{ $found }” was left out: { $why ->
    [column] our language has nothing for this column, or it has another name for us
    [no_number] it is no number
    [elsewhere] what it is aligned to stands in another team; say in that part what it serves
   *[type] what is done for a key result is a task, and no line
}.
left-more = { $count ->
    [one] And one more was left out.
   *[other] And { $count } more were left out.
}
readings = { $count ->
    [0] No key result says where it stands today.
    [one] One key result says where it stands today. --readings FILE keeps that as a table to be taken in.
   *[other] { $count } key results say where they stand today. --readings FILE keeps them as a table to be taken in.
}
readings-kept = { $count ->
    [0] No key result says where it stands today; { $file } has only its columns.
    [one] Where one measure stands today is in { $file }.
   *[other] Where { $count } measures stand today is in { $file }.
}
wants = What a list of objectives does not say, and a score does: where you play and how you win, what you chose against and why, what would have to be true and who finds out, and where each number is read and how often. `concertmaster score new` asks for these; the sentences can be copied over.
more = { $count ->
    [one] And one more.
   *[other] And { $count } more.
}
