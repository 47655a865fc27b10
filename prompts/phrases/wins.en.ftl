# What others say of a win. How many said it belongs to the win; nobody is counted.

praise = Say well done
by = { $name }
by-praised = { $name }. Well done from { $how ->
    [one] { $first }
    [two] { $first } and { $second }
   *[more] { $first } and { SPELL($more) } more
}
praised = { $name } says well done.
yours = your win
for-line = The day played from this line.
team-sees = Your team sees it beside the win in the digest.
told = Your well done stands beside the win of { $name }.
own = That win is yours. Saying well done is for the others.
left = { $name } is no longer here, so there is nobody to tell.
