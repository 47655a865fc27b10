# What is said where something is asked of a person that is theirs, or that would judge them.
# What is said to somebody who needs help stands in prompts/care.yml, in four languages.

of-somebody = { $why ->
    [judging] I do not say how good somebody is, compare people, put them in an order, or watch them.
   *[private] How people are and feel, and what they keep for themselves, stays with them.
 }
why-not = { $why ->
    [judging] What people write here is never used to judge a person.
   *[private] I show it to nobody else, whatever their role, and I do not guess from words how somebody feels: at work the EU AI Act forbids that (Article 5(1)(f)).
 }
shared = { $count ->
    [0] Of their work I can show nothing here: you see no team of theirs.
   *[other] What is there to see is what { $teams } { $count ->
        [one] shares
       *[other] share
     }: tasks and their lines, wins, and blockers that are to be known. Write “week” or “digest”.
 }
