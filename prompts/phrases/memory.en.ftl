# What somebody asks to be remembered, and what becomes of it.

kept = I will remember: { $words }
what-for = I show it to you below an answer that has to do with it, here and nowhere else. It is not sent to any model, and I do not remind you of it.
listed = { $count ->
    [0] Nothing that you asked me to remember, of { $most } at most.
    [one] One thing that you asked me to remember, of { $most } at most.
   *[other] { FIRST(SPELL($count)) } things that you asked me to remember, of { $most } at most.
 }
nothing = I remember nothing for you.
how = Write “remember that I look after the northern ovens”, and I show it to you where an answer has to do with it.
change = Change
forget = Forget
forget-all = Forget all
show-all = What I remember
only-you = Only you see what you asked me to remember.
title = What I remember
words = In other words
submit = Keep
no-words = Write what I should remember, or forget it altogether.
asked-to = You asked me to remember: { $words }
forgotten = Forgotten.
full = I remember { $most } things for you already, and no more. Forget one of them first; nothing was kept.
too-long = That is longer than I remember: { $longest } characters at most. Nothing was kept.
alone = What I remember is for you alone, and others read along here. Write it to me directly; nothing was kept.
