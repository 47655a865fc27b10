# Words of somebody else's that another would count as a win: theirs, and only once they say so.

nobody = { $why ->
    [bot] A bot wrote that, so there is nobody whose win it could be. Nothing was kept.
    [guest] Whoever wrote that is no member of this workspace, so it can be nobody’s win here. Nothing was kept.
    [left] Whoever wrote that is no longer here, so there is nobody to ask. Nothing was kept.
    [unasked] I could not find out just now who wrote that, so I asked nobody. Nothing was kept; please try once more.
    [no_words] There are no words in that message that could be a win. Nothing was kept.
    [before] That message was asked about before, and it is for who wrote it to say. Nobody is asked twice.
    [no_team] { $name } is in no team that could hear of it, so I did not ask. Nothing was kept.
    [unreached] I cannot ask { $name } now. Nothing was kept; you can ask them yourself.
   *[unknown] I do not know here who wrote that, so I cannot ask whether it may count. Nothing was kept.
 }
asking = I ask { $name } whether that may count as a win of theirs. It counts only if they say so, and you hear what they say.
asked = { $name } would count this as a win of yours. May it?
yours = your words
would-see = With your yes it stands in the digest of { $teams }, under your name, and { $count ->
    [one] everybody in that team sees it
   *[other] everybody in these teams sees it
 }. Without it nothing is kept, and in seven days this is gone.
accept = Yes, as my win
other-words = In other words
leave = No, leave it
only-you-yet = Only you see this. { $name } hears whether you say yes, once.
settled = { $state ->
    [taken] It is a win of yours now: in your check-in of today, or in your next form until you hand that in.
   *[left] It is left, and nothing of the words is kept.
 }
form-title = A win of yours
words = In your words
words-missing = Please write what you won, or leave it by closing this.
answered = { $state ->
    [taken] { $name } says yes: it counts as a win of theirs.
   *[left] { $name } would rather leave it. Nothing of it is kept.
 }
